from datetime import timedelta
from typing import Any

import pytest

from csms.store.commands import jobs
from csms.store.commands.jobs import NOTIFICATIONS, Job
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch, perform
from tests.conftest import Says
from tests.stored import jobs_of
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("cp1")

MINUTE = timedelta(minutes=1)
LOG = "LogStatusNotification"


def charge_point() -> ChargePoint:
    (found,) = fetch(ChargePoint.of("CP1"))
    assert found
    return found


def open_job(minutes: int, action: str = "GetLog", status: str = "Accepted", **more: Any) -> None:
    job = Job.of("CP1", f"command at {minutes:02}")
    job.action = action
    job.location = "https://files.example/"
    job.status = status
    job.opened_at = NOON + minutes * MINUTE
    job.request_id = more.get("request_id")
    job.file_name = more.get("file_name")
    for write in jobs.opened(job, jobs._of("CP1"), charge_point()):
        perform(write)


def progress() -> list[str | None]:
    return [job.progress for job in jobs_of(charge_point())]


def test_a_file_name_that_is_an_address_is_kept_without_its_password() -> None:
    open_job(1, file_name="ftp://user:sesame@files.example/CP1.zip")
    (job,) = jobs_of(charge_point())
    assert job.file_name == "ftp://user:[redacted]@files.example/CP1.zip"


@pytest.fixture
def hears(says: Says) -> Any:
    def hear(minutes: int, status: str, action: str = LOG, **more: Any) -> None:
        answer = says(action, {"status": status} | more, at=NOON + minutes * MINUTE)
        assert answer == [3, "unique-1", {}]

    return hear


@pytest.mark.parametrize(("action", "notification"), NOTIFICATIONS.items())
def test_progress_is_what_was_heard_after_it_began(
    action: str, notification: str, hears: Any
) -> None:
    failed = {"GetLog": "UploadFailure", "GetDiagnostics": "UploadFailed"}
    last = failed.get(action, "DownloadFailed")
    hears(0, last, notification)
    open_job(1, action)
    assert progress() == [None]
    hears(1, last, notification)
    (job,) = jobs_of(charge_point())
    assert (job.progress, job.progress_at, job.has_ended) == (last, NOON + MINUTE, True)


def test_idle_says_nothing_of_a_job(hears: Any) -> None:
    open_job(1)
    hears(2, "Idle")
    assert progress() == [None]
    hears(3, "Uploading")
    hears(4, "Idle")
    (job,) = jobs_of(charge_point())
    assert (job.progress, job.has_ended) == ("Uploading", False)


def test_a_job_keeps_its_progress_when_the_next_begins(hears: Any) -> None:
    open_job(1)
    hears(2, "Uploaded")
    open_job(3)
    assert progress() == ["Uploaded", None]
    hears(4, "Uploading")
    assert progress() == ["Uploaded", "Uploading"]
    open_job(5, "UpdateFirmware")
    hears(6, "Uploaded")
    assert progress() == ["Uploaded", "Uploaded", None]


def test_a_status_belongs_to_the_request_that_it_names(hears: Any) -> None:
    open_job(1, request_id=7)
    open_job(2, request_id=8)
    hears(3, "Uploaded", requestId=7)
    assert progress() == ["Uploaded", None]
    hears(4, "Uploading", requestId=8)
    assert progress() == [None, "Uploading"], "nobody has written down what the first came to"
    hears(5, "PermissionDenied", requestId=9)
    assert progress() == [None, None]
    hears(6, "Uploading")
    assert progress() == [None, "Uploading"]


@pytest.mark.parametrize(
    ("heard", "status", "ended_as"),
    [
        ("Uploading", "AcceptedCanceled", "Canceled"),
        (None, "AcceptedCanceled", "Canceled"),
        ("Uploaded", "AcceptedCanceled", "Uploaded"),
        ("Uploading", "Accepted", "Uploading"),
        (None, "Accepted", None),
    ],
)
def test_the_job_before_is_cancelled_if_it_had_not_ended(
    heard: str | None, status: str, ended_as: str | None, hears: Any
) -> None:
    open_job(1)
    if heard:
        hears(2, heard)
    open_job(3, status=status)
    assert progress() == [ended_as, None]


def test_what_is_cancelled_stays_so(hears: Any) -> None:
    open_job(1, request_id=7)
    open_job(2, status="AcceptedCanceled", request_id=8)
    hears(3, "UploadFailure", requestId=7)
    assert progress() == ["Canceled", None]


def test_a_number_that_was_ever_a_request_is_not_free() -> None:
    open_job(1, request_id=1)
    open_job(2, "SignedUpdateFirmware", request_id=2)
    open_job(3)
    assert jobs.free_number("CP1") == 3
    assert jobs.free_number("CP2") == 1
