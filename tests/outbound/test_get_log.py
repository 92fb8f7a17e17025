from datetime import timedelta
from typing import Any

import pytest

from csms.domain.job_progress import of_charge_point
from csms.store.commands.jobs import ACCEPTED, Job
from tests.conftest import Says
from tests.csms.command_steps import SECOND, answer, send
from tests.outbound.support import ask, charge_point, configured, refusal
from tests.support import NOON

ASKED: dict[str, Any] = {
    "log": {"remoteLocation": "https://files.example/logs"},
    "logType": "SecurityLog",
    "requestId": 7,
}


MINUTE = timedelta(minutes=1)


def opened() -> list[Job]:
    jobs = of_charge_point(charge_point(), NOON + MINUTE)
    return [job for job in jobs if job.status in ACCEPTED]


@pytest.mark.parametrize("status", ["Accepted", "AcceptedCanceled"])
def test_a_log_that_is_promised_is_a_job(status: str) -> None:
    ask("GetLog", ASKED, {"status": status, "filename": "security.log"})
    (job,) = opened()
    assert (job.action, job.request_id, job.status) == ("GetLog", 7, status)
    assert (job.command_id, job.opened_at) == ("command-1", NOON + SECOND)
    assert (job.location, job.file_name) == ("https://files.example/logs", "security.log")


def test_a_log_that_is_refused_is_none() -> None:
    ask("GetLog", ASKED, {"status": "Rejected"})
    assert opened() == []


def test_a_log_that_cancels_another_ends_its_job(says: Says) -> None:
    ask("GetLog", ASKED, {"status": "Accepted"})
    says("LogStatusNotification", {"status": "Uploading", "requestId": 7}, at=NOON + 2 * SECOND)
    send("command-2", "GetLog", ASKED | {"requestId": 8}, at=NOON + 3 * SECOND)
    answer("command-2", {"status": "AcceptedCanceled"}, at=NOON + 4 * SECOND)
    assert [(job.request_id, job.progress) for job in opened()] == [(7, "Canceled"), (8, None)]


def test_an_id_that_is_left_out_is_one_that_never_was() -> None:
    ask("GetLog", ASKED | {"requestId": 1})
    unnumbered = {name: value for name, value in ASKED.items() if name != "requestId"}
    payload = send("filled", "GetLog", unnumbered).payload
    assert payload == unnumbered | {"requestId": 2}
    assert list(payload) == ["log", "logType", "requestId"]


def test_the_charge_point_can_reach_the_location() -> None:
    assert refusal("GetLog", ASKED) is None
    configured(SupportedFileTransferProtocols="FTP")
    reason = "SupportedFileTransferProtocols is FTP, which has no HTTPS"
    assert refusal("GetLog", ASKED) == reason
    assert refusal("GetLog", ASKED | {"log": {"remoteLocation": "anywhere"}}) is None
