"""Certification cases 044_1 to 045_2 and 079 to 081, and what may happen to an update meanwhile."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query
from tests.conversations import running
from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators
from tests.conversations.strict import Call, ChargePoint, accepts, keeps_silent, says

IMAGE = {"location": "https://files.example/a%20b.bin", "retrieveDate": "2026-06-01T12:00:00Z"}
SIGNED = {
    "signingCertificate": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "signature": "d3Jvbmc=",
}
UNSIGNED = "FirmwareStatusNotification"
OF_SIGNED = "SignedFirmwareStatusNotification"
BOOT = {"chargePointVendor": "V", "chargePointModel": "M", "firmwareVersion": "2.0"}

Payload = dict[str, Any]


async def begun(operators: Operators, charge_point: ChargePoint, **more: Any) -> Payload:
    path = f"/charge-points/{charge_point.id}/firmware-updates"
    body = IMAGE | more
    if "image" in more:
        del body["location"]
    reply = await operators.ask("POST", path, body)
    assert reply.status == 202, reply
    if charge_point.reply is not keeps_silent:
        await when(operators, charge_point, reply.body, "status")
    return reply.body


async def when(
    operators: Operators, charge_point: ChargePoint, update: Payload, member: str
) -> Payload:
    """The update once it has that member."""
    path = f"/charge-points/{charge_point.id}/firmware-updates/{update['updateId']}"
    async with asyncio.timeout(15):
        while True:
            found = (await operators.ask("GET", path)).body
            if member in found:
                return found
            await asyncio.sleep(0.1)


async def ended(
    operators: Operators, charge_point: ChargePoint, update: Payload
) -> tuple[str, str]:
    """How, for the audit trail too: so it stands in the row."""
    found = await when(operators, charge_point, update, "outcome")
    told = await audited(charge_point.id, "firmware-updates", update["updateId"])
    assert told == [found["outcome"]]
    return found["outcome"], found["reason"]


async def audited(charge_point_id: str, kind: str, id: str) -> list[str]:
    """Its ends, once there are any."""
    async with asyncio.timeout(15):
        while True:
            entries = query(AuditEntry, partition(f"charge-points/{charge_point_id}/{kind}/{id}"))
            ends = [entry.details["ended"] for entry in entries if entry.operation == "end"]
            if ends:
                return [end["outcome"] for end in ends]
            await asyncio.sleep(0.1)


async def tell(
    charge_point: ChargePoint, statuses: Sequence[str], action: str = UNSIGNED, **more: Any
) -> None:
    for status in statuses:
        assert await charge_point.call(action, {"status": status} | more) == {}


async def stands(charge_point: ChargePoint, status: str) -> None:
    said = {"connectorId": 1, "errorCode": "NoError", "status": status}
    assert await charge_point.call("StatusNotification", said) == {}


async def boots(charge_point: ChargePoint, **more: str) -> None:
    assert (await charge_point.call("BootNotification", BOOT | more))["status"] == "Accepted"


async def test_044_1_firmware_is_downloaded_and_installed(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(says({}))
    async with charge_point.connected():
        update = await begun(operators, charge_point, firmwareVersion="2.0")
        assert charge_point.calls[0].payload["location"] == IMAGE["location"]
        await tell(charge_point, ["Downloading", "Downloaded"])
        await stands(charge_point, "Unavailable")
        await tell(charge_point, ["Installing"])
        await boots(charge_point)
        await stands(charge_point, "Available")
        await tell(charge_point, ["Installed"])
        end = await ended(operators, charge_point, update)
    assert end == ("installed", "a boot reported 2.0")
    assert [call.action for call in charge_point.calls] == ["UpdateFirmware"]


@pytest.mark.parametrize(
    ("case", "statuses"),
    [
        ("044_2", ["Downloading", "DownloadFailed"]),
        ("044_3", ["Downloading", "Downloaded", "Installing", "InstallationFailed"]),
    ],
)
async def test_044_2_and_044_3_what_fails_has_failed(
    case: str, statuses: list[str], operators: Operators, make: Maker
) -> None:
    charge_point = make(says({}))
    async with charge_point.connected():
        update = await begun(operators, charge_point)
        await tell(charge_point, statuses)
        end = await ended(operators, charge_point, update)
    assert end == ("failed", f"the charge point reported {statuses[-1]}"), case


@pytest.mark.parametrize(
    ("case", "status", "outcome"),
    [("045_1", "Uploaded", "uploaded"), ("045_2", "UploadFailed", "failed")],
)
async def test_045_1_and_045_2_diagnostics_are_brought_or_not(
    case: str, status: str, outcome: str, operators: Operators, make: Maker
) -> None:
    charge_point = make(says({"fileName": "d.zip"}))
    async with charge_point.connected():
        asked = {"location": "ftp://files.example/"}
        command = await operators.send(charge_point.id, "GetDiagnostics", asked)
        await tell(charge_point, ["Uploading", status], "DiagnosticsStatusNotification")
        await job_ends(operators, charge_point, command, outcome)


async def job_ends(
    operators: Operators, charge_point: ChargePoint, command: Payload, outcome: str
) -> None:
    assert await audited(charge_point.id, "jobs", command["commandId"]) == [outcome]
    jobs = (await operators.ask("GET", f"/charge-points/{charge_point.id}/jobs")).body["items"]
    (job,) = [one for one in jobs if one["commandId"] == command["commandId"]]
    assert (job["outcome"], job["ended"]) == (outcome, True)


async def test_079_a_security_log_is_brought(operators: Operators, make: Maker) -> None:
    charge_point = make(says({"status": "Accepted", "filename": "log.txt"}))
    async with charge_point.connected():
        asked = {"log": {"remoteLocation": "https://files.example/"}, "logType": "SecurityLog"}
        command = await operators.send(charge_point.id, "GetLog", asked)
        number = command["payload"]["requestId"]
        statuses = ["Uploading", "Uploaded"]
        await tell(charge_point, statuses, "LogStatusNotification", requestId=number)
        await job_ends(operators, charge_point, command, "uploaded")


async def test_eight_in_a_row_end_each_by_its_own_statuses(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(says({}))
    async with charge_point.connected():
        commands = [
            await operators.send(
                charge_point.id, "GetDiagnostics", {"location": f"ftp://files.example/{number}"}
            )
            for number in range(8)
        ]
        for _ in range(8):
            await tell(charge_point, ["Uploading", "Uploaded"], "DiagnosticsStatusNotification")
        for command in commands:
            await job_ends(operators, charge_point, command, "uploaded")


async def test_080_signed_firmware_is_verified_and_installed(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    async with charge_point.connected():
        update = await begun(operators, charge_point, firmwareVersion="2.0", **SIGNED)
        firmware = charge_point.calls[0].payload["firmware"]
        assert firmware["signingCertificate"] == SIGNED["signingCertificate"]
        number = charge_point.calls[0].payload["requestId"]
        statuses = ["Downloading", "Downloaded", "SignatureVerified", "Installing"]
        await tell(charge_point, [*statuses, "InstallRebooting"], OF_SIGNED, requestId=number)
        found = await when(operators, charge_point, update, "progress")
        assert found["phase"] == "rebooting"
        await tell(charge_point, ["Installed"], OF_SIGNED, requestId=number)
        await stands(charge_point, "Available")
        event = {"type": "FirmwareUpdated", "timestamp": "2026-06-01T12:00:00Z"}
        assert await charge_point.call("SecurityEventNotification", event) == {}
        await boots(charge_point)
        end = await ended(operators, charge_point, update)
    assert end == ("installed", "a boot reported 2.0")


async def test_081_a_wrong_signature_is_sent_as_it_is_and_found_out(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    async with charge_point.connected():
        update = await begun(operators, charge_point, **SIGNED)
        assert charge_point.calls[0].payload["firmware"]["signature"] == SIGNED["signature"]
        number = charge_point.calls[0].payload["requestId"]
        statuses = ["Downloading", "Downloaded", "InvalidSignature"]
        await tell(charge_point, statuses, OF_SIGNED, requestId=number)
        end = await ended(operators, charge_point, update)
    assert end == ("failed", "the charge point reported InvalidSignature")


async def test_a_status_may_come_before_the_answer(operators: Operators, make: Maker) -> None:
    charge_point = make()

    async def answers_late(call: Call) -> str:
        await tell(charge_point, ["Downloading"])
        return call.answer({})

    charge_point.reply = answers_late
    async with charge_point.connected():
        update = await begun(operators, charge_point)
        assert (await when(operators, charge_point, update, "progress"))["phase"] == "downloading"
        await tell(charge_point, ["Downloaded", "Installing", "Installed"])
        assert (await ended(operators, charge_point, update))[0] == "installed"


async def test_another_that_is_accepted_takes_its_place(operators: Operators, make: Maker) -> None:
    charge_point = make()
    async with charge_point.connected():
        first = await begun(operators, charge_point, **SIGNED)
        await tell(charge_point, ["Downloading"], OF_SIGNED, requestId=1)
        charge_point.reply = says({"status": "AcceptedCanceled"})
        second = await begun(operators, charge_point, **SIGNED)
        assert (await ended(operators, charge_point, first))[0] == "superseded"
        await tell(charge_point, ["Downloading", "DownloadFailed"], OF_SIGNED, requestId=2)
        assert (await ended(operators, charge_point, second))[0] == "failed"


async def test_who_wants_it_signed_says_so(operators: Operators, make: Maker) -> None:
    async def refuses(call: Call) -> str:
        return call.error("NotSupported", "only signed firmware")

    charge_point = make(refuses)
    async with charge_point.connected():
        path = f"/charge-points/{charge_point.id}/firmware-updates"
        update = (await operators.ask("POST", path, IMAGE)).body
        outcome, reason = await ended(operators, charge_point, update)
    assert (outcome, "only signed firmware" in reason) == ("rejected", True)


PHASES = ["requested", "downloading", "downloaded", "installing"]
STATUSES = ["Downloading", "Downloaded", "Installing", "Installed"]


@pytest.mark.parametrize("phase", PHASES)
async def test_a_reboot_in_any_phase_ends_nothing(
    phase: str, operators: Operators, make: Maker
) -> None:
    charge_point, told = make(says({})), PHASES.index(phase)
    async with charge_point.connected():
        update = await begun(operators, charge_point)
        await tell(charge_point, STATUSES[:told])
    async with charge_point.connected():
        await boots(charge_point)
        assert not (await when(operators, charge_point, update, "phase"))["ended"]
        await tell(charge_point, STATUSES[told:])
        assert (await ended(operators, charge_point, update))[0] == "installed"


async def test_what_is_never_answered_and_what_is_never_done_time_out(
    operators: Operators, make: Maker
) -> None:
    silent, idle = make(keeps_silent), make(says({}))
    async with silent.connected(), idle.connected():
        path = f"/charge-points/{silent.id}/firmware-updates"
        asked = IMAGE | {"timeouts": {"accepted": 2}}
        unanswered = (await operators.ask("POST", path, asked, timeout=1)).body
        undone = await begun(operators, idle, timeouts={"downloaded": 2, "installed": 2})
        await tell(idle, ["Downloaded"])
        assert await ended(operators, silent, unanswered) == (
            "timedOut",
            "it was not accepted in time",
        )
        assert await ended(operators, idle, undone) == ("timedOut", "it was not installed in time")


async def test_the_csms_asks_again_if_it_is_told_to(operators: Operators, make: Maker) -> None:
    charge_point = make(says({}))
    async with charge_point.connected():
        first = await begun(operators, charge_point, repeats=1)
        await tell(charge_point, ["Downloading", "DownloadFailed"])
        await charge_point.heard(2)
        repeated = await when(operators, charge_point, first, "repeatedBy")
        second = {"updateId": repeated["repeatedBy"]}
        await when(operators, charge_point, second, "status")
        await tell(charge_point, STATUSES)
        assert (await ended(operators, charge_point, second))[0] == "installed"
        assert (await ended(operators, charge_point, first))[0] == "failed"


@pytest.mark.parametrize("told", [0, 3])
async def test_an_update_survives_kill_9(told: int, tmp_path: Path) -> None:
    data, seed = tmp_path / "data", tmp_path / "seed.yaml"
    seed.write_text("chargePoints: [{id: CP1, securityProfile: 0}]\nidTags: []\n")
    with running.up("--data", str(data), seed=seed) as csms:
        charge_point = ChargePoint(csms.ws, "CP1", says({}))
        async with Operators.of(csms) as operators, charge_point.connected():
            times = {"downloaded": 8, "installed": 8}
            update = await begun(operators, charge_point, timeouts=times)
            await tell(charge_point, STATUSES[:told])
            csms.kill()
    with running.up("--data", str(data), seed=seed) as csms, running.its_store(csms):
        charge_point = ChargePoint(csms.ws, "CP1", accepts)
        async with Operators.of(csms) as operators, charge_point.connected():
            if told:
                await tell(charge_point, STATUSES[told:])
            outcome, _ = await ended(operators, charge_point, update)
    assert outcome == ("installed" if told else "timedOut")
