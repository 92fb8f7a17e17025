from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from csms.domain.file_addresses import Stored, wanted
from csms.ids import uuid7
from csms.store.reported import uploads
from csms.store.reported.uploads import Upload
from tests.api.support import ask
from tests.support import NOON

PATH = "/charge-points/CP1/files"
DAYS = timedelta(days=1)


def came(name: str = "d.zip", day: int = 0, refused: str | None = None) -> str:
    command_id = uuid7(NOON + day * DAYS)
    upload = Upload.of("CP1", command_id, name)
    upload.command_id, upload.name, upload.size = command_id, name, 5
    upload.arrived_at, upload.expires_at = NOON + day * DAYS, NOON + (30 + day) * DAYS
    upload.refused = refused
    uploads.note(upload)
    return f"{command_id}-{name}"


def test_what_has_come_is_listed_until_it_expires(cp1: str) -> None:
    first, second = came(), came("a-b.txt", day=1)
    listed = ask("GET", PATH, role="viewer").json["items"]
    assert [one["fileId"] for one in listed] == [second, first]
    assert listed[1] == {
        "fileId": first,
        "name": "d.zip",
        "size": 5,
        "arrivedAt": "2026-06-01T12:00:00.000Z",
        "expiresAt": "2026-07-01T12:00:00.000Z",
        "commandId": first[:36],
    }
    later = ask("GET", PATH, at=NOON + 30 * DAYS).json["items"]
    assert [one["fileId"] for one in later] == [second]
    assert ask("GET", "/charge-points/CP9/files").status == 404


def test_a_file_is_fetched_from_an_address_of_a_quarter_of_an_hour(cp1: str) -> None:
    file_id = came()
    found = ask("GET", f"{PATH}/{file_id}", role="operator").json
    path = urlsplit(found["download"]).path
    assert found["downloadUntil"] == "2026-06-01T12:15:00.000Z"
    assert wanted("k" * 48, "GET", path, NOON) == Stored("uploads", file_id[:36], "d.zip")
    assert ask("GET", f"{PATH}/{file_id}", role="viewer").status == 403
    for none in ("x", came()[:-1], file_id.replace("d.zip", "e.zip")):
        assert ask("GET", f"{PATH}/{none}").status == 404
    assert ask("GET", f"{PATH}/{file_id}", at=NOON + 31 * DAYS).status == 404


def test_of_a_file_that_was_deleted_the_reason_is_told(cp1: str) -> None:
    found = ask("GET", f"{PATH}/{came(refused='too large')}").json
    assert (found["refused"], found.get("download")) == ("too large", None)


def test_where_files_are_off_there_is_nothing_to_fetch(
    cp1: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = came()
    monkeypatch.setenv("FILES_URL", "")
    assert ask("GET", f"{PATH}/{file_id}").status == 409


def test_they_are_listed_between_two_times_of_arrival(cp1: str) -> None:
    _, second, _ = came(day=0), came(day=1), came(day=2)
    between = {"from": "2026-06-01T12:00:00.001Z", "to": "2026-06-03T12:00:00Z"}
    listed = ask("GET", PATH, query=between).json["items"]
    assert [one["fileId"] for one in listed] == [second]
