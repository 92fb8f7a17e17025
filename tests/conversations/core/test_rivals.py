"""What other central systems get wrong: broken frames, foreign actions, storms of reconnects."""

import asyncio
import json

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.conversations.conftest import Opener
from tests.conversations.running import Line
from tests.stored import refused_calls_of, set_registration


async def test_actions_of_the_central_system_are_refused_and_stall_nothing(line: Line) -> None:
    assert await line.call("RemoteStartTransaction", {"idTag": "CARD-1"}) == "NotSupported"
    assert await line.call("MakeCoffee", {}) == "NotImplemented"
    assert "currentTime" in await line.call("Heartbeat", {})


@pytest.mark.parametrize("action", ["$connect", "$disconnect", "$default"])
async def test_routes_of_the_gateway_are_no_actions(action: str, line: Line) -> None:
    assert await line.call(action, {}) == "NotImplemented"
    assert "currentTime" in await line.call("Heartbeat", {})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[2,"x","Heartbeat",{"a":', "FormationViolation"),
        ('[2,"x","Heartbeat",NaN]', "FormationViolation"),
        ('[2,"x","Heartbeat"]', "FormationViolation"),
        ('[2,"x",7,{}]', "FormationViolation"),
        ('[2,"x","Authorize",{}]', "OccurenceConstraintViolation"),
        ('[2,"x","MeterValues",{"transactionId":[]}]', "TypeConstraintViolation"),
        (
            '[2,"x","StatusNotification",{"connectorId":1,"status":""}]',
            "PropertyConstraintViolation",
        ),
    ],
)
async def test_a_broken_call_is_answered_with_its_id_and_a_code(
    text: str, code: str, line: Line
) -> None:
    await line.socket.send(text)
    answer = await line.receive()
    assert answer[:3] == [4, "x", code]
    assert isinstance(answer[3], str)
    assert answer[4:] == [{}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        "[]",
        "[2]",
        '[3,"x",{}]',
        '[4,"x","InternalError","",{}]',
        '[3,"x","Authorize"]',
        '[4,"x","BootNotification","",{}]',
        '[9,"x","Authorize",{}]',
        '[2,5,"Authorize",{}]',
    ],
)
async def test_what_is_no_call_gets_no_answer(text: str, line: Line) -> None:
    await line.socket.send(text)
    assert await line.silent()
    assert "currentTime" in await line.call("Heartbeat", {})


async def test_twenty_fast_reconnects_end_nothing(open_line: Opener) -> None:
    for _ in range(20):
        async with open_line() as line:
            await line.send(2, "x", "Heartbeat", {})
    async with open_line() as line:
        assert "currentTime" in await line.call("Heartbeat", {})


async def test_twenty_sockets_at_once_leave_one_that_works(open_line: Opener) -> None:
    async def try_one() -> None:
        try:
            async with open_line() as line:
                await line.call("Heartbeat", {})
        except (ConnectionClosed, InvalidStatus):  # it was replaced, or came too late
            return

    await asyncio.gather(*(try_one() for _ in range(20)))
    async with open_line() as line:
        assert "currentTime" in await line.call("Heartbeat", {})


async def test_a_pending_charge_point_may_not_charge_but_is_not_forgotten(
    line: Line, charge_point_id: str
) -> None:
    set_registration(charge_point_id, "Pending", 30)
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    answer = await line.call("BootNotification", boot)
    assert (answer["status"], answer["interval"]) == ("Pending", 30)
    start = {
        "connectorId": 1,
        "idTag": "CARD-1",
        "meterStart": 0,
        "timestamp": "2026-06-01T08:00:00Z",
    }
    assert await line.call("StartTransaction", start) == "SecurityError"
    assert "currentTime" in await line.call("Heartbeat", {})
    (refused,) = refused_calls_of(charge_point_id)
    assert refused.payload["idTag"] == "CARD-1"


async def test_answers_are_compact_and_bear_the_id_to_the_letter(line: Line) -> None:
    await line.socket.send('[2, "ü \\u0041\\n", "Heartbeat", null]')
    text = await line.socket.recv()
    assert isinstance(text, str)
    assert ": " not in text
    assert json.loads(text)[1] == "ü A\n"
