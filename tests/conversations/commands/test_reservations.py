"""Certification cases 046 to 053: a reservation, its end, and what survives a kill."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query
from csms.wire.ocpp16 import spell_time
from tests.conversations import running
from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators
from tests.conversations.strict import Call, ChargePoint, accepts, says
from tests.stored import provision_id_tag


def request(seconds: float, **more: Any) -> dict[str, Any]:
    expiry = spell_time(datetime.now(UTC) + timedelta(seconds=seconds))
    reserved = {"connectorId": 1, "expiryDate": expiry, "idTag": "CARD-1", "reservationId": 7}
    return reserved | more


def start(**more: Any) -> dict[str, Any]:
    at = spell_time(datetime.now(UTC))
    named = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 5, "reservationId": 7}
    return named | {"timestamp": at} | more


async def ends_as(operators: Operators, charge_point_id: str, status: str) -> dict[str, Any]:
    """The reservation 7, once that has been written down."""
    path = f"/charge-points/{charge_point_id}/reservations/7"
    async with asyncio.timeout(15):
        while True:
            found = (await operators.ask("GET", path)).body
            if found["status"] == status and "endedAt" in found:
                return found
            await asyncio.sleep(0.1)


def audited(charge_point_id: str) -> list[str]:
    entries = query(AuditEntry, partition(f"charge-points/{charge_point_id}/reservations/7"))
    return [entry.details["ended"]["status"] for entry in entries]


async def test_047_a_reservation_expires_by_itself(operators: Operators, make: Maker) -> None:
    charge_point = make()
    async with charge_point.connected():
        await operators.send(charge_point.id, "ReserveNow", request(2))
        found = await ends_as(operators, charge_point.id, "Expired")
    assert found["endedAt"] == found["expiryDate"]
    assert audited(charge_point.id) == ["Expired"]
    assert [call.action for call in charge_point.calls] == ["ReserveNow"]  # expiry sends no CALL


async def test_046_it_is_used_by_the_transaction_that_names_it(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    async with charge_point.connected():
        await operators.send(charge_point.id, "ReserveNow", request(3))
        begun = await charge_point.call("StartTransaction", start())
        found = await ends_as(operators, charge_point.id, "Used")
        assert found["transactionId"] == begun["transactionId"]
        await asyncio.sleep(3)
        assert (await ends_as(operators, charge_point.id, "Used"))["endedAt"] == found["endedAt"]
    assert audited(charge_point.id) == ["Used"]


async def test_051_and_052_it_is_cancelled_or_lost(operators: Operators, make: Maker) -> None:
    for answer, status in (("Accepted", "Cancelled"), ("Rejected", "Lost")):
        charge_point = make()
        async with charge_point.connected():
            await operators.send(charge_point.id, "ReserveNow", request(60))
            charge_point.reply = says({"status": answer})
            await operators.send(charge_point.id, "CancelReservation", {"reservationId": 7})
            await ends_as(operators, charge_point.id, status)


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        ("048_1", "Faulted"),
        ("048_2", "Occupied"),
        ("048_3", "Unavailable"),
        ("048_4", "Rejected"),
    ],
)
async def test_048_what_is_not_reserved_was_not_made(
    case: str, answer: str, operators: Operators, make: Maker
) -> None:
    charge_point = make(says({"status": answer}))
    async with charge_point.connected():
        stands = {"048_2": "Preparing", "048_3": "Unavailable"}.get(case, "Available")
        said = {"connectorId": 1, "errorCode": "NoError", "status": stands}
        assert await charge_point.call("StatusNotification", said) == {}
        command = await operators.send(charge_point.id, "ReserveNow", request(60))
        assert command["response"] == {"status": answer}
        path = f"/charge-points/{charge_point.id}/reservations/7"
        assert (await operators.ask("GET", path)).body["status"] == answer
    assert audited(charge_point.id) == []


async def test_049_the_whole_charge_point_is_reserved(operators: Operators, make: Maker) -> None:
    charge_point = make()
    async with charge_point.connected():
        key = {"key": "ReserveConnectorZeroSupported", "readonly": True, "value": "true"}
        charge_point.reply = says({"configurationKey": [key]})
        await operators.send(charge_point.id, "GetConfiguration")
        charge_point.reply = accepts
        path = f"/charge-points/{charge_point.id}/reservations"
        asked = {"connectorId": 0, "idTag": "CARD-1", "expiryDate": request(60)["expiryDate"]}
        made = await operators.ask("POST", path, asked, wait=25)
        assert made.body["response"] == {"status": "Accepted"}
        number = charge_point.calls[-1].payload["reservationId"]
        assert charge_point.calls[-1].payload["connectorId"] == 0
        begun = await charge_point.call("StartTransaction", start(reservationId=number))
        found = (await operators.ask("GET", f"{path}/{number}")).body
        assert (found["status"], found["transactionId"]) == ("Used", begun["transactionId"])


async def test_053_the_group_of_a_reservation_uses_it(operators: Operators, make: Maker) -> None:
    charge_point = make()
    provision_id_tag("GROUP-53")
    for tag in ("CARD-53", "OTHER-53"):
        provision_id_tag(tag, parent_id_tag="GROUP-53")
    async with charge_point.connected():
        reserved = request(60, idTag="CARD-53", parentIdTag="GROUP-53")
        await operators.send(charge_point.id, "ReserveNow", reserved)
        assert charge_point.calls[0].payload["parentIdTag"] == "GROUP-53"
        info = (await charge_point.call("Authorize", {"idTag": "OTHER-53"}))["idTagInfo"]
        assert (info["status"], info["parentIdTag"]) == ("Accepted", "GROUP-53")
        begun = await charge_point.call("StartTransaction", start(idTag="OTHER-53"))
        assert begun["idTagInfo"] == info
        found = await ends_as(operators, charge_point.id, "Used")
        assert (found["transactionId"], "conflictsWith" in found) == (begun["transactionId"], False)


async def test_052_an_id_that_is_not_held_leaves_the_real_one_open(
    operators: Operators, make: Maker
) -> None:
    charge_point = make()
    async with charge_point.connected():
        await operators.send(charge_point.id, "ReserveNow", request(60))
        charge_point.reply = says({"status": "Rejected"})
        unheld = {"reservationId": 8}
        ended = await operators.send(charge_point.id, "CancelReservation", unheld, force="true")
        assert ended["response"] == {"status": "Rejected"}
        reservations = (
            await operators.ask("GET", f"/charge-points/{charge_point.id}/reservations")
        ).body["items"]
        assert [(one["reservationId"], one["status"]) for one in reservations] == [(7, "Accepted")]


@pytest.mark.parametrize("late", [-0.2, 0, 0.2, 0.8])
async def test_used_and_expired_in_the_same_second_it_ends_as_the_start_says(
    late: float, operators: Operators, make: Maker
) -> None:
    charge_point = make()
    expiry = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    async with charge_point.connected():
        reserved = request(0, expiryDate=spell_time(expiry))
        await operators.send(charge_point.id, "ReserveNow", reserved)
        await asyncio.sleep((expiry - datetime.now(UTC)).total_seconds() + late)
        began = spell_time(expiry - timedelta(seconds=1))
        begun = await charge_point.call("StartTransaction", start(timestamp=began))
        found = await ends_as(operators, charge_point.id, "Used")
        assert found["transactionId"] == begun["transactionId"]
        await asyncio.sleep(1.5)  # its execution has looked, too
        assert (await ends_as(operators, charge_point.id, "Used"))["endedAt"] == found["endedAt"]
    assert sorted(audited(charge_point.id)) in (["Used"], ["Expired", "Used"])


@pytest.mark.parametrize("start_first", [True, False])
async def test_of_a_start_and_a_cancellation_the_first_ends_it(
    start_first: bool, operators: Operators, make: Maker
) -> None:
    charge_point = make()

    async def starts_before_it_answers(call: Call) -> str:
        await charge_point.call("StartTransaction", start())
        return call.answer({"status": "Accepted"})

    async with charge_point.connected():
        await operators.send(charge_point.id, "ReserveNow", request(60))
        charge_point.reply = starts_before_it_answers if start_first else accepts
        await operators.send(charge_point.id, "CancelReservation", {"reservationId": 7})
        if not start_first:
            answer = await charge_point.call("StartTransaction", start())
            assert answer["idTagInfo"] == {"status": "Accepted"}  # C-53
        end = "Used" if start_first else "Cancelled"
        await ends_as(operators, charge_point.id, end)
        async with asyncio.timeout(15):
            while not audited(charge_point.id):  # noqa: ASYNC110 - written behind the answer
                await asyncio.sleep(0.1)
    assert audited(charge_point.id) == [end]


async def test_it_is_lost_when_its_connector_is_faulted(operators: Operators, make: Maker) -> None:
    charge_point = make()
    async with charge_point.connected():
        await operators.send(charge_point.id, "ReserveNow", request(60))
        await charge_point.call(
            "StatusNotification",
            {"connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted"},
        )
        await ends_as(operators, charge_point.id, "Lost")


async def test_a_reservation_survives_kill_9(tmp_path: Path) -> None:
    data, seed = tmp_path / "data", tmp_path / "seed.yaml"
    seed.write_text("chargePoints: [{id: CP1, securityProfile: 0}]\nidTags: [{idTag: CARD-1}]\n")
    with running.up("--data", str(data), seed=seed) as csms:
        charge_point = ChargePoint(csms.ws, "CP1", accepts)
        async with Operators.of(csms) as operators, charge_point.connected():
            await operators.send("CP1", "ReserveNow", request(7))
            csms.kill()
    with running.up("--data", str(data), seed=seed) as csms:
        async with Operators.of(csms) as operators:
            found = await ends_as(operators, "CP1", "Expired")
            assert found["endedAt"] == found["expiryDate"]
        with running.its_store(csms):
            assert audited("CP1") == ["Expired"]
