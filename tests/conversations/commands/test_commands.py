"""What the commands show of the running system, as somebody at a terminal sees it."""

import re
import subprocess
from collections.abc import Callable

import pytest

from csms.store.reported import inbox
from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, Csms, Line
from tests.support import NOON

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(csms: Csms) -> Run:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [CSMS, *words, "--api", csms.api],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run


async def test_the_log_shows_call_and_answer_with_their_time(
    run: Run, line: Line, charge_point_id: str
) -> None:
    await line.call("Authorize", {"idTag": "CARD-1"}, "7")
    await line.call("Authorize", {}, "8")
    await line.call("Heartbeat", {}, "9")  # by then what came before is in the log
    shown = run("log", charge_point_id).stdout
    assert '  > [2, "7", "Authorize", {"idTag": "CARD-1"}]\n' in shown
    assert re.search(r'\d ms  < \[3,"7",\{"idTagInfo":\{"status":"Accepted"\}\}\]\n', shown)
    assert "  ! idTag: is missing\n" in shown


async def test_the_log_has_no_secrets(run: Run, line: Line, charge_point_id: str) -> None:
    secret = {"vendorId": "v", "data": "x", "AuthorizationKey": "00112233445566778899"}
    await line.call("DataTransfer", secret)
    await line.call("Heartbeat", {})
    shown = run("log", charge_point_id).stdout
    assert "[redacted]" in shown
    assert "0011223344" not in shown


async def test_orphans_are_shown_with_what_they_may_have_meant(
    run: Run, line: Line, charge_point_id: str
) -> None:
    start = {
        "connectorId": 1,
        "idTag": "CARD-1",
        "meterStart": 100,
        "timestamp": "2026-06-01T08:00:00Z",
    }
    number = (await line.call("StartTransaction", start))["transactionId"]
    stop = {"transactionId": -1, "meterStop": 5000, "timestamp": "2026-06-01T09:00:00Z"}
    await line.call("StopTransaction", stop)
    _, row = run("orphans", charge_point_id).stdout.splitlines()
    assert "-1     unknown transaction" in row
    assert f"{number}: connector 1, 2026-06-01T08:00:00.000Z" in row


async def test_registration_changes_what_the_next_message_is_answered(
    run: Run, line: Line, charge_point_id: str
) -> None:
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    assert run("registration", charge_point_id, "Rejected", "--interval", "60").returncode == 0
    answer = await line.call("BootNotification", boot)
    assert (answer["status"], answer["interval"]) == ("Rejected", 60)
    assert await line.call("Heartbeat", {}) == "SecurityError"


def test_a_charge_point_that_nobody_knows_cannot_be_registered(run: Run, store: None) -> None:
    done = run("registration", "NOBODY", "Accepted")
    assert (done.returncode, done.stderr) == (1, "csms: the charge point NOBODY is not there\n")


async def test_a_stranger_is_seen_accepted_and_let_in(run: Run, csms: Csms, store: None) -> None:
    url = f"{csms.wss}/STRANGER"
    with pytest.raises(running.InvalidStatus):
        async with running.line(url, ca=csms.ca, headers=running.basic("STRANGER", "x")):
            pass
    assert re.search(r"STRANGER +127.0.0.1 +1 ", run("inbox").stdout)
    done = run("inbox", "accept", "STRANGER")
    (password,) = re.findall(r"^password (\w{20})$", done.stdout, re.MULTILINE)
    async with running.line(url, ca=csms.ca, headers=running.basic("STRANGER", password)) as line:
        assert "currentTime" in await line.call("Heartbeat", {})
    assert "STRANGER" not in run("inbox").stdout


def test_who_has_not_knocked_cannot_be_accepted(run: Run, store: None) -> None:
    done = run("inbox", "accept", "NEVER-SEEN")
    assert (done.returncode, done.stderr) == (1, "csms: the stranger NEVER-SEEN is not there\n")


def test_a_password_that_ocpp_cannot_carry_is_refused(run: Run, store: None) -> None:
    inbox.knocked("SHORT", NOON, source_ip="192.0.2.1", certificate_subject=None)
    done = run("inbox", "accept", "SHORT", "--password", "short")
    assert done.returncode == 2
    assert done.stderr.startswith("csms: password: should be 16 to 20 characters")
