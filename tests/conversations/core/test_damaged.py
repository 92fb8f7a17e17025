"""Damaged messages over a real socket: what is mended, refused and noted, with each function's
own permissions."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.actions import ACTIONS, CSR
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import PATIENCE, Csms, Line

AWAY = "0000-00-00T00:00:00.000Z"
SAMPLED = [{"value": "4300", "unit": "Hz"}, {"value": "4,4"}]
METERED = {"timestamp": AWAY, "sampledValue": SAMPLED}

DAMAGED: dict[str, dict[str, Any]] = {
    "Authorize": {"idTag": 12345},
    "BootNotification": {"chargePointVendor": "Vendor", "chargePointModel": "M" * 23},
    "DataTransfer": {"vendorId": 7},
    "DiagnosticsStatusNotification": {"status": "uploading"},
    "FirmwareStatusNotification": {"status": "Downloading "},
    "Heartbeat": {"uptime": 17},
    "LogStatusNotification": {"status": "uploaded", "requestId": "3"},
    "MeterValues": {"connectorId": "1", "meterValue": [METERED]},
    "SecurityEventNotification": {"type": "FirmwareUpdated", "timestamp": AWAY},
    "SignCertificate": {"csr": CSR, "keyType": "EC"},
    "SignedFirmwareStatusNotification": {"status": "signatureverified", "requestId": "4"},
    "StartTransaction": {"connectorId": 1, "idTag": "CARD-1", "meterStart": 4200.4},
    "StatusNotification": {
        "connectorId": 1,
        "errorCode": "Error",
        "status": "Occupied",
        "timestamp": AWAY,
    },
    "StopTransaction": {
        "meterStop": 5200.4,
        "timestamp": AWAY,
        "reason": "Cable pulled",
        "idTag": "CARD-1-CARD-1-CARD-1-X",
        "transactionData": [METERED],
    },
}
REFUSED: dict[str, dict[str, Any]] = {
    "MeterValues": {"connectorId": 1, "transactionId": "none", "meterValue": [METERED]},
    "StartTransaction": {"connectorId": 1, "meterStart": 17},
    "StatusNotification": {"errorCode": "NoError"},
}
IN_PIECES = '[2,"broken","StopTransaction",{"transactionId":7,"meterStop":'


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """One whose log is its own."""
    folder = tmp_path_factory.mktemp("damaged")
    seed = folder / "seed.yaml"
    seed.write_text("chargePoints: [{id: CP0, securityProfile: 0}]\nidTags: [{idTag: CARD-1}]\n")
    with running.up(seed=seed, log=folder / "csms.log") as csms:
        yield csms


async def listed(operators: Operators, what: str, *actions: str) -> list[dict[str, Any]]:
    """What is noted of CP0, once all of these are there: nobody's answer waits for it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            reply = await operators.ask("GET", f"/charge-points/CP0/{what}", limit=200)
            assert reply.status == 200, reply
            items: list[dict[str, Any]] = reply.body["items"]
            if {one["action"] for one in items} >= set(actions):
                return items
            await asyncio.sleep(0.1)


def errors(log: Path | None) -> list[str]:
    assert log
    lines = log.read_text().splitlines()
    return [line for line in lines if "ERROR" in line or "not authorized" in line]


async def says_all(line: Line) -> None:
    """One of each action, in an order that a charge point may have."""
    number = 0
    for action in sorted(ACTIONS, key=lambda one: (one == "StopTransaction", one)):
        number_of_it = {"transactionId": number} if action == "StopTransaction" else {}
        answer = await line.call(action, DAMAGED[action] | number_of_it)
        assert isinstance(answer, dict), f"{action}: {answer}"
        number = answer.get("transactionId", number)


async def test_each_action_may_do_all_that_a_damaged_message_takes(system: Csms) -> None:
    async with Operators.of(system) as operators, running.line(f"{system.ws}/CP0") as line:
        await says_all(line)
        noted = await listed(operators, "deviations", *ACTIONS)
        (transaction,) = (await operators.ask("GET", "/transactions")).body["items"]
    assert {one["action"] for one in noted} == set(ACTIONS)
    assert {one["atLeast"] for one in noted} == {1}
    assert transaction["meterStart"] == 4200
    assert transaction["meterStop"] == 5200
    assert errors(system.log) == []


async def test_what_says_it_again_is_as_welcome(system: Csms) -> None:
    """A warm function that has noted everything, and receipts of times that were none."""
    async with running.line(f"{system.ws}/CP0") as line:
        for _ in range(2):
            await says_all(line)
    assert errors(system.log) == []


async def test_what_is_refused_is_kept_by_each_function(system: Csms) -> None:
    async with Operators.of(system) as operators, running.line(f"{system.ws}/CP0") as line:
        for action, payload in REFUSED.items():
            assert isinstance(await line.call(action, payload), str)
        await line.socket.send(IN_PIECES)
        assert (await line.receive())[:3] == [4, "broken", "FormationViolation"]
        kept = await listed(operators, "refused-calls", *REFUSED, "StopTransaction")
    assert {one["action"]: one["payload"] for one in kept} == REFUSED | {
        "StopTransaction": {"text": IN_PIECES}
    }
    assert all(one["why"] for one in kept)
    assert errors(system.log) == []


async def test_what_is_mended_in_an_answer_to_a_command_is_noted(system: Csms) -> None:
    key = {"key": "HeartbeatInterval", "readonly": 0, "value": 300}
    async with Operators.of(system) as operators, running.line(f"{system.ws}/CP0") as line:
        sent = asyncio.create_task(operators.send("CP0", "GetConfiguration"))
        _, unique_id, *_ = await line.receive()
        await line.send(3, unique_id, {"configurationKey": [key]})
        assert (await sent)["status"] == "Answered"
        noted = await listed(operators, "deviations", "GetConfiguration.conf")
    found = {
        one["member"]: one.get("example")
        for one in noted
        if one["action"] == "GetConfiguration.conf"
    }
    assert found == {"configurationKey.readonly": "0", "configurationKey.value": None}
    assert errors(system.log) == []
