from datetime import timedelta

import pytest

from csms.store.provisioned import firmware_images
from csms.store.provisioned.firmware_images import FirmwareImage
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")
MINUTE = timedelta(minutes=1)


def made() -> FirmwareImage:
    image = FirmwareImage.of("1")
    image.image_id, image.name, image.created_at = "1", "fw.bin", NOON
    return image


def test_the_latest_arrival_stands() -> None:
    firmware_images.add(made())
    assert firmware_images.arrived(made(), 7, NOON + MINUTE)
    assert firmware_images.arrived(made(), 9, NOON)
    found = firmware_images.find("1")
    assert found
    assert (found.size, found.is_there) == (7, True)


def test_an_image_is_removed_once_and_has_no_arrival_then() -> None:
    firmware_images.add(made())
    assert firmware_images.remove(made())
    assert not firmware_images.remove(made())
    assert not firmware_images.arrived(made(), 7, NOON)
