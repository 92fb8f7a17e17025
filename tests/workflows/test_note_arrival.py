import json
from datetime import timedelta
from typing import Any

import pytest

from csms.ids import uuid7
from csms.store.commands.job_transitions import moved
from csms.store.commands.jobs import Job
from csms.store.provisioned import firmware_images
from csms.store.provisioned.firmware_images import FirmwareImage
from csms.store.reported import uploads
from csms.store.table import ConditionFailed, fetch, perform
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, error, send
from tests.files import Bucket
from tests.support import NOON, Context, Sockets
from workflows import tasks
from workflows.follow_jobs import look_at
from workflows.note_arrival import NotAnswered, note_arrival

ID = uuid7(NOON)
KEY = f"uploads/{ID}/diagnostics.zip"
DAYS, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def bucket(store: None) -> Bucket:
    return Bucket()


def expect(until_days: int = 14) -> None:
    perform(uploads.expected(ID, "CP1", NOON + until_days * DAYS, 30 * DAYS))


def image(**told: Any) -> FirmwareImage:
    made = FirmwareImage.of(ID)
    made.image_id, made.name, made.created_at = ID, "fw.bin", NOON
    for name, value in told.items():
        setattr(made, name, value)
    firmware_images.add(made)
    return made


def told(*records: dict[str, Any]) -> None:
    body = json.dumps({"Records": records})
    answer = tasks.handler({"Records": [{"messageId": "1", "body": body}]}, Context(10))
    assert answer == {"batchItemFailures": []}


def noted() -> list[tuple[str, int, str | None]]:
    return [(one.name, one.size, one.refused) for one in uploads.of_command("CP1", ID)]


def test_a_file_that_came_is_known_for_as_long_as_it_is_kept(bucket: Bucket) -> None:
    expect()
    told(bucket.bring(KEY))
    (upload,) = uploads.of_command("CP1", ID)
    assert (upload.name, upload.size, upload.arrived_at) == ("diagnostics.zip", 3, NOON)
    assert upload.expires_at == NOON + 30 * DAYS
    assert bucket.keys == [KEY]


def test_what_is_told_twice_or_late_changes_nothing(bucket: Bucket) -> None:
    expect()
    first = bucket.bring(KEY, b"short")
    second = bucket.bring(KEY, b"longer", at=NOON + DAYS)
    told(second, second, first)
    assert noted() == [("diagnostics.zip", 6, None)]


def test_a_file_that_is_too_large_is_deleted_and_that_is_told(bucket: Bucket) -> None:
    expect()
    told(bucket.bring(KEY, b"x" * 1_000_001))
    told_of = "it has 1000001 bytes, and 1000000 at most: it was deleted"
    assert noted() == [("diagnostics.zip", 1_000_001, told_of)]
    assert bucket.keys == []


TOO_LARGE = "file too large, deleted (limit 1 MB)"


def job() -> Job:
    (found,) = fetch(Job.of("CP1", ID))
    assert found
    return found


def test_the_job_of_a_file_that_is_too_large_says_so_once_it_is_there(
    bucket: Bucket, cp1: str, sockets: Sockets, says: Says
) -> None:
    connected()
    send(ID, "GetDiagnostics", {"location": "https://ocpp.example/files/"})
    expect()
    large = bucket.bring(KEY, b"x" * 1_000_001)
    with pytest.raises(NotAnswered):
        note_arrival(large)
    assert (len(noted()), bucket.keys) == (1, [])
    answer(ID, {"fileName": "diagnostics.zip"})
    for _ in range(2):
        note_arrival(large)
    assert job().refused == TOO_LARGE
    says("DiagnosticsStatusNotification", {"status": "Uploaded"}, at=NOON + MINUTE)
    look_at("CP1", "GetDiagnostics", NOON + MINUTE)
    assert (job().outcome, job().refused) == ("uploaded", TOO_LARGE)


def test_whoever_looks_at_the_job_meanwhile_does_not_forget_it(
    bucket: Bucket, cp1: str, sockets: Sockets
) -> None:
    connected()
    send(ID, "GetDiagnostics", {"location": "https://ocpp.example/files/"})
    answer(ID, {"fileName": "diagnostics.zip"})
    expect()
    before = job()
    note_arrival(bucket.bring(KEY, b"x" * 1_000_001))
    with pytest.raises(ConditionFailed):
        perform(moved(before))


def test_a_command_that_was_refused_has_no_job_to_say_it(
    bucket: Bucket, cp1: str, sockets: Sockets
) -> None:
    connected()
    send(ID, "GetDiagnostics", {"location": "https://ocpp.example/files/"})
    error(ID)
    expect()
    note_arrival(bucket.bring(KEY, b"x" * 1_000_001))
    assert len(noted()) == 1


def test_a_file_of_nobody_is_deleted(bucket: Bucket) -> None:
    told(bucket.bring(KEY), bucket.bring("uploads/here"), bucket.bring(f"images/{ID}/fw.bin"))
    assert bucket.keys == []


def test_what_the_owner_of_the_bucket_puts_beside_it_is_left(bucket: Bucket) -> None:
    told(bucket.bring("somewhere/else"))
    assert bucket.keys == ["somewhere/else"]


def test_no_place_takes_files_without_end(bucket: Bucket) -> None:
    expect()
    for number in range(uploads.MOST_FILES + 2):
        told(bucket.bring(f"uploads/{ID}/{number}"))
    assert len(bucket.keys) == len(noted()) == uploads.MOST_FILES
    told(bucket.bring(f"uploads/{ID}/0", b"again", at=NOON + DAYS))
    assert ("0", 5, None) in noted()


def test_an_image_is_there_once_it_has_come(bucket: Bucket) -> None:
    image()
    told(bucket.bring(f"images/{ID}/fw.bin"), bucket.bring(f"images/{ID}/other.bin"))
    found = firmware_images.find(ID)
    assert found
    assert (found.is_there, found.size, found.arrived_at) == (True, 3, NOON)
    assert bucket.keys == [f"images/{ID}/fw.bin"]


def test_an_image_that_lies_elsewhere_is_not_brought_here(bucket: Bucket) -> None:
    image(location="ftp://files.example/fw.bin")
    told(bucket.bring(f"images/{ID}/fw.bin"))
    assert bucket.keys == []


def test_that_s3_may_tell_is_tried_by_s3_itself(store: None) -> None:
    body = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "files"})
    answer = tasks.handler({"Records": [{"messageId": "1", "body": body}]}, Context(10))
    assert answer == {"batchItemFailures": []}
