from datetime import timedelta
from typing import Any

import pytest

from csms.domain.job_progress import of_charge_point
from csms.store.commands.jobs import ACCEPTED, Job
from tests.actions import AT_NOON
from tests.csms.command_steps import SECOND, send
from tests.outbound.support import ask, charge_point, configured, refusal
from tests.support import NOON, Sockets

FIRMWARE = {
    "location": "https://files.example/firmware.bin",
    "retrieveDateTime": AT_NOON,
    "signingCertificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "signature": "not what it should be",
}
ASKED: dict[str, Any] = {"requestId": 7, "firmware": FIRMWARE}


MINUTE = timedelta(minutes=1)


def opened() -> list[Job]:
    jobs = of_charge_point(charge_point(), NOON + MINUTE)
    return [job for job in jobs if job.status in ACCEPTED]


@pytest.mark.parametrize("status", ["Accepted", "AcceptedCanceled"])
def test_an_update_that_is_taken_on_is_a_job(status: str, sockets: Sockets) -> None:
    ask("SignedUpdateFirmware", ASKED, {"status": status})
    assert sockets.frames[-1][3] == ASKED
    (job,) = opened()
    assert (job.action, job.request_id, job.status) == ("SignedUpdateFirmware", 7, status)
    assert (job.command_id, job.opened_at) == ("command-1", NOON + SECOND)
    assert job.location == FIRMWARE["location"]


@pytest.mark.parametrize("status", ["Rejected", "InvalidCertificate", "RevokedCertificate"])
def test_an_update_that_is_refused_is_none(status: str) -> None:
    ask("SignedUpdateFirmware", ASKED, {"status": status})
    assert opened() == []


def test_an_update_that_cancels_another_ends_its_job() -> None:
    ask("SignedUpdateFirmware", ASKED)
    ask(
        "SignedUpdateFirmware",
        ASKED | {"requestId": 8},
        {"status": "AcceptedCanceled"},
        command_id="command-2",
    )
    assert [(job.request_id, job.progress) for job in opened()] == [(7, "Canceled"), (8, None)]


def test_an_id_that_is_left_out_is_one_that_never_was() -> None:
    ask("SignedUpdateFirmware", ASKED | {"requestId": 1})
    payload = send("filled", "SignedUpdateFirmware", {"firmware": FIRMWARE}).payload
    assert payload == {"requestId": 2, "firmware": FIRMWARE}


def test_the_charge_point_can_reach_the_location() -> None:
    assert refusal("SignedUpdateFirmware", ASKED) is None
    configured(SupportedFileTransferProtocols="FTP,FTPS")
    reason = "SupportedFileTransferProtocols is FTP,FTPS, which has no HTTPS"
    assert refusal("SignedUpdateFirmware", ASKED) == reason
