from datetime import timedelta

import pytest

from csms.store.table import ConditionFailed, fetch, perform
from csms.store.transactions import reservations
from csms.store.transactions.reservations import Reservation
from tests.stored import reservations_of
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

HOUR = timedelta(hours=1)


def reservation(number: int = 7, status: str = "Accepted") -> Reservation:
    made = Reservation.of("CP1", number)
    made.connector_id = 1
    made.id_tag = "CARD-1"
    made.expiry_date = NOON + HOUR
    made.status = status
    made.answered_at = NOON
    made.command_id = "command-1"
    return made


def stored(number: int = 7) -> Reservation:
    (found,) = fetch(Reservation.of("CP1", number))
    assert found
    return found


def test_it_expires_on_time_whoever_looks() -> None:
    perform(reservations.answered(reservation(7)))
    perform(reservations.answered(reservation(8, "Occupied")))

    def statuses(hours: float) -> list[str]:
        found = reservations_of("CP1", NOON + hours * HOUR)
        return [one.status for one in found]

    assert statuses(0.999) == ["Accepted", "Occupied"]
    assert statuses(1) == ["Expired", "Occupied"]
    assert stored().status == "Accepted"


def test_a_charge_point_has_its_own() -> None:
    perform(reservations.answered(reservation()))
    assert reservations_of("CP", NOON) == []
    assert [one.reservation_id for one in reservations_of("CP1", NOON)] == [7]


@pytest.mark.parametrize("number", [0, -1, 2**31, -(2**63), 2**63 - 1])
def test_any_integer_is_an_id(number: int) -> None:
    perform(reservations.answered(reservation(number)))
    assert stored(number).reservation_id == number


def test_what_a_transaction_uses_names_it() -> None:
    perform(reservations.answered(reservation()))
    perform(reservations.used(stored(), 99))
    assert (stored().status, stored().transaction_id) == ("Used", 99)


def test_what_is_over_is_neither_used_nor_cancelled() -> None:
    perform(reservations.answered(reservation()))
    perform(reservations.cancelled("CP1", 7))
    with pytest.raises(ConditionFailed):
        perform(reservations.used(stored(), 99))
    with pytest.raises(ConditionFailed):
        perform(reservations.cancelled("CP1", 7))
    assert (stored().status, stored().transaction_id) == ("Cancelled", None)


def test_a_number_that_was_ever_used_is_not_free() -> None:
    for number, status in ((1, "Accepted"), (2, "Rejected"), (4, "Accepted")):
        perform(reservations.answered(reservation(number, status)))
    assert [reservations.free_number("CP1") for _ in range(2)] == [3, 102]
    assert reservations.free_number("CP2") == 1
