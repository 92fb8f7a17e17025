from datetime import timedelta

import pytest

from csms.store import counters
from csms.store.counters import ChosenNumber, Counters
from csms.store.table import ConditionFailed, calls, fetch, perform, put
from csms.store.table.calls import Raw
from csms.store.transactions.reservations import Reservation
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def test_numbers_ascend_and_each_is_given_once() -> None:
    assert [counters.free("CP1", "request_id") for _ in range(3)] == [1, 2, 3]


def test_each_charge_point_and_each_kind_has_its_own() -> None:
    counters.free("CP1", "request_id")
    assert counters.free("CP2", "request_id") == 1
    assert counters.free("CP1", "reservation_id") == 1
    assert counters.free("CP1", "charging_profile_id") == 1
    assert counters.free("CP1", "request_id") == 2


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

    def free() -> int:
        return counters.free("CP1", "reservation_id", lambda one: Reservation.of("CP1", one))

    assert free() == 70
    assert asked == ["UpdateItem", "BatchGetItem"] * 3
    assert free() > 70


def test_what_is_known_to_be_used_is_skipped() -> None:
    assert counters.free("CP1", "request_id", used={1, 2, 4}) == 3
    assert counters.free("CP1", "request_id", used={1, 2, 3, *range(52, 99)}) == 99


def test_a_number_that_an_operator_chose_for_what_is_on_its_way_is_skipped() -> None:
    perform(counters.chosen("CP1", "charging_profile_id", 1, NOON))
    assert counters.free("CP1", "charging_profile_id") == 2
    assert counters.free("CP1", "reservation_id") == 1
    (chosen,) = fetch(ChosenNumber.of("CP1", "charging_profile_id", 1))
    assert chosen
    assert chosen.expires_at == NOON + timedelta(days=1)


def test_the_version_of_a_list_that_was_sent_only_rises() -> None:
    perform(counters.version_sent("CP1", 7))
    for lower in (6, 7):
        with pytest.raises(ConditionFailed):
            perform(counters.version_sent("CP1", lower))
    (standing,) = fetch(Counters.of("CP1"))
    assert standing
    assert standing.list_version == 7
