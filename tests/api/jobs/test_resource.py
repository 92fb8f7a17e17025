from datetime import timedelta
from typing import Any

import pytest

from csms.ids import uuid7
from csms.store.commands.job_transitions import refused
from csms.store.commands.jobs import Job
from tests.api.support import ask
from tests.conftest import Says
from tests.csms.command_steps import connected
from tests.outbound.support import ask as command
from tests.support import NOON, Sockets

PATH = "/charge-points/CP1/jobs"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def diagnostics(minute: int) -> str:
    command_id = uuid7(NOON + minute * MINUTE)
    asked = {"location": f"https://uploads.example/{minute}"}
    command("GetDiagnostics", asked, {"fileName": "d.zip"}, command_id=command_id)
    return command_id


def update(minute: int) -> str:
    command_id = uuid7(NOON + minute * MINUTE)
    asked = {"location": "https://files.example/", "retrieveDate": "2026-06-01T12:00:00Z"}
    command("UpdateFirmware", asked, {}, command_id=command_id)
    return command_id


def listed(**query: object) -> list[tuple[str, str | None]]:
    answered: Any = ask("GET", PATH, role="viewer", query=query).json
    return [(one["commandId"], one.get("progress")) for one in answered["items"]]


def test_a_job_says_how_far_it_is(says: Says) -> None:
    command_id = diagnostics(1)
    shown = {
        "action": "GetDiagnostics",
        "location": "https://uploads.example/1",
        "fileName": "d.zip",
        "status": "Accepted",
        "openedAt": "2026-06-01T12:00:01.000Z",
        "ended": False,
        "commandId": command_id,
    }
    assert ask("GET", PATH).json == {"items": [shown]}
    says("DiagnosticsStatusNotification", {"status": "Uploaded"}, at=NOON + MINUTE)
    told = {
        "progress": "Uploaded",
        "progressAt": "2026-06-01T12:01:00.000Z",
        "ended": True,
        "endedAt": "2026-06-01T12:01:00.000Z",
        "outcome": "uploaded",
        "reason": "the charge point reported Uploaded",
    }
    assert ask("GET", PATH).json == {"items": [shown | told]}
    assert ask("GET", "/charge-points/CP9/jobs").status == 404


def test_a_job_whose_file_was_too_large_says_so() -> None:
    refused(Job.of("CP1", diagnostics(1)), "file too large, deleted (limit 1 MB)")
    (job,) = ask("GET", PATH).json["items"]
    assert job["refused"] == "file too large, deleted (limit 1 MB)"


def test_what_is_heard_belongs_to_the_oldest_of_its_action_on_every_page(says: Says) -> None:
    first, firmware, second = diagnostics(1), update(2), diagnostics(3)
    says("DiagnosticsStatusNotification", {"status": "Uploading"}, at=NOON + MINUTE)
    says("FirmwareStatusNotification", {"status": "Installed"}, at=NOON + MINUTE)
    expected = [(second, None), (firmware, "Installed"), (first, "Uploading")]
    assert listed() == expected
    found, cursor = [], None
    for _ in range(3):
        query = {"limit": 1} if cursor is None else {"limit": 1, "cursor": cursor}
        found += listed(**query)
        cursor = ask("GET", PATH, query=query).json.get("cursor")
    assert found == expected


def test_they_can_be_asked_for_by_action_and_end(says: Says) -> None:
    waits, ended = diagnostics(1), update(2)
    says("FirmwareStatusNotification", {"status": "InstallationFailed"}, at=NOON + MINUTE)
    assert listed(action="GetDiagnostics") == [(waits, None)]
    assert listed(ended="true") == [(ended, "InstallationFailed")]
    assert listed(ended="false") == [(waits, None)]


def test_they_are_listed_between_two_times_of_asking() -> None:
    _, second, third = diagnostics(1), diagnostics(2), update(3)
    since, until = "2026-06-01T14:02:00+02:00", "2026-06-01T12:03:00Z"
    assert listed(**{"from": since}) == [(third, None), (second, None)]
    assert listed(**{"from": since, "to": until}) == [(second, None)]
