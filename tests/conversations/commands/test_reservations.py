"""Certification cases 046 to 053: a reservation, its end, and what survives a kill."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query
from csms.wire.ocpp16 import spell_time
from tests.conversations import running
from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators
from tests.conversations.strict import ChargePoint, accepts, says


def request(seconds: float, **more: Any) -> dict[str, Any]:
    expiry = spell_time(datetime.now(UTC) + timedelta(seconds=seconds))
    reserved = {"connectorId": 1, "expiryDate": expiry, "idTag": "CARD-1", "reservationId": 7}
    return reserved | more


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
        begun = await charge_point.call(
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": "CARD-1",
                "meterStart": 5,
                "reservationId": 7,
                "timestamp": spell_time(datetime.now(UTC)),
            },
        )
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
