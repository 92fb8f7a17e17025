"""A firmware image of ours that has been brought."""

from csms.ids import uuid7
from csms.store.provisioned import firmware_images
from csms.store.provisioned.firmware_images import FirmwareImage
from tests.support import NOON

ID = uuid7(NOON)


def brought(location: str | None = None) -> FirmwareImage:
    image = FirmwareImage.of(ID)
    image.image_id, image.name, image.created_at = ID, "fw.bin", NOON
    image.location = location
    firmware_images.add(image)
    if location is None:
        assert firmware_images.arrived(image, 3, NOON)
    return image
