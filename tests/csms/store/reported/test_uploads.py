from datetime import timedelta

import pytest

from csms.ids import uuid7
from csms.store.reported import uploads
from csms.store.reported.uploads import Upload
from csms.store.table import perform
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")
ID = uuid7(NOON)
DAYS = timedelta(days=1)


def came(name: str, size: int, day: int = 0) -> None:
    upload = Upload.of("CP1", ID, name)
    upload.command_id, upload.name, upload.size = ID, name, size
    upload.arrived_at = NOON + day * DAYS
    uploads.note(upload)


def test_of_one_name_the_newest_stands() -> None:
    came("a", 1, day=1)
    came("a", 2)
    came("b", 3)
    assert [(one.name, one.size) for one in uploads.of_command("CP1", ID)] == [("a", 1), ("b", 3)]
    assert uploads.find("CP1", ID, "c") is None


def test_a_place_is_known_for_longer_than_what_comes_there() -> None:
    perform(uploads.expected(ID, "CP1", NOON + 14 * DAYS, 30 * DAYS))
    place = uploads.place(ID)
    assert place
    assert place.expires_at
    assert place.expires_at > NOON + (14 + 30) * DAYS
    assert uploads.place(uuid7(NOON + DAYS)) is None
