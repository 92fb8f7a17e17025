"""A charge point that answers, errs, falls silent and hangs up as it likes: nothing is stuck."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

from websockets.exceptions import ConnectionClosed

from csms.wire.ocpp16 import spell_time
from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators, Payload
from tests.conversations.strict import Call, ChargePoint

MOODS = [
    *["answers"] * 20,
    *["errs"] * 4,
    *["hangs up"] * 3,
    *["answers and hangs up"] * 2,
    "sulks",
]
OPERATORS = 10


async def live(charge_point: ChargePoint) -> None:
    """It comes back whenever its connection has ended."""
    while True:
        with suppress(ConnectionClosed):
            async with charge_point.connected():
                await charge_point.line.socket.wait_closed()


async def test_every_command_ends_once_as_the_charge_point_says(
    operators: Operators, make: Maker
) -> None:
    moods = Random(16).sample(MOODS, len(MOODS))
    felt: dict[str, str] = {}

    async def moody(call: Call) -> str | None:
        felt[call.command_id] = mood = moods[len(felt)]
        match mood:
            case "errs":
                return call.error("InternalError")
            case "hangs up":
                await charge_point.hang_up(call)
                return None
            case "sulks":
                return None
            case "answers and hangs up":
                await charge_point.line.socket.send(call.answer({"status": "Rejected"}))
                await charge_point.hang_up(call)
                return None
        return call.answer({"status": "Accepted"})

    async def operate() -> list[Payload]:
        posted = []
        for _ in range(len(MOODS) // OPERATORS):
            until = spell_time(datetime.now(UTC) + timedelta(minutes=1))
            query: Payload = {"queueUntil": until, "timeout": 4}
            posted.append(await operators.post(charge_point.id, "ClearCache", **query))
        return [await operators.outcome(reply.body) for reply in posted]

    charge_point = make(moody)
    living = asyncio.create_task(live(charge_point))
    ended = [
        one for all in await asyncio.gather(*(operate() for _ in range(OPERATORS))) for one in all
    ]
    living.cancel()
    with suppress(asyncio.CancelledError):
        await living
    assert sorted(one["commandId"] for one in ended) == sorted(felt)
    assert not charge_point.faults, charge_point.faults
    outcomes = {
        "answers": {"Answered"},
        "errs": {"CallError"},
        "hangs up": {"ConnectionLost"},
        "answers and hangs up": {"Answered", "ConnectionLost"},
        "sulks": {"TimedOut"},
    }
    for command in ended:
        assert command["status"] in outcomes[felt[command["commandId"]]], command
