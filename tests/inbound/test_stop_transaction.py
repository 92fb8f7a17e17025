import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms.domain.transactions import candidates
from csms.store import transactions
from csms.store.reported import problems
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stop, stored
from tests.stored import (
    orphans_of,
    problems_of,
    provision,
    provision_id_tag,
    readings_of_month,
    refused_calls_of,
    transactions_of,
)
from tests.support import NOON

LATER = NOON + timedelta(hours=1)
DATA = [
    {"timestamp": "2026-06-01T11:00:00Z", "sampledValue": [{"value": "4200"}]},
    {
        "timestamp": "2026-06-01T12:00:00Z",
        "sampledValue": [
            {"value": "5200", "context": "Transaction.End"},
            {"value": "0A0B==", "format": "SignedData", "context": "Transaction.End"},
        ],
    },
]


def test_a_stop_ends_its_transaction(says: Says) -> None:
    number = begun(says)
    assert says("StopTransaction", stop(number, reason="EVDisconnected"), at=LATER) == [
        3,
        "unique-1",
        {},
    ]
    transaction = stored(number)
    assert transaction.stopped_at == NOON
    assert transaction.stop_received_at == LATER
    assert transaction.meter_stop == 5200
    assert transaction.energy == 1000
    assert transaction.stop_reason == "EVDisconnected"
    assert transaction.stop_id_tag is None


def test_a_stop_without_a_reason_is_local(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    assert stored(number).stop_reason == "Local"


def test_the_stopping_tag_is_answered_with_its_standing(says: Says) -> None:
    provision_id_tag("CARD-2", parent_id_tag="GROUP")
    number = begun(says)
    answer = says("StopTransaction", stop(number, idTag="card-2"))
    assert answer
    assert answer[2] == {"idTagInfo": {"parentIdTag": "GROUP", "status": "Accepted"}}
    assert stored(number).stop_id_tag == "card-2"


def test_a_tag_that_may_not_charge_stops_it_all_the_same(says: Says) -> None:
    number = begun(says)
    answer = says("StopTransaction", stop(number, idTag="UNKNOWN"))
    assert answer
    assert answer[2] == {"idTagInfo": {"status": "Invalid"}}
    assert stored(number).stopped_at


def test_the_marker_of_an_open_transaction_goes_with_the_stop(says: Says) -> None:
    provision_id_tag("CARD-1")
    number = begun(says)
    assert [one.transaction_id for one in transactions.running_for("CARD-1")] == [number]
    says("StopTransaction", stop(number))
    assert transactions.running_for("CARD-1") == []


@pytest.mark.parametrize("again", [{}, {"timestamp": "2026-06-01T14:00:00+02:00"}])
def test_a_repeated_stop_changes_nothing(says: Says, again: dict[str, Any]) -> None:
    number = begun(says)
    says("StopTransaction", stop(number, idTag="CARD-1", transactionData=DATA), unique_id="1")
    ended = stored(number).to_simple_dict()
    kept = readings_of_month("CP1", NOON)
    answer = says(
        "StopTransaction",
        stop(number, idTag="card-1", transactionData=DATA, **again),
        unique_id="2",
        at=LATER,
    )
    assert answer
    assert answer[:2] == [3, "2"]
    assert stored(number).to_simple_dict() == ended
    assert len(readings_of_month("CP1", NOON)) == len(kept) == 1
    assert orphans_of("CP1") == []


def test_of_two_different_stops_the_first_counts_and_the_other_is_kept(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    assert says("StopTransaction", stop(number, meterStop=9999)) == [3, "unique-1", {}]
    assert stored(number).meter_stop == 5200
    (orphan,) = orphans_of("CP1")
    assert orphan.transaction_id == number
    assert orphan.meter_stop == 9999
    assert orphan.why == "stopped before"


@pytest.mark.parametrize("number", [-1, 0, 7, 2**31])
def test_a_stop_of_a_number_we_never_gave_is_kept_and_acknowledged(number: int, says: Says) -> None:
    open_one = begun(says)
    unknown = stop(number, reason="PowerLoss", idTag="CARD-1", transactionData=DATA)
    for unique_id in ("1", "2"):
        answer = says("StopTransaction", unknown, unique_id=unique_id)
        assert answer
        assert answer[:2] == [3, unique_id]
    (orphan,) = orphans_of("CP1")
    assert orphan.transaction_id == number
    assert orphan.stopped_at == NOON
    assert orphan.meter_stop == 5200
    assert orphan.id_tag == "CARD-1"
    assert orphan.reason == "PowerLoss"
    assert orphan.why == "unknown transaction"
    assert orphan.charge_point_id == "CP1"
    assert stored(open_one).stopped_at is None
    (kept,) = readings_of_month("CP1", NOON)
    assert kept.transaction_id == number
    proposed = candidates(orphan, transactions_of("CP1"))
    assert [one.transaction_id for one in proposed] == [open_one]


def test_two_stops_without_a_number_are_two_orphans(says: Says) -> None:
    says("StopTransaction", stop(-1))
    says("StopTransaction", stop(-1, meterStop=5201))
    assert len(orphans_of("CP1")) == 2


def test_a_number_of_another_charge_point_ends_nothing_there(says: Says) -> None:
    provision("CP2", security_profile=0)
    number = begun(says)
    says("StopTransaction", stop(number), charge_point_id="CP2")
    assert stored(number).stopped_at is None
    assert len(orphans_of("CP2")) == 1


def test_transaction_data_is_kept_like_meter_values(says: Says) -> None:
    number = begun(says, connectorId=3)
    says("StopTransaction", stop(number, transactionData=DATA))
    (kept,) = readings_of_month("CP1", NOON)
    assert kept.source == "StopTransaction"
    assert (kept.connector_id, kept.transaction_id) == (3, number)
    assert [one.get("value") for one in kept.samples] == [Decimal(4200), Decimal(5200), None]
    assert kept.samples[0]["context"] == "Sample.Periodic"
    assert kept.samples[1]["context"] == "Transaction.End"
    assert kept.samples[2]["text"] == "0A0B=="


def test_empty_transaction_data_is_none(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number, transactionData=[]))
    assert stored(number).stopped_at
    assert readings_of_month("CP1", NOON) == []


def test_after_the_stop_the_register_stays(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    late = meter_values(reading(LATER, "9999"), transactionId=number)
    assert says("MeterValues", late) == [3, "unique-1", {}]
    assert stored(number).register == 5200
    assert stored(number).energy == 1000
    assert len(readings_of_month("CP1", LATER)) == 1


def test_a_meter_that_ran_backwards_is_acknowledged_too(says: Says) -> None:
    number = begun(says)
    assert says("StopTransaction", stop(number, meterStop=10)) == [3, "unique-1", {}]
    assert stored(number).energy == -4190


@pytest.mark.parametrize("number", [None, -1])
def test_a_stop_that_gets_through_ends_the_problem_of_frames_that_are_too_large(
    number: int | None, says: Says
) -> None:
    begun_as = begun(says)
    for _ in range(3):
        problems.came("CP1", problems.FRAME_TOO_LARGE, LATER)
    assert len(problems_of("CP1")) == 1
    says("StopTransaction", stop(number or begun_as, transactionData=DATA))
    assert problems_of("CP1") == []


@pytest.mark.parametrize("there", [True, False])
def test_a_stop_that_names_no_transaction_is_an_orphan_with_candidates(
    there: bool, says: Says
) -> None:
    running = begun(says)
    said = stop(7, transactionId=None, transactionData=DATA)
    if not there:
        del said["transactionId"]
    for unique_id, at in (("1", NOON), ("2", LATER)):
        assert says("StopTransaction", said, unique_id=unique_id, at=at) == [3, unique_id, {}]
    (orphan,) = orphans_of("CP1")
    assert (orphan.transaction_id, orphan.why) == (None, "no transaction named")
    proposed = candidates(orphan, transactions_of("CP1"))
    assert [one.transaction_id for one in proposed] == [running]
    (kept,) = readings_of_month("CP1", NOON)
    assert (kept.transaction_id, kept.connector_id) == (None, None)


@pytest.mark.parametrize("spelled", ["{}", "{}.0"])
@pytest.mark.parametrize("as_text", [True, False])
def test_a_transaction_is_known_by_its_whole_number(
    spelled: str, as_text: bool, says: Says
) -> None:
    number = begun(says)
    text = spelled.format(number)
    came = text if as_text else json.loads(text)
    assert says("StopTransaction", stop(number, transactionId=came)) == [3, "unique-1", {}]
    assert stored(number).meter_stop == 5200
    assert orphans_of("CP1") == []


@pytest.mark.parametrize("number", [1234.5, "1234.5", "1,234", "", "x", True, [7], 2**63])
def test_a_number_that_is_not_whole_is_never_guessed_and_the_stop_kept_whole(
    number: Any, says: Says
) -> None:
    said = stop(7, transactionId=number)
    answer = says("StopTransaction", said)
    assert answer
    assert answer[0] == 4
    assert "transactionId" in answer[3]
    (refused,) = refused_calls_of("CP1")
    assert (refused.payload, refused.why) == (said, answer[3])
    assert orphans_of("CP1") == []


@pytest.mark.parametrize("meter_stop", [{}, {"meterStop": None}, {"meterStop": "5,200"}])
def test_a_stop_without_a_reading_ends_its_transaction_without_one(
    meter_stop: dict[str, Any], says: Says
) -> None:
    number = begun(says)
    says("MeterValues", meter_values(reading(NOON, "4300"), transactionId=number))
    said = stop(number) | meter_stop
    if not meter_stop:
        del said["meterStop"]
    for unique_id, at in (("1", NOON), ("2", LATER)):
        assert says("StopTransaction", said, unique_id=unique_id, at=at) == [3, unique_id, {}]
    one = stored(number)
    assert (one.stopped_at, one.meter_stop) == (NOON, None)
    assert (one.register, one.energy) == (Decimal(4300), Decimal(100))
    assert orphans_of("CP1") == []


@pytest.mark.parametrize(("came", "reading"), [("5200", 5200), (5199.5, 5200), ("5199,5", 5200)])
def test_a_reading_is_rounded_and_kept_as_it_came(came: Any, reading: int, says: Says) -> None:
    number = begun(says)
    for unique_id in ("1", "2"):
        says("StopTransaction", stop(number, meterStop=came), unique_id=unique_id)
    assert (stored(number).meter_stop, stored(number).energy) == (reading, Decimal(1000))
    assert stored(number).stop_as_sent == {"meterStop": came}
    assert orphans_of("CP1") == []


@pytest.mark.parametrize("timestamp", [None, "", "0000-00-00T00:00:00Z"])
def test_a_stop_without_a_time_is_of_its_receipt_and_once(
    timestamp: str | None, says: Says
) -> None:
    number = begun(says)
    said = stop(number, timestamp=timestamp, transactionData=[{"sampledValue": [{"value": "5"}]}])
    for unique_id, at in (("1", LATER), ("2", LATER + timedelta(days=31))):
        assert says("StopTransaction", said, unique_id=unique_id, at=at) == [3, unique_id, {}]
    one = stored(number)
    assert one.stopped_at == LATER
    assert (one.stop_as_sent or {})["timestamp"] == timestamp
    assert orphans_of("CP1") == []
    (kept,) = readings_of_month("CP1", LATER)
    assert kept.samples[0]["undated"] == "true"
    assert readings_of_month("CP1", LATER + timedelta(days=31)) == []


@pytest.mark.parametrize(
    ("came", "reason"),
    [("evdisconnected ", "EVDisconnected"), ("Bored", "Other"), (7, "Other"), ("", "Local")],
)
def test_a_reason_that_nobody_knows_is_other(came: Any, reason: str, says: Says) -> None:
    number = begun(says)
    assert says("StopTransaction", stop(number, reason=came)) == [3, "unique-1", {}]
    assert stored(number).stop_reason == reason
    assert stored(number).stop_as_sent == {"reason": came}


@pytest.mark.parametrize("id_tag", [21 * "X", 100_000 * "X", "CARD-1\n"])
def test_what_can_be_no_tag_is_no_obstacle_and_is_not_judged(id_tag: str, says: Says) -> None:
    number = begun(says)
    assert says("StopTransaction", stop(number, idTag=id_tag)) == [3, "unique-1", {}]
    assert stored(number).stop_id_tag == id_tag


def test_of_its_data_what_cannot_be_read_is_dropped_and_the_others_count(says: Says) -> None:
    number = begun(says)
    data = [DATA[0], "rubbish", {"timestamp": "2026-06-01T12:00:00Z", "sampledValue": "5200"}]
    says("StopTransaction", stop(number, transactionData=data))
    (kept,) = readings_of_month("CP1", NOON)
    assert [one["value"] for one in kept.samples] == [4200]
    as_sent = stored(number).stop_as_sent or {}
    assert as_sent["transactionData.1"] == "rubbish"
    assert as_sent["transactionData.2"] == data[2]


def test_strict_refuses_a_stop_that_names_none(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALIDATION", "Strict")
    said = stop(7)
    del said["transactionId"]
    answer = says("StopTransaction", said)
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]
    assert [one.payload for one in refused_calls_of("CP1")] == [said]
