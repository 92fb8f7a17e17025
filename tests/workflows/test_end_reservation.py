import pytest

from csms.store.table import fetch, perform
from csms.store.transactions import reservations as store
from csms.store.transactions.reservations import Reservation
from tests.csms.store.transactions.test_reservations import HOUR, reservation
from tests.support import NOON, Context
from workflows.end_reservation import end_reservation, handler

pytestmark = pytest.mark.usefixtures("cp1")

TOLD = {
    "chargePointId": "CP1",
    "reservationId": 7,
    "commandId": "command-1",
    "attempt": 1,
    "expiryDate": "2026-06-01T13:00:00Z",
}


def test_it_holds_until_its_time_is_over() -> None:
    perform(store.answered(reservation()))
    assert end_reservation(TOLD, NOON) == {
        "outcome": "Waits",
        "expiryDate": "2026-06-01T13:00:00Z",
    }
    assert end_reservation(TOLD, NOON + HOUR) == {"outcome": "Expired"}


def test_what_ended_otherwise_is_told() -> None:
    perform(store.answered(reservation()))
    perform(store.cancelled("CP1", 7, NOON))
    assert end_reservation(TOLD, NOON + HOUR) == {"outcome": "Cancelled"}


def test_another_with_its_id_is_not_its_affair() -> None:
    another = reservation()
    another.command_id = "command-2"
    perform(store.answered(another))
    assert end_reservation(TOLD, NOON) == {"outcome": "Replaced"}
    assert end_reservation(TOLD | {"reservationId": 8}, NOON) == {"outcome": "Replaced"}


def test_the_clock_of_the_machine_counts_where_ours_is_behind() -> None:
    late = reservation()
    late.expiry_date = NOON.replace(year=2099)
    perform(store.answered(late))
    result = handler(TOLD | {"at": "2099-06-01T13:00:00.000Z"}, Context())
    assert result == TOLD | {"outcome": "Expired"}
    (kept,) = fetch(Reservation.of("CP1", 7))
    assert kept
    assert kept.status == "Expired"
