from datetime import timedelta

import pytest

from csms.store import counters
from csms.store.counters import ChosenNumber, Counters, Numbers
from csms.store.table import Cancelled, ConditionFailed, calls, fetch, perform, put, transact
from csms.store.table.calls import Raw
from csms.store.transactions.reservations import Reservation
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

PROFILES = Numbers("charging_profile_id")
REQUESTS = Numbers("request_id")
RESERVATIONS = Numbers("reservation_id", Reservation.of)


def standing() -> Counters | None:
    (found,) = fetch(Counters.of("CP1"))
    return found


def test_numbers_ascend_and_each_is_given_once() -> None:
    assert [REQUESTS.free("CP1") for _ in range(3)] == [1, 2, 3]


def test_each_charge_point_and_each_kind_has_its_own() -> None:
    REQUESTS.free("CP1")
    assert REQUESTS.free("CP2") == 1
    assert RESERVATIONS.free("CP1") == 1
    assert PROFILES.free("CP1") == 1
    assert REQUESTS.free("CP1") == 2


def test_the_next_number_is_taken_with_what_it_is_for_and_once() -> None:
    first, takes = REQUESTS.following("CP1", standing())
    same, takes_too = REQUESTS.following("CP1", standing())
    assert (first, same) == (1, 1)
    transact(*takes)
    with pytest.raises(Cancelled):
        transact(*takes_too)
    following, takes = REQUESTS.following("CP1", standing())
    transact(*takes)
    assert (following, REQUESTS.free("CP1")) == (2, 3)


def test_the_next_number_is_not_taken_if_it_is_in_use_or_chosen() -> None:
    reserved(1)
    number, takes = RESERVATIONS.following("CP1", standing())
    with pytest.raises(Cancelled):
        transact(*takes)
    perform(counters.chosen("CP1", "request_id", 1, NOON))
    _, takes = REQUESTS.following("CP1", standing())
    with pytest.raises(Cancelled):
        transact(*takes)
    assert (number, standing()) == (1, None)


def reserved(number: int) -> None:
    reservation = Reservation.of("CP1", number)
    reservation.connector_id, reservation.id_tag = 1, "CARD-1"
    reservation.status, reservation.command_id = "Accepted", "c1"
    reservation.expiry_date = reservation.answered_at = NOON
    perform(put(reservation))


def test_what_is_in_use_is_skipped_in_few_round_trips(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 70):
        reserved(number)
    call, asked = calls.call, []

    def counting(operation: str, arguments: Raw) -> Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counting)

    assert RESERVATIONS.free("CP1") == 70
    assert asked == ["UpdateItem", "BatchGetItem"] * 3
    assert RESERVATIONS.free("CP1") > 70


def test_what_is_known_to_be_used_is_skipped() -> None:
    assert Numbers("request_id", used=lambda _: {1, 2, 4}).free("CP1") == 3
    known = Numbers("request_id", used=lambda _: {1, 2, 3, *range(52, 99)})
    assert known.following("CP1", standing())[0] == 99
    assert known.free("CP1") == 99


def test_a_number_that_an_operator_chose_for_what_is_on_its_way_is_skipped() -> None:
    perform(counters.chosen("CP1", "charging_profile_id", 1, NOON))
    assert PROFILES.free("CP1") == 2
    assert RESERVATIONS.free("CP1") == 1
    (chosen,) = fetch(ChosenNumber.of("CP1", "charging_profile_id", 1))
    assert chosen
    assert chosen.expires_at == NOON + timedelta(days=1)


def test_the_version_of_a_list_that_was_sent_only_rises() -> None:
    perform(counters.version_sent("CP1", 7))
    for lower in (6, 7):
        with pytest.raises(ConditionFailed):
            perform(counters.version_sent("CP1", lower))
    found = standing()
    assert found
    assert found.list_version == 7
