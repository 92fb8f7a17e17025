from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from itertools import permutations

import pytest

from csms.store.paging import by_name, part, reading
from csms.store.table import ConditionFailed, Write, fetch, perform
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
    perform(reservations.used(stored(), 99, NOON))
    assert (stored().status, stored().transaction_id) == ("Used", 99)


ENDS: dict[str, Callable[[], Write]] = {
    "Used": lambda: reservations.used(stored(), 99, NOON + HOUR),
    "Cancelled": lambda: reservations.cancelled("CP1", 7, NOON + HOUR),
    "Lost": lambda: reservations.lost("CP1", 7, NOON + HOUR),
    "Expired": lambda: reservations.ended(stored(), "Expired", NOON + HOUR, "in time"),
}


@pytest.mark.parametrize(("first", "second"), [*permutations(ENDS, 2)])
def test_it_ends_once_whatever_races(first: str, second: str) -> None:
    perform(reservations.answered(reservation()))
    perform(ENDS[first]())
    with pytest.raises(ConditionFailed):
        perform(ENDS[second]())
    assert (stored().status, stored().ended_at) == (first, NOON + HOUR)


@pytest.mark.parametrize("status", ["Expired", "Lost"])
@pytest.mark.parametrize(("minutes", "used"), [(59, True), (60, False), (61, False)])
def test_a_start_that_is_told_late_used_it_if_it_was_before_the_end(
    status: reservations.Status, minutes: int, used: bool
) -> None:
    perform(reservations.answered(reservation()))
    perform(reservations.ended(stored(), status, NOON + HOUR, "in time"))
    assert stored().may_be_used
    with nullcontext() if used else pytest.raises(ConditionFailed):
        perform(reservations.used(stored(), 99, NOON + timedelta(minutes=minutes)))
    assert stored().status == ("Used" if used else status)


def test_one_that_was_cancelled_is_not_used_by_a_start_that_is_told_late() -> None:
    perform(reservations.answered(reservation()))
    perform(reservations.cancelled("CP1", 7, NOON + HOUR))
    assert not stored().may_be_used
    with pytest.raises(ConditionFailed):
        perform(reservations.used(stored(), 99, NOON))


def test_the_end_of_the_one_before_is_not_that_of_another_with_its_id() -> None:
    perform(reservations.answered(reservation()))
    before = stored()
    another = reservation()
    another.command_id = "command-2"
    perform(reservations.answered(another))
    with pytest.raises(ConditionFailed):
        perform(reservations.ended(before, "Expired", NOON + HOUR, "in time"))
    assert stored().waits


def test_it_stands_on_the_list_of_what_waits_until_it_has_ended() -> None:
    def listed() -> list[str]:
        found = part(by_name(Reservation, reservations.WORK), 10, None, reading(Reservation))
        return [one.sk for one in found.items]

    perform(reservations.answered(reservation(8, "Occupied")))
    assert listed() == []
    perform(reservations.answered(reservation()))
    assert listed() == [stored().sk]
    perform(reservations.cancelled("CP1", 7, NOON))
    assert listed() == []


def test_of_two_that_try_again_one_does() -> None:
    perform(reservations.answered(reservation()))
    seen = stored()
    perform(reservations.tried_again(seen))
    with pytest.raises(ConditionFailed):
        perform(reservations.tried_again(seen))
    assert (seen.attempt, stored().attempt) == (1, 2)


def test_a_number_that_was_ever_used_is_not_free() -> None:
    for number, status in ((1, "Accepted"), (2, "Rejected"), (4, "Accepted")):
        perform(reservations.answered(reservation(number, status)))
    assert [reservations.NUMBERS.free("CP1") for _ in range(2)] == [3, 52]
    assert reservations.NUMBERS.free("CP2") == 1
