from datetime import datetime, timedelta
from typing import Any

import pytest

from csms.domain.firmware_updates import TIMEOUTS, due
from csms.store.commands import job_transitions
from csms.store.commands.jobs import Job
from csms.store.table import perform
from tests import acting
from tests.conftest import Says
from tests.csms.command_steps import take_tasks
from tests.support import NOON, Context
from workflows.look_at_update import handler
from workflows.look_at_update import look_at_update as of_function

pytestmark = pytest.mark.usefixtures("cp1")

TOLD = {"chargePointId": "CP1", "commandId": "update", "attempt": 1, "dueAt": "any"}
MINUTE = timedelta(minutes=1)
OVER = NOON + timedelta(seconds=TIMEOUTS["downloaded"])


def kept(**more: object) -> None:
    job = Job.of("CP1", "update")
    job.action, job.status, job.location = "UpdateFirmware", "Accepted", "https://files.example/"
    job.asked_at = job.sent_at = job.opened_at = NOON
    for name, value in more.items():
        setattr(job, name, value)
    perform(job_transitions.requested(job, due(job)))


def look_at_update(told: dict[str, Any], at: datetime) -> dict[str, Any]:
    with acting.in_the_name_of("LookAtUpdate"):
        return of_function(told, at)


def test_it_goes_on_until_its_time_is_over() -> None:
    kept()
    assert look_at_update(TOLD, NOON) == {"outcome": "Waits", "dueAt": "2026-06-01T18:00:00Z"}
    assert look_at_update(TOLD, OVER) == {"outcome": "timedOut"}
    assert look_at_update(TOLD, OVER) == {"outcome": "timedOut"}


def test_what_the_csms_repeats_is_another() -> None:
    kept(repeats=1)
    assert look_at_update(TOLD, OVER) == {"outcome": "Repeats"}
    (task,) = take_tasks()
    assert task == {"task": "repeat-update", "chargePointId": "CP1", "commandId": "update"}


def test_what_is_gone_is_no_affair_of_anybodys() -> None:
    assert look_at_update(TOLD, NOON) == {"outcome": "Gone"}


def test_the_clock_of_the_machine_counts_where_ours_is_behind() -> None:
    kept()
    result = handler(TOLD | {"at": "2099-06-01T13:00:00.000Z"}, Context())
    assert result == TOLD | {"outcome": "timedOut"}


def test_what_was_reported_of_it_is_written_down_with_its_end(says: Says) -> None:
    kept(expected_version="2.0")
    says("FirmwareStatusNotification", {"status": "InstallationFailed"}, at=NOON + MINUTE)
    assert look_at_update(TOLD, NOON + 2 * MINUTE) == {"outcome": "failed"}


def test_its_command_is_asked_while_no_answer_is_known() -> None:
    kept(status=None, opened_at=None)
    assert look_at_update(TOLD, NOON + MINUTE)["outcome"] == "Waits"
