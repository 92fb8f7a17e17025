"""What a CSMS has recorded of local lists."""

from typing import Protocol


class LocalListRecords(Protocol):
    """See Records."""
