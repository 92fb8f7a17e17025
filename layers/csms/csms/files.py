"""Where a charge point is sent to fetch an image or to bring a file: addresses of ours."""

from datetime import datetime

from csms import settings
from csms.domain.file_addresses import address
from csms.store.provisioned import firmware_images
from csms.store.provisioned.firmware_images import FirmwareImage
from csms.store.reported.uploads import Upload


class NoPlace(Exception):
    """This deployment has no place for files: the parameter `Files` is Off."""


class NoImage(LookupError):
    """There is no such firmware image, or it has not been brought yet."""


def location_of_image(image_id: str, until: datetime) -> str:
    """As `image_location`. Raises NoImage, NoPlace."""
    image = firmware_images.find(image_id)
    if image is None:
        raise NoImage(f"there is no firmware image {image_id}")
    if not image.is_there:
        raise NoImage(f"the firmware image {image_id} has not been brought yet")
    return image_location(image, until)


def image_location(image: FirmwareImage, until: datetime) -> str:
    """Where to fetch an image, at least until then: its own location as it is. Raises NoPlace."""
    if image.location is not None:
        return image.location
    return address(
        _base(), settings.files_key(), "get", "images", image.image_id, until, image.name
    )


def image_upload(image: FirmwareImage, until: datetime) -> str:
    """Raises NoPlace."""
    return address(
        _base(), settings.files_key(), "put", "images", image.image_id, until, image.name
    )


def upload_location(place_id: str, until: datetime) -> str:
    """A directory, for a charge point to bring what it likes. Raises NoPlace."""
    return address(_base(), settings.files_key(), "put", "uploads", place_id, until)


def download(upload: Upload, until: datetime) -> str:
    """Raises NoPlace."""
    return address(
        _base(), settings.files_key(), "get", "uploads", upload.command_id, until, upload.name
    )


def _base() -> str:
    base = settings.files_url()
    if base is None:
        raise NoPlace("this deployment has no place for files: name a location")
    return base
