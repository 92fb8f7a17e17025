"""S3 and the edge before it: firmware images and what charge points bring, as files on a disk."""

from csms_tools.local.files.arrivals import Arrivals
from csms_tools.local.files.routes import file_routes
from csms_tools.local.files.shelf import Shelf

__all__ = ["Arrivals", "Shelf", "file_routes"]
