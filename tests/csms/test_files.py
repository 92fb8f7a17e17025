from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from csms import files
from csms.domain.file_addresses import LONGEST, Stored, wanted
from csms.ids import uuid7
from csms.store.provisioned import firmware_images
from csms.store.provisioned.firmware_images import FirmwareImage
from csms.store.reported.uploads import Upload
from tests.support import NOON

ID = uuid7(NOON)
WEEKS = NOON + timedelta(weeks=4)


def stored(method: str, location: str) -> Stored:
    return wanted("k" * 48, method, urlsplit(location).path, NOON)


def image(location: str | None = None) -> FirmwareImage:
    made = FirmwareImage.of(ID)
    made.image_id, made.name, made.location = ID, "fw.bin", location
    made.created_at = NOON
    return made


def test_what_is_brought_somewhere_is_fetched_there() -> None:
    upload = Upload.of("CP1", ID, "d.zip")
    upload.command_id, upload.name = ID, "d.zip"
    brought = stored("PUT", files.upload_location(ID, WEEKS) + "d.zip")
    assert brought == stored("GET", files.download(upload, WEEKS))
    made = stored("PUT", files.image_upload(image(), WEEKS))
    assert made == stored("GET", files.image_location(image(), WEEKS))


def test_an_image_elsewhere_needs_no_place_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FILES_URL", "")
    assert files.image_location(image("ftp://x/fw.bin"), WEEKS) == "ftp://x/fw.bin"
    with pytest.raises(files.NoPlace):
        files.image_location(image(), WEEKS)


def test_an_image_is_found_by_its_id_once_it_has_been_brought(store: None) -> None:
    with pytest.raises(files.NoImage, match=f"there is no firmware image {ID}"):
        files.location_of_image(ID, WEEKS)
    firmware_images.add(image())
    with pytest.raises(files.NoImage, match="has not been brought yet"):
        files.location_of_image(ID, WEEKS)
    firmware_images.arrived(image(), 3, NOON)
    assert stored("GET", files.location_of_image(ID, WEEKS)).id == ID


def test_what_a_charge_point_is_told_fits_a_signed_update(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = image()
    longest.name = 100 * "n"
    monkeypatch.setenv("FILES_URL", "https://" + 253 * "h")
    assert len(files.image_location(longest, WEEKS)) <= LONGEST
