from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from csms import files
from csms.domain.file_addresses import Stored, wanted
from csms.ids import uuid7
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
