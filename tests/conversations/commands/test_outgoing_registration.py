"""What may be sent to a charge point that is Pending or Rejected (§4.2, C-19)."""

import asyncio
from datetime import UTC, datetime, timedelta

from csms.wire.ocpp16 import RegistrationStatus, spell_time
from outbound import COMMANDS
from tests.conversations.conftest import Maker
from tests.conversations.crowd import all_of
from tests.conversations.operators import Operators
from tests.conversations.outgoing import PAYLOADS, answers
from tests.conversations.strict import ChargePoint, accepts, says
from tests.stored import readings_of_month, set_registration

BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}
NOT_WHILE_PENDING = {"RemoteStartTransaction", "RemoteStopTransaction"}


async def booted_as(charge_point: ChargePoint, status: RegistrationStatus) -> None:
    set_registration(charge_point.id, status, 30)
    assert (await charge_point.call("BootNotification", BOOT))["status"] == status


async def test_pending_it_is_sent_everything_but_remote_start_and_stop(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    async with charge_point.connected():
        await booted_as(charge_point, "Pending")
        for action in COMMANDS:
            charge_point.reply = says(next(answers(action)))
            query = {"wait": 25, "force": "true"}
            reply = await operators.post(charge_point.id, action, PAYLOADS[action], **query)
            if action in NOT_WHILE_PENDING:
                assert reply.status == 409
                assert "Pending" in reply.body["detail"]
            else:
                assert (reply.status, reply.outcome) == (200, "Answered")
    sent = {call.action for call in charge_point.calls}
    assert sent == set(COMMANDS) - NOT_WHILE_PENDING


async def test_rejected_it_is_sent_nothing(operators: Operators, make: Maker) -> None:
    charge_point = make()

    async def refused(action: str) -> None:
        for force in ("false", "true"):
            payload, query = PAYLOADS[action], {"wait": 25, "force": force}
            reply = await operators.post(charge_point.id, action, payload, **query)
            assert reply.status == 409
            assert reply.headers["Content-Type"] == "application/problem+json"
            assert "Rejected" in reply.body["detail"]

    async with charge_point.connected():
        await booted_as(charge_point, "Rejected")
        await all_of({action: refused(action) for action in COMMANDS})
        set_registration(charge_point.id, "Accepted", None)
        reply = await operators.post(charge_point.id, "ClearCache")
        assert "last told Rejected" in reply.body["detail"]
        await booted_as(charge_point, "Accepted")
        command = await operators.send(charge_point.id, "ClearCache")
        assert command["status"] == "Answered"
    assert len(charge_point.calls) == 1


async def test_what_waits_is_not_sent_to_one_that_was_rejected_meanwhile(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    until = spell_time(datetime.now(UTC) + timedelta(days=30))
    waiting = await operators.post(charge_point.id, "ClearCache", queueUntil=until)
    set_registration(charge_point.id, "Rejected", 30)
    async with charge_point.connected():
        assert (await charge_point.call("BootNotification", BOOT))["status"] == "Rejected"
        await asyncio.sleep(1.5)  # by then what waits would have been sent
        assert charge_point.calls == []
        set_registration(charge_point.id, "Accepted", 30)
        assert (await charge_point.call("BootNotification", BOOT))["status"] == "Accepted"
        assert (await operators.outcome(waiting.body))["status"] == "Answered"
    assert len(charge_point.calls) == 1


async def test_what_it_was_asked_to_say_is_taken_while_it_is_pending(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(accepts)
    sampled = {
        "connectorId": 1,
        "meterValue": [
            {"timestamp": spell_time(datetime.now(UTC)), "sampledValue": [{"value": "1500"}]}
        ],
    }
    trigger = {"requestedMessage": "MeterValues", "connectorId": 1}
    async with charge_point.connected():
        await booted_as(charge_point, "Pending")
        assert await charge_point.call("MeterValues", sampled) == "SecurityError"
        charge_point.reply = says({"status": "Rejected"})
        await operators.send(charge_point.id, "TriggerMessage", trigger)
        assert await charge_point.call("MeterValues", sampled) == "SecurityError"
        charge_point.reply = accepts
        command = await operators.send(charge_point.id, "TriggerMessage", trigger)
        assert command["response"] == {"status": "Accepted"}
        assert await charge_point.call("MeterValues", sampled) == {}
    (reading,) = readings_of_month(charge_point.id, datetime.now(UTC))
    assert reading.samples[0]["value"] == 1500


async def test_one_that_is_accepted_while_it_is_pending_hears_so_when_it_is_asked_to_boot(
    operators: Operators, make: Maker
) -> None:
    charge_point = make(accepts)
    async with charge_point.connected():
        await booted_as(charge_point, "Pending")
        set_registration(charge_point.id, "Accepted", 30)
        start = PAYLOADS["RemoteStartTransaction"]
        reply = await operators.post(charge_point.id, "RemoteStartTransaction", start, force="true")
        assert reply.status == 409
        assert "TriggerMessage" in reply.body["detail"]
        boot = {"requestedMessage": "BootNotification"}
        await operators.send(charge_point.id, "TriggerMessage", boot)
        assert (await charge_point.call("BootNotification", BOOT))["status"] == "Accepted"
        reply = await operators.post(
            charge_point.id, "RemoteStartTransaction", start, force="true", wait=25
        )
        assert (reply.status, reply.outcome) == (200, "Answered")
