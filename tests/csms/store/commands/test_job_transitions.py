from datetime import timedelta

import pytest

from csms.store.commands import job_transitions
from csms.store.commands.jobs import WORK, Job
from csms.store.paging import by_name, part, reading
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.reports import Report
from csms.store.table import Cancelled, ConditionFailed, fetch, perform, put, query, transact
from tests.conftest import Says
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("cp1")

MINUTE = timedelta(minutes=1)


def job(number: int = 1, action: str = "GetLog") -> Job:
    made = Job.of("CP1", f"command {number:03}")
    made.action, made.location, made.status = action, "https://files.example/", "Accepted"
    made.sent_at = made.opened_at = NOON + number * MINUTE
    made.request_id = number
    return made


def kept(number: int = 1) -> Job:
    (found,) = fetch(Job.of("CP1", f"command {number:03}"))
    assert found
    return found


def work() -> list[str]:
    found = part(by_name(Job, WORK), 10, None, reading(Job))
    return [one.command_id for one in found.items]


def test_a_file_name_that_is_an_address_is_kept_without_its_password() -> None:
    one = job()
    one.file_name = "ftp://user:sesame@files.example/CP1.zip"
    one.location = "https://user:sesame@files.example/"
    perform(job_transitions.opened(one, NOON))
    assert kept().file_name == "ftp://user:[redacted]@files.example/CP1.zip"
    assert "sesame" not in kept().location


def test_what_waits_stands_on_the_list_in_the_order_of_its_time() -> None:
    perform(job_transitions.opened(job(1), NOON + 9 * MINUTE))
    perform(job_transitions.requested(job(2, "UpdateFirmware"), NOON + 3 * MINUTE))
    assert sorted(work()) == ["command 001", "command 002"]
    one = kept(1)
    job_transitions.on_list(one, None)
    perform(job_transitions.moved(one))
    assert work() == ["command 002"]


def test_an_update_may_be_written_down_before_it_leaves_and_may_not() -> None:
    one = job(1, "UpdateFirmware")
    one.status, one.opened_at, one.sent_at, one.asked_at = None, None, None, NOON
    one.expected_version = "2.0"
    perform(job_transitions.requested(one, NOON))
    for number in (1, 2):
        left = job(number, "UpdateFirmware")
        left.asked_at = left.sent_at = NOON + MINUTE
        left.status = left.opened_at = None
        perform(job_transitions.left(left, NOON + MINUTE))
    assert (kept(1).asked_at, kept(1).sent_at) == (NOON, NOON + MINUTE)
    assert (kept(1).expected_version, kept(2).phase) == ("2.0", "requested")
    perform(job_transitions.not_left(kept(2)))
    assert kept(2).sent_at is None


def test_what_has_ended_begins_no_more() -> None:
    one = job(1, "UpdateFirmware")
    one.asked_at, one.ended_at = NOON, NOON
    perform(job_transitions.requested(one, NOON))
    with pytest.raises(ConditionFailed):
        perform(job_transitions.left(one, NOON))


def test_of_two_who_write_to_a_job_one_is_told() -> None:
    perform(job_transitions.opened(job(), NOON))
    first, second = kept(), kept()
    perform(job_transitions.moved(first))
    with pytest.raises(ConditionFailed):
        perform(job_transitions.moved(second))


def test_one_of_before_is_written_to_as_well() -> None:
    old = job()
    perform(put(old))
    perform(job_transitions.moved(kept()))
    assert kept().version == 1


def test_a_status_is_claimed_once(says: Says) -> None:
    says("LogStatusNotification", {"status": "Uploading"})
    (report,) = query(Report, "CP#CP1", "LogStatusNotification#")
    transact(job_transitions.belongs(report, job(1)))
    with pytest.raises(Cancelled):
        transact(job_transitions.belongs(report, job(2)))
    (report,) = query(Report, "CP#CP1", "LogStatusNotification#")
    assert report.job == "command 001"


def test_a_boot_is_awaited_until_its_update_has_ended() -> None:
    def awaited() -> str | None:
        (charge_point,) = fetch(ChargePoint.of("CP1"))
        assert charge_point
        return charge_point.awaits_boot

    one, other = job(1), job(2)
    one.expected_version = other.expected_version = "2.0"
    perform(job_transitions.awaits_boot("CP1", "command 001"))
    job_transitions.awaits_boot_no_more(other)
    assert awaited() == "command 001"
    job_transitions.awaits_boot_no_more(one)
    assert awaited() is None


def test_another_attempt_is_counted_once() -> None:
    one = job(1, "UpdateFirmware")
    one.attempt = 1
    perform(job_transitions.requested(one, NOON))
    perform(job_transitions.tried_again(one, NOON + MINUTE))
    with pytest.raises(ConditionFailed):
        perform(job_transitions.tried_again(one, NOON + MINUTE))
    assert (kept().attempt, kept().wakes_at) == (2, NOON + MINUTE)
