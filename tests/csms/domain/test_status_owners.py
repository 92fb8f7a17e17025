from typing import Any

import pytest

from csms.domain.status_owners import may_come_late, owner
from csms.store.commands.jobs import Job
from tests.csms.domain.test_job_progress import MINUTE, heard, job
from tests.support import NOON


def update(minute: float, status: str | None = "Accepted", **more: Any) -> Job:
    return job(minute, "UpdateFirmware", status, **more)


def told(minute: float, status: str) -> Any:
    return heard(minute, status, "UpdateFirmware")


def test_without_a_request_it_is_the_oldest_accepted_one_that_goes_on() -> None:
    jobs = [job(1, ended_at=NOON + 2 * MINUTE), job(2), job(3)]
    assert owner(heard(4, "Uploading"), jobs) is jobs[1]
    assert owner(heard(1.5, "Uploading"), jobs) is jobs[0]


def test_with_a_request_it_is_that_also_after_its_end() -> None:
    jobs = [job(1, request_id=7, ended_at=NOON + 2 * MINUTE), job(2, request_id=8)]
    assert owner(heard(4, "UploadFailure", requestId=7), jobs) is jobs[0]
    assert owner(heard(4, "Uploading", requestId=9), jobs) is None


def test_of_one_that_was_not_answered_it_is_if_none_was_accepted() -> None:
    lost, accepted = update(1, "Unanswered"), update(2)
    assert owner(told(3, "Downloading"), [lost]) is lost
    assert owner(told(3, "Downloading"), [lost, accepted]) is accepted
    assert owner(told(3, "Downloading"), [update(1, None)]) is None


@pytest.mark.parametrize("status", ["Idle", None])
def test_idle_is_nobodys(status: str | None) -> None:
    report = heard(2, "Idle")
    report.payload["status"] = status
    assert owner(report, [job(1)]) is None


def test_where_only_a_boot_is_awaited_the_next_is_heard() -> None:
    first, second = update(1, installed_at=NOON + 3 * MINUTE), update(2)
    assert owner(told(4, "Downloading"), [first, second]) is second
    assert owner(told(4, "Installed"), [first, second]) is first  # it may say so again


def test_only_an_update_that_timed_out_may_end_late() -> None:
    over: dict[str, Any] = {"ended_at": NOON + 2 * MINUTE, "outcome": "timedOut"}
    late = update(1, **over)
    assert owner(told(4, "Installed"), [late]) is late
    assert owner(told(4, "Downloading"), [late]) is None
    assert may_come_late(late)
    assert not may_come_late(update(1, ended_at=NOON, outcome="failed"))
    assert not may_come_late(job(1, **over))
