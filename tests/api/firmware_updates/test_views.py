from datetime import timedelta
from typing import Any

import pytest

from api.firmware_updates.views import CANCELLED, EXAMPLE, REQUESTED, FirmwareUpdate, view
from csms.store.commands.jobs import Job
from tests.support import NOON

MINUTE = timedelta(minutes=1)


def update(**more: Any) -> Job:
    job = Job.of("CP1", "update")
    job.action, job.location, job.asked_at = "UpdateFirmware", "https://files.example/x", NOON
    job.version = 1
    for name, value in more.items():
        setattr(job, name, value)
    return job


def shown(job: Job) -> dict[str, Any]:
    return view(job).model_dump(mode="json", by_alias=True, exclude_none=True)


def test_one_that_nothing_was_heard_of_is_requested() -> None:
    assert shown(update()) == {
        "updateId": "update",
        "action": "UpdateFirmware",
        "location": "https://files.example/x",
        "phase": "requested",
        "requestedAt": "2026-06-01T12:00:00.000Z",
        "dueAt": "2026-06-01T12:05:00.000Z",
        "repeats": 0,
        "ended": False,
    }


def test_only_an_answer_that_takes_it_on_is_an_acceptance() -> None:
    opened = NOON + MINUTE
    accepted = shown(update(status="Accepted", opened_at=opened))
    assert accepted["acceptedAt"] == "2026-06-01T12:01:00.000Z"
    assert "acceptedAt" not in shown(update(status="Rejected", opened_at=opened))


def test_one_that_has_ended_is_due_at_no_time() -> None:
    ended = shown(update(ended_at=NOON + MINUTE, outcome="cancelled", reason="why"))
    assert (ended["ended"], ended["outcome"], ended["reason"]) == (True, "cancelled", "why")
    assert "dueAt" not in ended


@pytest.mark.parametrize(
    "example", [EXAMPLE, REQUESTED, CANCELLED], ids=["downloading", "requested", "cancelled"]
)
def test_the_examples_are_updates(example: dict[str, Any]) -> None:
    as_shown = FirmwareUpdate.model_validate(example).model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    assert as_shown == example
