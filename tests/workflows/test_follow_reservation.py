import json
import re
from datetime import timedelta
from typing import Any

import pytest

from csms import step_functions
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch, perform, query, transact, update
from csms.store.transactions import reservations as store
from csms.store.transactions.reservations import Reservation
from csms.wire.ocpp16 import spell_time
from tests.conftest import Says
from tests.csms.command_steps import answer, connected, send
from tests.stored import provision_id_tag
from tests.support import NOON, Sockets
from tests.workflows.conftest import Executions
from tests.workflows.running import come
from workflows.follow_reservation import LONGEST, execution_name, follow, follow_lost, look_at

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Unavailable"}
START = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 5, "timestamp": spell_time(NOON)}


@pytest.fixture(autouse=True)
def card(cp1: str, sockets: Sockets, executions: Executions) -> None:
    provision_id_tag("CARD-1")
    connected()


def reserve(
    status: str = "Accepted",
    expiry: timedelta = HOUR,
    command_id: str = "reserve",
    connector_id: int = 1,
) -> None:
    payload = {
        "connectorId": connector_id,
        "expiryDate": spell_time(NOON + expiry),
        "idTag": "CARD-1",
        "reservationId": 7,
    }
    send(command_id, "ReserveNow", payload, force=True)
    answer(command_id, {"status": status})


def kept() -> Reservation:
    (reservation,) = fetch(Reservation.of("CP1", 7))
    assert reservation
    return reservation


def audited() -> list[Any]:
    entries = query(AuditEntry, partition("charge-points/CP1/reservations/7"))
    return [entry.details["ended"]["status"] for entry in entries if entry.operation == "end"]


def test_a_reservation_that_was_accepted_gets_an_execution(executions: Executions) -> None:
    reserve()
    assert come("follow-reservation", at=NOON + SECOND) == 1
    (execution,) = executions.all
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", execution["name"])
    assert json.loads(execution["input"]) == {
        "chargePointId": "CP1",
        "reservationId": 7,
        "commandId": "reserve",
        "attempt": 1,
        "expiryDate": "2026-06-01T13:00:00Z",
    }


@pytest.mark.parametrize("status", ["Faulted", "Occupied", "Rejected", "Unavailable"])
def test_one_that_was_not_made_gets_none(status: str, executions: Executions) -> None:
    reserve(status)
    come("follow-reservation")
    assert executions.all == []
    assert (kept().status, audited()) == (status, [])


def test_a_task_that_comes_twice_starts_one(executions: Executions) -> None:
    reserve()
    for _ in range(2):
        follow("CP1", 7, NOON)
    assert len(executions.all) == 1


def test_another_with_its_id_gets_its_own(executions: Executions) -> None:
    reserve()
    follow("CP1", 7, NOON)
    reserve(expiry=2 * HOUR, command_id="again")
    follow("CP1", 7, NOON)
    first, second = executions.all
    assert first["name"] != second["name"]
    assert json.loads(second["input"])["expiryDate"] == "2026-06-01T14:00:00Z"


def test_what_ends_after_a_year_is_left_to_the_reconciler(executions: Executions) -> None:
    reserve(expiry=LONGEST + HOUR)
    follow("CP1", 7, NOON)
    assert executions.all == []
    follow("CP1", 7, NOON + HOUR)
    assert len(executions.all) == 1


def test_an_execution_that_has_ended_is_replaced_by_the_reconciler_alone(
    executions: Executions,
) -> None:
    reserve()
    follow("CP1", 7, NOON)
    executions.stop()
    follow("CP1", 7, NOON)
    assert (len(executions.all), kept().attempt) == (1, 1)
    follow("CP1", 7, NOON, again=True)
    assert (len(executions.all), kept().attempt) == (2, 2)
    assert executions.all[-1]["name"] == execution_name(kept())


def test_without_room_for_an_execution_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    reserve()
    monkeypatch.setattr(step_functions, "start", lambda *_: "NoRoom")
    follow("CP1", 7, NOON)
    assert kept().waits


def test_it_expires_when_its_time_is_over_and_not_before() -> None:
    reserve()
    look_at("CP1", 7, NOON + HOUR - SECOND)
    assert (kept().status, audited()) == ("Accepted", [])
    look_at("CP1", 7, NOON + HOUR)
    look_at("CP1", 7, NOON + 2 * HOUR)
    assert (kept().status, kept().ended_at, audited()) == ("Expired", NOON + HOUR, ["Expired"])


def test_it_is_lost_with_its_connector_whoever_looks(says: Says) -> None:
    reserve()
    says("StatusNotification", STATUS, at=NOON + 5 * SECOND)
    assert come("lose-reservations", at=NOON + 6 * SECOND) == 1
    assert (kept().status, kept().ended_at) == ("Lost", NOON + 5 * SECOND)
    assert audited() == ["Lost"]


def test_it_is_lost_also_if_nobody_was_told_and_the_connector_is_available_again(
    says: Says,
) -> None:
    reserve()
    says("StatusNotification", STATUS, at=NOON + 5 * SECOND)
    says("StatusNotification", STATUS | {"status": "Available"}, at=NOON + 9 * SECOND)
    look_at("CP1", 7, NOON + HOUR)
    assert (kept().status, kept().ended_at) == ("Lost", NOON + 5 * SECOND)


def test_a_charge_point_from_before_there_was_such_a_note_gets_one(says: Says) -> None:

    perform(update(ChargePoint.of("CP1"), [ChargePoint.unusable_at.remove()]))
    reserve()
    says("StatusNotification", STATUS, at=NOON + 5 * SECOND)
    says("StatusNotification", STATUS | {"connectorId": 2}, at=NOON + 6 * SECOND)
    look_at("CP1", 7, NOON + HOUR)
    assert kept().status == "Lost"


def test_other_connectors_and_other_statuses_lose_nothing(says: Says) -> None:
    reserve()
    says("StatusNotification", STATUS | {"connectorId": 2})
    says("StatusNotification", STATUS | {"status": "Reserved"})
    follow_lost("CP1", NOON + 9 * SECOND)
    assert kept().waits


def test_what_was_used_or_cancelled_stands_in_the_audit_trail_too(says: Says) -> None:
    reserve()
    says("StartTransaction", START | {"reservationId": 7}, at=NOON + 2 * SECOND)
    assert come("follow-reservation", at=NOON + 3 * SECOND) >= 1
    assert (kept().status, audited()) == ("Used", ["Used"])
    reserve(command_id="again")
    send("cancel", "CancelReservation", {"reservationId": 7})
    answer("cancel", at=NOON + 5 * SECOND)
    come("follow-reservation", at=NOON + 6 * SECOND)
    assert sorted(audited()) == ["Cancelled", "Used"]


def test_a_start_that_is_told_late_turns_its_end_into_a_use(says: Says) -> None:
    reserve()
    look_at("CP1", 7, NOON + HOUR)
    says("StartTransaction", START | {"reservationId": 7}, at=NOON + 2 * HOUR)
    come("follow-reservation", at=NOON + 2 * HOUR)
    assert (kept().status, sorted(audited())) == ("Used", ["Expired", "Used"])


def test_a_start_after_its_end_does_not(says: Says) -> None:
    reserve(expiry=2 * SECOND)
    look_at("CP1", 7, NOON + HOUR)
    late = START | {"reservationId": 7, "timestamp": spell_time(NOON + HOUR)}
    says("StartTransaction", late, at=NOON + 2 * HOUR)
    assert (kept().status, kept().transaction_id) == ("Expired", None)


def test_somebody_else_who_charged_there_is_named(says: Says) -> None:
    provision_id_tag("CARD-2")
    reserve()
    info = says("StartTransaction", START | {"idTag": "CARD-2"}, at=NOON + 9 * SECOND)
    assert info is not None
    assert info[2]["idTagInfo"] == {"status": "Accepted"}  # a reservation never changes it (C-53)
    look_at("CP1", 7, NOON + HOUR)
    assert kept().conflicts_with == info[2]["transactionId"]


def test_who_ends_it_meanwhile_is_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    reserve()
    once = [lambda: perform(store.cancelled("CP1", 7, NOON + SECOND))]

    def beaten(*writes: Any) -> None:
        if once:
            once.pop()()
        transact(*writes)

    monkeypatch.setattr("workflows.follow_reservation.transact", beaten)
    ended = look_at("CP1", 7, NOON + HOUR)
    assert ended
    assert (ended.status, kept().status, audited()) == ("Cancelled", "Cancelled", ["Cancelled"])


def test_what_is_not_there_is_not_looked_for_twice(executions: Executions) -> None:
    follow("CP1", 8, NOON)
    follow("CP9", 7, NOON)
    assert look_at("CP1", 8, NOON) is None
    assert executions.all == []
