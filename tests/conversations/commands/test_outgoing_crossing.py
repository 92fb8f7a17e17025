"""Calls of both sides cross on one socket, and both are answered."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from csms.wire.ocpp16 import spell_time
from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators, Payload
from tests.conversations.outgoing import PROFILE
from tests.conversations.strict import Call, ChargePoint, accepts, accepts_after, keeps_silent
from tests.stored import reservations_of, transactions_of


def begun(**changes: object) -> Payload:
    at = spell_time(datetime.now(UTC))
    return {"connectorId": 1, "idTag": "CARD-1", "meterStart": 100, "timestamp": at} | changes


def ended(number: int, **changes: object) -> Payload:
    at = spell_time(datetime.now(UTC))
    return {"transactionId": number, "meterStop": 900, "timestamp": at, "idTag": "CARD-1"} | changes


async def test_a_charge_point_may_call_while_our_call_is_open(
    operators: Operators, make: Maker
) -> None:
    answers = asyncio.Event()
    charge_point = make(accepts_after(answers))
    async with charge_point.connected():
        posted = await operators.post(charge_point.id, "ClearCache")
        await charge_point.heard(1)
        assert "currentTime" in await charge_point.call("Heartbeat", {})
        number = (await charge_point.call("StartTransaction", begun()))["transactionId"]
        assert await charge_point.call("Reset", {}) == "NotSupported"
        assert (await operators.ask("GET", posted.headers["Location"])).outcome == "Sent"
        answers.set()
        assert (await operators.outcome(posted.body))["status"] == "Answered"
    (transaction,) = transactions_of(charge_point.id)
    assert transaction.transaction_id == number


async def test_both_sides_call_at_once_again_and_again(operators: Operators, make: Maker) -> None:
    charge_point = make()

    async def beat() -> None:
        for _ in range(15):
            assert "currentTime" in await charge_point.call("Heartbeat", {})

    async def command() -> None:
        for _ in range(15):
            assert (await operators.send(charge_point.id, "ClearCache"))["status"] == "Answered"

    async with charge_point.connected():
        await asyncio.gather(beat(), beat(), command())
    assert len(charge_point.calls) == 15


async def test_its_own_id_may_be_that_of_our_call(operators: Operators, make: Maker) -> None:
    charge_point = make()

    async def uses_the_same(call: Call) -> str:
        assert "currentTime" in await charge_point.call("Heartbeat", {}, call.command_id)
        return call.answer({"status": "Rejected"})

    charge_point.reply = uses_the_same
    async with charge_point.connected():
        command = await operators.send(charge_point.id, "ClearCache")
    assert command["response"] == {"status": "Rejected"}


async def test_a_transaction_is_begun_and_ended_from_afar(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stopped = asyncio.Event()

    async def starts(idTag: str) -> None:
        told = await charge_point.call("Authorize", {"idTag": idTag})
        assert told["idTagInfo"]["status"] == "Accepted"
        told = await charge_point.call("StartTransaction", begun(idTag=idTag, reservationId=5))
        started.set_result(told["transactionId"])

    async def stops(number: int) -> None:
        told = await charge_point.call("StopTransaction", ended(number, reason="Remote"))
        assert told == {"idTagInfo": {"status": "Accepted"}}
        stopped.set()

    async def obeys(call: Call) -> str:
        match call.action:
            case "RemoteStartTransaction":
                following.append(asyncio.create_task(starts(call.payload["idTag"])))
            case "RemoteStopTransaction":
                following.append(asyncio.create_task(stops(call.payload["transactionId"])))
        return call.answer({"status": "Accepted"})

    following: list[asyncio.Task[None]] = []
    charge_point.reply = obeys
    reservation = {
        "connectorId": 1,
        "expiryDate": "2099-01-01T00:00:00Z",
        "idTag": "CARD-1",
        "reservationId": 5,
    }
    async with charge_point.connected():
        for action, payload in (
            ("ReserveNow", reservation),
            ("RemoteStartTransaction", {"connectorId": 1, "idTag": "CARD-1"}),
        ):
            command = await operators.send(charge_point.id, action, payload)
            assert command["response"] == {"status": "Accepted"}
        async with asyncio.timeout(10):
            number = await started
        other = await operators.post(charge_point.id, "RemoteStopTransaction", {"transactionId": 1})
        assert other.status == 409
        stop = {"transactionId": number}
        await operators.send(charge_point.id, "RemoteStopTransaction", stop)
        async with asyncio.timeout(10):
            await stopped.wait()
        over = await operators.post(charge_point.id, "RemoteStopTransaction", stop)
        assert over.status == 409
        assert over.body["detail"].startswith(f"transaction {number} has stopped")
    await asyncio.gather(*following)
    (transaction,) = transactions_of(charge_point.id)
    assert transaction.stop_reason == "Remote"
    assert transaction.energy == 800
    (kept,) = reservations_of(charge_point.id, datetime.now(UTC))
    assert (kept.status, kept.transaction_id) == ("Used", number)


@pytest.mark.parametrize("at_once", [True, False], ids=["before it answers", "afterwards"])
async def test_a_transaction_that_is_begun_from_afar_has_the_profile_that_came_with_it(
    at_once: bool, operators: Operators, make: Maker
) -> None:
    charge_point = make()

    async def starts() -> None:
        started.append(await charge_point.call("StartTransaction", begun()))

    async def obeys(call: Call) -> str:
        if at_once:
            await starts()
        return call.answer({"status": "Accepted"})

    started: list[Any] = []
    charge_point.reply = obeys
    profile = PROFILE | {"chargingProfilePurpose": "TxProfile"}
    asked = {"connectorId": 1, "idTag": "CARD-1", "chargingProfile": profile}
    async with charge_point.connected():
        await operators.send(charge_point.id, "RemoteStartTransaction", asked)
        if not at_once:
            await starts()
    told = await operators.ask("GET", f"/charge-points/{charge_point.id}/charging-profiles")
    (installed,) = told.body["items"]
    assert installed["transactionId"] == started[0]["transactionId"]
    assert (installed["connectorId"], installed["profile"]) == (1, profile)


async def test_the_next_connection_ends_the_call_of_the_one_before(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(keeps_silent)
    again = ChargePoint(charge_point.url.rpartition("/")[0], charge_point.id, accepts)
    async with charge_point.connected():
        posted = await operators.post(charge_point.id, "ClearCache")
        await charge_point.heard(1)
        waiting = await operators.post(charge_point.id, "GetLocalListVersion", {})
        assert [posted.outcome, waiting.outcome] == ["Sent", "Queued"]
        async with again.connected():
            assert (await operators.outcome(posted.body))["status"] == "ConnectionLost"
            assert (await operators.outcome(waiting.body))["status"] == "MalformedAnswer"
    assert [call.action for call in again.calls] == ["GetLocalListVersion"]
