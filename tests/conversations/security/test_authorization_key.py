"""The AuthorizationKey changes: who gets in with which password, and when (C-38)."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from websockets.exceptions import InvalidStatus

from csms.credentials import hash_password
from csms.store.table import HistoryItem, StateItem
from csms.wire.ocpp16 import spell_time
from tests.conversations.operators import Operators, Payload
from tests.conversations.running import Csms, basic
from tests.conversations.strict import Call, ChargePoint, Reply, accepts, keeps_silent, says
from tests.stored import everything, provision

OLD = "0123456789abcdef0123456789abcdef01234567"
NEW = "feedfacecafebeef00112233445566778899aabb"

_numbers = count(1)


@pytest.fixture
def secured(csms: Csms, store: None) -> ChargePoint:
    """At security profile 1, with the old key."""
    charge_point_id = f"KEY-{next(_numbers)}"
    provision(charge_point_id, security_profile=1, password_hash=hash_password(OLD))
    return with_key(ChargePoint(csms.ws, charge_point_id, accepts), OLD)


def with_key(charge_point: ChargePoint, key: str) -> ChargePoint:
    """As its bytes, which is how a charge point presents it."""
    charge_point.headers = basic(charge_point.id, bytes.fromhex(key))
    return charge_point


async def gets_in(charge_point: ChargePoint, key: str) -> bool:
    try:
        async with with_key(charge_point, key).connected():
            return True
    except InvalidStatus as refused:
        if refused.response.status_code == 401:
            return False
        raise


async def change(operators: Operators, charge_point: ChargePoint, **query: object) -> Payload:
    payload = {"key": "authorizationKEY", "value": NEW}
    return await operators.send(charge_point.id, "ChangeConfiguration", payload, **query)


async def test_once_it_is_accepted_the_new_one_counts_alone(
    operators: Operators, secured: ChargePoint
) -> None:
    async with secured.connected():
        command = await change(operators, secured)
        assert command["response"] == {"status": "Accepted"}
        assert secured.calls[-1].payload == {"key": "authorizationKEY", "value": NEW}
        assert "currentTime" in await secured.call("Heartbeat", {})  # the socket stays
    assert not await gets_in(secured, OLD)
    assert await gets_in(secured, NEW)


@pytest.mark.parametrize("status", ["Rejected", "NotSupported", "a CALLERROR"])
async def test_refused_the_old_one_counts_alone(
    status: str, operators: Operators, secured: ChargePoint
) -> None:
    async def refuses(call: Call) -> str:
        if status == "a CALLERROR":
            return call.error("NotImplemented")
        return call.answer({"status": status})

    secured.reply = refuses
    async with secured.connected():
        await change(operators, secured)
    assert not await gets_in(secured, NEW)
    assert await gets_in(secured, OLD)


@pytest.mark.parametrize("doubt", ["no answer", "the connection is lost", "RebootRequired"])
async def test_in_doubt_both_count_until_the_new_one_is_used(
    doubt: str, operators: Operators, secured: ChargePoint
) -> None:
    replies = {
        "no answer": keeps_silent,
        "the connection is lost": secured.hang_up,
        "RebootRequired": says({"status": "RebootRequired"}),
    }
    secured.reply = replies[doubt]
    async with secured.connected():
        await change(operators, secured, timeout=1)
    assert await gets_in(secured, OLD)
    assert await gets_in(secured, OLD)
    assert await gets_in(secured, NEW)
    assert not await gets_in(secured, OLD)
    assert await gets_in(secured, NEW)


async def test_a_key_that_was_never_sent_opens_nothing(
    operators: Operators, secured: ChargePoint
) -> None:
    assert (await change(operators, secured))["status"] == "NotConnected"
    assert not await gets_in(secured, NEW)
    assert await gets_in(secured, OLD)


async def test_the_key_is_told_to_nobody_but_the_charge_point(
    csms: Csms, secured: ChargePoint
) -> None:
    async with Operators.of(csms, "admin") as operators:
        told = await told_of_changes(operators, secured)
        for path in ("", "/commands", "/configuration", "/messages", "/security-events"):
            told.append((await operators.ask("GET", f"/charge-points/{secured.id}{path}")).body)
        told.append((await operators.ask("GET", "/audit")).body)
    told += everything_stored()
    for one in (json.dumps(one, default=repr) for one in told):
        assert NEW not in one.lower(), one[max(0, one.lower().find(NEW) - 300) :][:600]
    text = json.dumps(told, default=repr)
    assert secured.id in text
    assert "[redacted]" in text
    assert csms.log
    said = csms.log.read_text()
    assert secured.id in said
    assert NEW not in said.lower()


async def told_of_changes(operators: Operators, charge_point: ChargePoint) -> list[object]:
    """However a change may go: what an operator is told."""
    path = f"/charge-points/{charge_point.id}/commands/ChangeConfiguration"
    until = spell_time(datetime.now(UTC) + timedelta(minutes=1))
    payload: Payload = {"key": "AuthorizationKey", "value": NEW.upper()}
    told: list[object] = []
    for wrong in ({"value": NEW * 20}, {"value": [NEW]}, {"value": NEW + "?"}):
        reply = await operators.ask("POST", path, payload | wrong)
        assert reply.status in (400, 409)
        told.append(reply.body)
    waiting = await operators.ask("POST", path, payload, queueUntil=until, key=NEW[:8])
    async with charge_point.connected():
        told += [waiting.body, await operators.outcome(waiting.body)]
        charge_point.reply = says({"status": 5, "AuthorizationKey": NEW})
        told.append(await change(operators, charge_point))
        for quotes in (lambda call: call.text, lambda call: call.payload["value"]):
            charge_point.reply = refuses(quotes)
            told.append(await change(operators, charge_point))
    return told


def refuses(quotes: Callable[[Call], str]) -> Reply:
    async def reply(call: Call) -> str:
        return call.error("InternalError", quotes(call))

    return reply


def everything_stored() -> list[object]:
    names = StateItem.Meta.table_name, HistoryItem.Meta.table_name
    return [item for name in names for item in everything(name)]


async def test_a_campaign_gives_each_a_key_that_opens_its_door(
    operators: Operators, secured: ChargePoint
) -> None:
    async with secured.connected():
        body = {
            "name": "keys",
            "rotateKeys": True,
            "targets": {"chargePointIds": [secured.id]},
        }
        campaign = (await operators.ask("POST", "/campaigns", body)).body
        async with asyncio.timeout(30):
            while "endedAt" not in campaign:
                await asyncio.sleep(0.2)
                path = f"/campaigns/{campaign['campaignId']}"
                campaign = (await operators.ask("GET", path)).body
        assert campaign["progress"]["ends"] == {"accepted": 1}
        new = secured.calls[-1].payload["value"]
    assert not await gets_in(secured, OLD)
    assert await gets_in(secured, new)
    assert new not in str((await operators.ask("GET", "/audit")).body)
