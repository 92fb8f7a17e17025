from datetime import timedelta
from typing import Any

import pytest

from csms.domain.transactions import StartKey
from csms.store import transactions
from csms.store.table import calls, fetch, perform
from csms.store.transactions import Stop, reservations
from csms.store.transactions.reservations import Reservation
from csms.wire.ocpp16 import spell_time
from tests.actions import PAYLOADS
from tests.conftest import Says
from tests.inbound.support import begun, start, stop, stored
from tests.stored import (
    provision,
    provision_id_tag,
    refused_calls_of,
    set_registration,
    transactions_of,
)
from tests.support import NOON

YEAR = timedelta(days=365)
STOPPED = Stop(NOON, NOON, 5200, None, "Local", "digest")
BOOT = PAYLOADS["BootNotification"]


def test_the_session_is_recorded_before_it_is_answered(says: Says) -> None:
    provision_id_tag("CARD-1", parent_id_tag="GROUP")
    answer = says("StartTransaction", start(reservationId=7))
    assert answer
    assert answer[2]["idTagInfo"] == {"parentIdTag": "GROUP", "status": "Accepted"}
    transaction = stored(answer[2]["transactionId"])
    assert transaction.connector_id == 1
    assert transaction.id_tag == "CARD-1"
    assert transaction.meter_start == 4200
    assert transaction.started_at == NOON
    assert transaction.start_received_at == NOON
    assert transaction.reservation_id == 7
    assert transaction.stopped_at is None


@pytest.mark.parametrize(
    ("provisioned", "status"),
    [
        (None, "Invalid"),
        ({"blocked": True}, "Blocked"),
        ({"expiry_date": NOON - timedelta(days=1)}, "Expired"),
    ],
)
def test_a_refused_start_is_kept_with_its_status_and_has_a_usable_number(
    provisioned: dict[str, Any] | None, status: str, says: Says
) -> None:
    if provisioned is not None:
        provision_id_tag("CARD-1", **provisioned)
    answer = says("StartTransaction", start())
    assert answer
    assert answer[2]["idTagInfo"]["status"] == status
    number = answer[2]["transactionId"]
    assert number > 0
    assert stored(number).id_tag_info["status"] == status
    assert transactions.running_for("CARD-1") == []
    assert says("StopTransaction", stop(number, reason="DeAuthorized")) == [3, "unique-1", {}]
    assert stored(number).stop_reason == "DeAuthorized"


@pytest.mark.parametrize(
    "said_again",
    [
        {},
        {"idTag": "card-1"},
        {"timestamp": "2026-06-01T14:00:00.000+02:00"},
        {"timestamp": "2026-06-01T12:00"},
    ],
    ids=["to the letter", "tag in lower case", "time in another zone", "time without seconds"],
)
def test_a_repetition_is_answered_as_the_first_was(says: Says, said_again: dict[str, Any]) -> None:
    provision_id_tag("CARD-1", parent_id_tag="GROUP", max_active_transactions=1)
    first = says("StartTransaction", start(), unique_id="1")
    provision_id_tag("CARD-1", blocked=True)
    again = says("StartTransaction", start(**said_again), unique_id="2", at=NOON + YEAR)
    assert first
    assert again
    assert again[:2] == [3, "2"]
    assert again[2] == first[2]
    assert len(transactions_of("CP1")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"connectorId": 2},
        {"idTag": "CARD-2"},
        {"timestamp": "2026-06-01T12:00:00.001Z"},
        {"meterStart": 4201},
    ],
)
def test_what_differs_in_one_of_the_five_is_another_transaction(
    change: dict[str, Any], says: Says
) -> None:
    """Though its message id is the same: charge points begin at 1 again after a reboot."""
    assert begun(says) != begun(says, **change)
    assert len(transactions_of("CP1")) == 2


def test_the_same_start_at_another_charge_point_is_another_transaction(says: Says) -> None:
    provision("CP2", security_profile=0)
    assert begun(says) != begun(says, charge_point_id="CP2")
    assert stored(begun(says, charge_point_id="CP2"), "CP2").charge_point_id == "CP2"


def test_two_connectors_at_once_have_two_transactions(says: Says) -> None:
    one, other = begun(says, connectorId=1), begun(says, connectorId=2)
    says("StopTransaction", stop(one))
    assert stored(one).stopped_at
    assert stored(other).stopped_at is None


def test_ten_offline_transactions_replayed_in_order_are_ten(says: Says) -> None:
    numbers = []
    for hour in range(10):
        began = NOON - timedelta(hours=20 - hour)
        number = begun(says, timestamp=spell_time(began), meterStart=1000 * hour)
        ended = spell_time(began + timedelta(minutes=30))
        says("StopTransaction", stop(number, timestamp=ended, meterStop=1000 * hour + 500))
        numbers.append(number)
    assert len(set(numbers)) == 10
    assert [stored(number).energy for number in numbers] == [500] * 10
    assert [stored(number).started_at.hour for number in numbers] == [
        (16 + hour) % 24 for hour in range(10)
    ]


def test_a_number_that_another_transaction_has_is_passed_over(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StartKey, "number", 0x7FFFFFFF)
    assert [begun(says, connectorId=connector) for connector in (1, 2, 3)] == [0x7FFFFFFF, 1, 2]
    assert begun(says, connectorId=3) == 2, "a repetition finds its own"


def test_when_no_number_is_left_nothing_is_acknowledged(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StartKey, "number", 5)
    for connector in range(8):
        begun(says, connectorId=connector)
    answer = says("StartTransaction", start(connectorId=9))
    assert answer
    assert answer[:3] == [4, "unique-1", "InternalError"]
    assert len(transactions_of("CP1")) == 8


def test_a_start_that_comes_again_after_its_stop_is_flagged_never_silent(says: Says) -> None:
    number = begun(says)
    assert stored(number).possible_merge_at is None
    says("StopTransaction", stop(number))
    later = NOON + timedelta(hours=1)
    again = says("StartTransaction", start(), at=later)
    assert again
    assert again[2]["transactionId"] == number
    assert stored(number).possible_merge_at == later
    says("StartTransaction", start(), at=NOON + YEAR)
    assert stored(number).possible_merge_at == later


@pytest.mark.parametrize("timestamp", ["1970-01-01T00:00:05Z", "2026-06-03T12:00:01Z"])
def test_without_a_clock_the_same_start_after_another_boot_is_another_transaction(
    timestamp: str, says: Says
) -> None:
    says("BootNotification", BOOT, at=NOON - timedelta(hours=2))
    first = begun(says, timestamp=timestamp)
    assert begun(says, timestamp=timestamp) == first
    assert stored(first).implausible_time
    says("BootNotification", BOOT, at=NOON - timedelta(hours=1))
    second = begun(says, timestamp=timestamp)
    assert second != first


CLOCKLESS = "1970-01-01T00:00:05Z"


def doubles(number: int) -> set[int] | None:
    return stored(number).possible_doubles


def boots(says: Says, hours: int) -> None:
    says("BootNotification", BOOT, at=NOON + timedelta(hours=hours))


@pytest.mark.parametrize("timestamp", [CLOCKLESS, "2026-06-03T12:00:01Z", None, "00-00-00"])
@pytest.mark.parametrize("booted_before", [False, True])
def test_without_a_clock_a_start_that_comes_again_after_a_boot_marks_both(
    timestamp: str | None, booted_before: bool, says: Says
) -> None:
    if booted_before:
        boots(says, -2)
    first = begun(says, timestamp=timestamp)
    assert begun(says, timestamp=timestamp) == first
    assert doubles(first) is None, "a repetition before the boot is one"
    boots(says, -1)
    second = begun(says, timestamp=timestamp)
    assert begun(says, timestamp=timestamp) == second
    assert (doubles(first), doubles(second)) == ({second}, {first})
    boots(says, 0)
    third = begun(says, timestamp=timestamp)
    assert doubles(first) == {second}
    assert doubles(second) == {first, third}
    assert doubles(third) == {second}


def test_what_was_stopped_by_its_own_number_is_no_double(says: Says) -> None:
    """The charge point knew the number: what begins alike after a boot is another session."""
    first = begun(says, timestamp=CLOCKLESS)
    says("StopTransaction", stop(first))
    boots(says, -1)
    second = begun(says, timestamp=CLOCKLESS)
    assert second != first
    assert doubles(first) is doubles(second) is None
    boots(says, 0)
    third = begun(says, timestamp=CLOCKLESS)
    assert (doubles(second), doubles(third)) == ({third}, {second})


@pytest.mark.parametrize("change", [{"connectorId": 2}, {"idTag": "CARD-2"}, {"meterStart": 4201}])
def test_what_began_otherwise_is_no_double(change: dict[str, Any], says: Says) -> None:
    first = begun(says, timestamp=CLOCKLESS)
    boots(says, -1)
    second = begun(says, timestamp=CLOCKLESS, **change)
    assert doubles(first) is doubles(second) is None


def test_a_start_ahead_of_its_time_that_comes_after_a_boot_in_its_time_marks_both(
    says: Says,
) -> None:
    boots(says, -1)
    ahead = NOON + timedelta(days=2)
    first = begun(says, timestamp=spell_time(ahead))
    boots(says, 1)
    answer = says("StartTransaction", start(timestamp=spell_time(ahead)), at=ahead)
    assert answer
    second = answer[2]["transactionId"]
    assert second != first
    assert (doubles(first), doubles(second)) == ({second}, {first})


def test_a_number_that_another_has_does_not_hide_a_double(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StartKey, "number", 5)
    begun(says, connectorId=2)
    first = begun(says, timestamp=CLOCKLESS)
    assert begun(says, timestamp=CLOCKLESS) == first
    boots(says, 0)
    second = begun(says, timestamp=CLOCKLESS)
    assert [first, second] == [6, 7]
    assert (doubles(first), doubles(second)) == ({second}, {first})


def test_a_double_that_is_stopped_while_the_second_begins_is_none(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = begun(says, timestamp=CLOCKLESS)
    boots(says, 0)
    call = calls.call

    def stopped_first(operation: str, arguments: calls.Raw) -> calls.Raw:
        if operation == "TransactWriteItems":
            monkeypatch.setattr(calls, "call", call)
            assert transactions.end(stored(first), STOPPED)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", stopped_first)
    second = begun(says, timestamp=CLOCKLESS)
    assert doubles(first) is doubles(second) is None


def test_with_a_clock_a_boot_between_makes_no_other_transaction(says: Says) -> None:
    first = begun(says)
    says("BootNotification", BOOT, at=NOON)
    assert begun(says) == first
    assert stored(first).implausible_time is None
    assert doubles(first) is None


def test_an_offline_start_is_judged_by_its_own_time(says: Says) -> None:
    provision_id_tag("CARD-1", expiry_date=NOON - timedelta(hours=1))
    earlier = spell_time(NOON - timedelta(hours=2))
    answer = says("StartTransaction", start(timestamp=earlier))
    assert answer
    assert answer[2]["idTagInfo"]["status"] == "Accepted"


def test_without_a_clock_a_start_is_judged_by_ours(says: Says) -> None:
    provision_id_tag("CARD-1", expiry_date=NOON - timedelta(hours=1))
    answer = says("StartTransaction", start(timestamp="1970-01-01T00:00:05Z"))
    assert answer
    assert answer[2]["idTagInfo"]["status"] == "Expired"


def test_a_start_ahead_of_its_time_is_the_same_when_its_time_has_come(says: Says) -> None:
    says("BootNotification", BOOT)
    ahead = NOON + timedelta(days=2)
    early = begun(says, timestamp=spell_time(ahead))
    answer = says("StartTransaction", start(timestamp=spell_time(ahead)), at=ahead)
    assert answer
    assert answer[2]["transactionId"] == early
    assert len(transactions_of("CP1")) == 1


def test_another_transaction_under_the_early_number_is_left_alone(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    says("BootNotification", BOOT)
    other = begun(says, connectorId=2)
    number = StartKey.number.fget  # type: ignore[attr-defined]
    monkeypatch.setattr(
        StartKey, "number", property(lambda key: other if key.booted_at else number(key))
    )
    late = NOON + timedelta(days=3)
    answer = says("StartTransaction", start(timestamp=spell_time(late)), at=late)
    assert answer
    assert answer[2]["transactionId"] != other
    assert stored(other).connector_id == 2


def reserved(status: str = "Accepted", *, expired: bool = False) -> None:
    reservation = Reservation.of("CP1", 7)
    reservation.connector_id = 1
    reservation.id_tag = "CARD-1"
    reservation.expiry_date = NOON + (-YEAR if expired else YEAR)
    reservation.status = status
    reservation.answered_at = NOON - YEAR
    reservation.command_id = "command-1"
    perform(reservations.answered(reservation))


def reservation() -> tuple[str, int | None]:
    (found,) = fetch(Reservation.of("CP1", 7))
    assert found
    return found.status, found.transaction_id


@pytest.mark.parametrize("expired", [False, True])
def test_a_start_uses_the_reservation_that_it_names(says: Says, expired: bool) -> None:
    reserved(expired=expired)
    number = begun(says, reservationId=7)
    assert reservation() == ("Used", number)
    assert begun(says, reservationId=7) == number
    begun(says, reservationId=7, connectorId=2)
    assert reservation() == ("Used", number), "it is used once"


@pytest.mark.parametrize("named", [{}, {"reservationId": 8}, {"reservationId": 0}])
def test_no_other_reservation_is_taken_for_used(says: Says, named: dict[str, Any]) -> None:
    reserved()
    assert stored(begun(says, **named)).reservation_id == named.get("reservationId")
    assert reservation() == ("Accepted", None)


def test_a_start_that_names_none_does_not_use_number_0(says: Says) -> None:
    zero = Reservation.of("CP1", 0)
    reserved()
    (seven,) = fetch(Reservation.of("CP1", 7))
    assert seven
    seven.sk = zero.sk
    perform(reservations.answered(seven))
    begun(says)
    (found,) = fetch(zero)
    assert found
    assert found.status == "Accepted"


@pytest.mark.parametrize("status", ["Occupied", "Cancelled", "Used"])
def test_a_reservation_that_is_over_does_not_stand_in_the_way(says: Says, status: str) -> None:
    reserved(status)
    assert stored(begun(says, reservationId=7)).reservation_id == 7
    assert reservation() == (status, None)


def test_a_reservation_does_not_change_the_standing_of_a_tag(says: Says) -> None:
    provision_id_tag("CARD-2")
    reserved()
    answer = says("StartTransaction", start(idTag="CARD-2", reservationId=7))
    assert answer
    assert answer[2]["idTagInfo"] == {"status": "Accepted"}
    assert reservation() == ("Used", answer[2]["transactionId"])


NO_TIME: list[dict[str, Any]] = [{"timestamp": None}, {"timestamp": ""}, {"timestamp": "00-00-00"}]


@pytest.mark.parametrize("timestamp", NO_TIME)
def test_a_start_without_a_time_begins_now_and_once(timestamp: dict[str, Any], says: Says) -> None:
    says("BootNotification", BOOT, at=NOON - timedelta(hours=2))
    first = says("StartTransaction", start(**timestamp), at=NOON)
    again = says("StartTransaction", start(**timestamp), at=NOON + timedelta(hours=1))
    assert first
    assert first == again
    (one,) = transactions_of("CP1")
    assert (one.started_at, one.implausible_time) == (NOON, True)
    assert one.start_as_sent == timestamp
    says("BootNotification", BOOT, at=NOON + timedelta(hours=2))
    assert begun(says, **timestamp) != one.transaction_id


def test_a_start_whose_time_is_missing_is_as_one_of_null(says: Says) -> None:
    said = start()
    del said["timestamp"]
    answer = says("StartTransaction", said)
    assert answer
    assert begun(says, timestamp=None) == answer[2]["transactionId"]
    assert begun(says, timestamp="") != answer[2]["transactionId"]


@pytest.mark.parametrize("spelled", ["2026-06-01 12:00:00Z", "2026-06-01T14:00+02", "20260601T12Z"])
def test_a_time_in_another_form_of_iso_8601_is_one(spelled: str, says: Says) -> None:
    number = begun(says, timestamp=spelled)
    assert (stored(number).started_at, stored(number).implausible_time) == (NOON, None)
    assert begun(says, timestamp=spelled) == number


@pytest.mark.parametrize("meter_start", [{}, {"meterStart": None}, {"meterStart": "n/a"}])
def test_a_start_without_a_reading_begins_without_one(
    meter_start: dict[str, Any], says: Says
) -> None:
    said = start() | meter_start
    if not meter_start:
        del said["meterStart"]
    for unique_id in ("1", "2"):
        answer = says("StartTransaction", said, unique_id=unique_id)
        assert answer
        assert answer[0] == 3
    (one,) = transactions_of("CP1")
    assert one.meter_start is None
    says("StopTransaction", stop(one.transaction_id))
    stopped = stored(one.transaction_id)
    assert (stopped.meter_stop, stopped.energy) == (5200, None)


@pytest.mark.parametrize(
    ("came", "reading"),
    [("4200", 4200), (4199.5, 4200), (4200.4, 4200), ("4199,5", 4200), ("4,200", None)],
)
def test_a_reading_is_rounded_and_kept_as_it_came(
    came: Any, reading: int | None, says: Says
) -> None:
    number = begun(says, meterStart=came)
    assert stored(number).meter_start == reading
    assert stored(number).start_as_sent == {"meterStart": came}
    assert begun(says, meterStart=came) == number


@pytest.mark.parametrize(
    ("came", "number"), [("7", 7), (7.0, 7), (7.5, None), ("seven", None), (None, None), ("", None)]
)
def test_a_reservation_is_named_by_its_whole_number(
    came: Any, number: int | None, says: Says
) -> None:
    reserved()
    begun_as = begun(says, reservationId=came)
    assert stored(begun_as).reservation_id == number
    assert reservation() == (("Used", begun_as) if number else ("Accepted", None))


@pytest.mark.parametrize("id_tag", [21 * "X", 100_000 * "X", "CARD-1\x00", {"a": 1}])
def test_what_can_be_no_tag_is_invalid_and_has_a_number(id_tag: Any, says: Says) -> None:
    provision_id_tag("CARD-1")
    answer = says("StartTransaction", start(idTag=id_tag))
    assert answer
    assert answer[2]["idTagInfo"] == {"status": "Invalid"}
    assert begun(says, idTag=id_tag) == answer[2]["transactionId"]
    whole = id_tag if isinstance(id_tag, str) else '{"a":1}'
    assert stored(answer[2]["transactionId"]).id_tag == whole


@pytest.mark.parametrize("member", ["idTag", "connectorId"])
@pytest.mark.parametrize("there", [True, False])
def test_without_a_tag_or_a_connector_it_is_refused_and_kept(
    member: str, there: bool, says: Says
) -> None:
    said = start(**{member: None})
    if not there:
        del said[member]
    answer = says("StartTransaction", said)
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]
    (refused,) = refused_calls_of("CP1")
    assert (refused.action, refused.payload, refused.why) == ("StartTransaction", said, answer[3])
    assert transactions_of("CP1") == []


@pytest.mark.parametrize("connector_id", [1.5, "left", True])
def test_a_connector_is_never_guessed(connector_id: Any, says: Says) -> None:
    answer = says("StartTransaction", start(connectorId=connector_id))
    assert answer
    assert answer[:3] == [4, "unique-1", "TypeConstraintViolation"]


@pytest.mark.parametrize("connector_id", ["1", 1.0])
def test_a_connector_is_known_by_its_whole_number(connector_id: Any, says: Says) -> None:
    assert stored(begun(says, connectorId=connector_id)).connector_id == 1


def test_a_start_that_is_refused_for_its_registration_is_kept_as_it_came(says: Says) -> None:
    set_registration("CP1", "Pending")
    said = start(timestamp=None, meterStart=4199.5)
    answer = says("StartTransaction", said)
    assert answer
    assert answer[:3] == [4, "unique-1", "SecurityError"]
    (refused,) = refused_calls_of("CP1")
    assert (refused.payload, refused.why) == (said, "the registration is Pending")


@pytest.mark.parametrize("change", [{"timestamp": ""}, {"meterStart": "4200"}, {"idTag": 21 * "X"}])
def test_strict_refuses_what_had_to_be_mended(
    change: dict[str, Any], says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    answer = says("StartTransaction", start(**change))
    assert answer
    assert answer[0] == 4
    assert [one.payload for one in refused_calls_of("CP1")] == [start(**change)]
