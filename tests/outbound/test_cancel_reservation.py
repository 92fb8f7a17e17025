from datetime import timedelta

import pytest

from csms.wire.ocpp16 import spell_time
from tests.actions import AT_NOON
from tests.outbound.support import ask, refusal
from tests.stored import provision_id_tag, reservations_of
from tests.support import NOON


@pytest.fixture(autouse=True)
def card(cp: str) -> None:
    provision_id_tag("CARD-1")


def reserved(reservation_id: int, status: str = "Accepted", expiry_date: str = "") -> None:
    asked = {
        "connectorId": 1,
        "expiryDate": expiry_date or spell_time(NOON + timedelta(hours=1)),
        "idTag": "CARD-1",
        "reservationId": reservation_id,
    }
    ask("ReserveNow", asked, {"status": status}, command_id=f"reserve-{reservation_id}")


def statuses() -> dict[int, str]:
    found = reservations_of("CP1", NOON)
    return {one.reservation_id: one.status for one in found}


@pytest.mark.parametrize(("answer", "status"), [("Accepted", "Cancelled"), ("Rejected", "Lost")])
def test_it_is_over_whether_the_charge_point_cancels_it_or_does_not_know_it(
    answer: str, status: str
) -> None:
    """The second is certification case 052 (edition 2025-11)."""
    reserved(7)
    reserved(8)
    ask("CancelReservation", {"reservationId": 7}, {"status": answer})
    assert statuses() == {7: status, 8: "Accepted"}


def test_an_id_that_we_do_not_hold_leaves_the_real_one_open() -> None:
    """Certification case 052 (edition 2024-04)."""
    reserved(8)
    ask("CancelReservation", {"reservationId": 7}, {"status": "Rejected"})
    assert statuses() == {8: "Accepted"}


def test_what_is_over_stays_what_it_was() -> None:
    reserved(7, "Occupied")
    ask("CancelReservation", {"reservationId": 7})
    assert statuses() == {7: "Occupied"}


def test_what_is_not_known_is_not_invented() -> None:
    ask("CancelReservation", {"reservationId": 7})
    assert statuses() == {}


def test_only_an_open_reservation_is_cancelled() -> None:
    def reason(reservation_id: int) -> str | None:
        return refusal("CancelReservation", {"reservationId": reservation_id})

    reserved(1)
    reserved(2, "Occupied")
    reserved(3, expiry_date=AT_NOON)
    reserved(4)
    ask("CancelReservation", {"reservationId": 4})
    assert reason(1) is None
    assert reason(2) == "reservation 2 is not open: Occupied"
    assert reason(3) == "reservation 3 is not open: Expired"
    assert reason(4) == "reservation 4 is not open: Cancelled"
    assert reason(5) == "there is no reservation 5"
