from datetime import timedelta
from typing import Any, get_args

import pytest

from csms.domain.firmware_updates import (
    PHASE_OF,
    PHASES,
    TIMEOUTS,
    boots,
    due,
    hears,
    limit,
    over,
    times_out,
)
from csms.store.commands.jobs import FAILURES, Job, Phase
from inbound.firmware_status_notification import FirmwareStatusNotification
from inbound.signed_firmware_status_notification import SignedFirmwareStatusNotification
from tests.support import NOON

MINUTE = timedelta(minutes=1)
SIGNED = "SignedUpdateFirmware"


def update(action: str = "UpdateFirmware", **more: Any) -> Job:
    job = Job.of("CP1", "command-1")
    job.action, job.status, job.phase = action, "Accepted", "requested"
    job.asked_at = job.sent_at = job.opened_at = NOON
    for name, value in more.items():
        setattr(job, name, value)
    return job


def reaches(job: Job, *statuses: str) -> None:
    for number, status in enumerate(statuses, start=1):
        assert hears(job, status, NOON + number * MINUTE) is None


def test_it_goes_from_phase_to_phase() -> None:
    job = update(SIGNED)
    found = []
    for status in ("Downloading", "Downloaded", "SignatureVerified", "Installing"):
        reaches(job, status)
        found.append(job.phase)
    reaches(job, "InstallRebooting")
    assert [*found, job.phase] == list(PHASES[1:])


@pytest.mark.parametrize("late", ["Downloading", "Downloaded", "DownloadScheduled"])
def test_statuses_out_of_order_move_it_on_and_never_back(late: str) -> None:
    job = update()
    reaches(job, "Installing")
    at = job.phase_at
    hears(job, late, NOON + 9 * MINUTE)
    assert (job.phase, job.phase_at, job.progress) == ("installing", at, late)


def test_one_that_comes_twice_lets_it_have_no_more_time() -> None:
    job = update()
    reaches(job, "Downloaded")
    before = due(job)
    hears(job, "Downloaded", NOON + 9 * MINUTE)
    assert due(job) == before


def test_each_phase_has_its_time() -> None:
    job = update(SIGNED, status=None, opened_at=None)
    assert due(job) == NOON + timedelta(seconds=TIMEOUTS["accepted"])
    job.status, job.opened_at = "Accepted", NOON
    assert due(job) == NOON + timedelta(seconds=TIMEOUTS["downloaded"])
    job.timeouts = {"verified": 60, "installed": 120}
    reaches(job, "Downloading", "Downloaded")
    assert due(job) == NOON + 2 * MINUTE + MINUTE
    reaches(job, "SignatureVerified")
    assert due(job) == NOON + MINUTE + 2 * MINUTE


def test_nobody_verifies_what_is_not_signed() -> None:
    job = update()
    reaches(job, "Downloaded")
    assert limit(job) == "installed"


def test_what_is_to_come_later_has_its_time_from_then() -> None:
    job = update(retrieve_at=NOON + 60 * MINUTE, install_at=NOON + 600 * MINUTE)
    job.timeouts = {"downloaded": 60, "installed": 60}
    assert due(job) == NOON + 61 * MINUTE
    reaches(job, "Downloaded")
    assert due(job) == NOON + 601 * MINUTE


def test_what_waits_for_a_connection_has_its_time_from_then() -> None:
    job = update(status=None, opened_at=None, sent_at=None, until=NOON + 60 * MINUTE)
    assert due(job) == NOON + 65 * MINUTE


def test_it_is_over_when_each_time_was_used_to_its_end() -> None:
    job = update(timeouts={"accepted": 60, "downloaded": 120, "verified": 180, "installed": 240})
    assert over(job) == NOON + 11 * MINUTE
    job.until = NOON + 60 * MINUTE
    assert over(job) == NOON + 71 * MINUTE
    job.retrieve_at, job.install_at = NOON + 90 * MINUTE, NOON + 200 * MINUTE
    assert over(job) == NOON + 204 * MINUTE
    job.repeats = 2
    assert over(job) == NOON + 204 * MINUTE + 2 * 11 * MINUTE


@pytest.mark.parametrize("status", ["DownloadFailed", "InvalidSignature", "InstallationFailed"])
def test_a_failure_ends_it(status: str) -> None:
    assert hears(update(), status, NOON) == ("failed", f"the charge point reported {status}")


def test_installed_ends_it_where_no_version_is_expected() -> None:
    assert hears(update(), "Installed", NOON) == (
        "installed",
        "the charge point reported Installed",
    )


@pytest.mark.parametrize("boot_first", [True, False])
def test_a_boot_confirms_the_version_that_is_expected(boot_first: bool) -> None:
    job = update(expected_version="2.0")
    reaches(job, "Downloaded", "Installing")
    if boot_first:
        assert boots(job, "2.0", NOON) is None
        assert hears(job, "Installed", NOON) == ("installed", "a boot reported 2.0")
    else:
        assert hears(job, "Installed", NOON) is None
        assert boots(job, "1.9", NOON) is None
        assert boots(job, "2.0", NOON) == ("installed", "a boot reported 2.0")


def test_what_its_time_being_over_means() -> None:
    assert times_out(update()) == ("timedOut", "it was not downloaded in time")
    job = update(expected_version="2.0")
    reaches(job, "Installing", "Installed")
    assert times_out(job)[0] == "timedOut"
    boots(job, "1.9", NOON)
    assert times_out(job) == (
        "failed",
        "Installed was reported, but 2.0 was expected, and its last boot reported 1.9",
    )
    job = update(expected_version="2.0")
    boots(job, "2.0", NOON)
    assert times_out(job)[0] == "timedOut"  # it had that version before
    reaches(job, "Installing")
    assert times_out(job)[0] == "installed"


def test_every_status_of_both_messages_has_its_meaning() -> None:
    statuses: set[str] = set()
    for model in (FirmwareStatusNotification, SignedFirmwareStatusNotification):
        annotation: Any = model.model_fields["status"].annotation
        statuses |= set(get_args(get_args(annotation)[0]))
    assert statuses - {"Idle", "DownloadScheduled"} - set(PHASE_OF) <= FAILURES
    assert get_args(Phase) == PHASES
