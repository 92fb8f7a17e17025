"""What API Gateway does to a connection, and how the CSMS fares under it."""

import asyncio
import ssl
import time
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from csms.credentials import hash_password
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import PATIENCE, Csms, Line

SUITES = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
]


async def _listen(line: Line) -> None:
    while True:
        async with asyncio.timeout(PATIENCE):
            await line.socket.recv()


async def _beat(line: Line) -> None:
    while True:
        await line.call("Heartbeat", {})
        await asyncio.sleep(0.1)


async def _closed(line: Line) -> int:
    with pytest.raises(ConnectionClosed) as closed:
        await _listen(line)
    assert closed.value.rcvd
    return closed.value.rcvd.code


async def test_a_frame_over_32_kb_closes_the_connection(line: Line) -> None:
    await line.socket.send('[2,"x","DataTransfer",{"vendorId":"v","data":"%s"}]' % ("y" * 33_000))
    assert await _closed(line) == 1009


async def test_a_message_in_small_frames_may_have_128_kb(line: Line) -> None:
    text = '[2,"x","DataTransfer",{"vendorId":"v","data":"%s"}]' % ("y" * 100_000)
    pieces = (text[place : place + 30_000] for place in range(0, len(text), 30_000))
    await line.socket.send(pieces)
    assert (await line.receive())[2] == {"status": "UnknownVendorId"}


async def test_idle_and_old_connections_are_cut(seed: Path) -> None:
    with running.up("--idle-seconds", "0.5", "--connection-seconds", "1.5", seed=seed) as csms:
        async with running.line(f"{csms.ws}/CP0") as line:
            assert await _closed(line) == 1001
        async with running.line(f"{csms.ws}/CP0") as line:
            began = time.monotonic()
            with pytest.raises(ConnectionClosed):
                async with asyncio.timeout(PATIENCE):
                    await _beat(line)
            assert 1 < time.monotonic() - began < 4


@pytest.mark.parametrize("suite", SUITES)
async def test_the_four_suites_of_certification_are_spoken(suite: str, csms: Csms) -> None:
    context = running.trusting(csms.ca)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suite)
    host, port = csms.wss.removeprefix("wss://").split("/")[0].split(":")
    _, writer = await asyncio.open_connection(host, int(port), ssl=context)
    assert writer.get_extra_info("cipher")[0] == suite
    writer.close()
    await writer.wait_closed()


async def test_strict_validation_refuses_what_lenient_takes(seed: Path, line: Line) -> None:
    boot = {"chargePointVendor": "V", "chargePointModel": 7, "colour": "red"}
    assert (await line.call("BootNotification", boot))["status"] == "Accepted"
    with running.up("--parameter", "Validation=Strict", seed=seed) as csms:
        async with running.line(f"{csms.ws}/CP0") as strict:
            assert await strict.call("BootNotification", boot) == "TypeConstraintViolation"
            boot["chargePointModel"] = "M"
            assert await strict.call("BootNotification", boot) == "FormationViolation"


async def test_the_template_refuses_charge_points_without_tls(seed: Path) -> None:
    with running.up("--parameter", "MinimumSecurityProfile=2", seed=seed) as csms:
        with pytest.raises(running.InvalidStatus) as refused:
            async with running.line(f"{csms.ws}/CP0"):
                pass
        assert refused.value.response.status_code == 403


async def test_strangers_with_the_onboarding_password_are_taken_in_as_pending() -> None:
    password = "welcome-to-the-fleet"
    with running.up(
        "--parameter",
        "UnknownChargePoints=Pending",
        "--parameter",
        f"OnboardingPasswordHash={hash_password(password)}",
    ) as csms:
        url = f"{csms.wss}/NEW"
        with pytest.raises(running.InvalidStatus) as refused:
            async with running.line(url, ca=csms.ca, headers=running.basic("NEW", "any other")):
                pass
        assert refused.value.response.status_code == 404
        async with running.line(url, ca=csms.ca, headers=running.basic("NEW", password)) as line:
            boot = {"chargePointVendor": "V", "chargePointModel": "M"}
            assert (await line.call("BootNotification", boot))["status"] == "Pending"
        knows = running.basic("NEW", password)
        async with (
            Operators.of(csms) as operators,
            running.line(f"{csms.ws}/NEW", headers=knows) as line,
        ):
            assert (await line.call("BootNotification", boot))["status"] == "Pending"
            (waits,) = (await operators.ask("GET", "/inbox")).body["items"][:1]
            assert (waits["identity"], waits["awaitsAcceptance"]) == ("NEW", True)
            assert (waits["securityProfile"], waits["model"], waits["connected"]) == (1, "M", True)
            assert (await operators.ask("POST", "/inbox/NEW/accept", {})).status == 201
            assert (await line.call("BootNotification", boot))["status"] == "Accepted"
            assert (await operators.ask("POST", "/inbox/NEW/accept", {})).status == 409
        with pytest.raises(running.InvalidStatus) as refused:
            async with running.line(url, ca=csms.ca, headers=knows):
                pass
        assert refused.value.response.status_code == 403
