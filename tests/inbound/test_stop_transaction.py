from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from csms.domain.transactions import candidates
from csms.store import transactions
from csms.store.provisioned import charge_points, id_tags
from csms.store.reported import meter_readings, problems
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stop, stored
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
    id_tags.provision("CARD-2", parent_id_tag="GROUP")
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
    id_tags.provision("CARD-1")
    number = begun(says)
    assert [one.transaction_id for one in transactions.running_for("CARD-1")] == [number]
    says("StopTransaction", stop(number))
    assert transactions.running_for("CARD-1") == []


@pytest.mark.parametrize("again", [{}, {"timestamp": "2026-06-01T14:00:00+02:00"}])
def test_a_repeated_stop_changes_nothing(says: Says, again: dict[str, Any]) -> None:
    number = begun(says)
    says("StopTransaction", stop(number, idTag="CARD-1", transactionData=DATA), unique_id="1")
    ended = stored(number).to_simple_dict()
    kept = meter_readings.of_month("CP1", NOON)
    answer = says(
        "StopTransaction",
        stop(number, idTag="card-1", transactionData=DATA, **again),
        unique_id="2",
        at=LATER,
    )
    assert answer
    assert answer[:2] == [3, "2"]
    assert stored(number).to_simple_dict() == ended
    assert len(meter_readings.of_month("CP1", NOON)) == len(kept) == 1
    assert transactions.orphans_of("CP1") == []


def test_of_two_different_stops_the_first_counts_and_the_other_is_kept(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    assert says("StopTransaction", stop(number, meterStop=9999)) == [3, "unique-1", {}]
    assert stored(number).meter_stop == 5200
    (orphan,) = transactions.orphans_of("CP1")
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
    (orphan,) = transactions.orphans_of("CP1")
    assert orphan.transaction_id == number
    assert orphan.stopped_at == NOON
    assert orphan.meter_stop == 5200
    assert orphan.id_tag == "CARD-1"
    assert orphan.reason == "PowerLoss"
    assert orphan.why == "unknown transaction"
    assert orphan.charge_point_id == "CP1"
    assert stored(open_one).stopped_at is None
    (kept,) = meter_readings.of_month("CP1", NOON)
    assert kept.transaction_id == number
    proposed = candidates(orphan, transactions.of_charge_point("CP1"))
    assert [one.transaction_id for one in proposed] == [open_one]


def test_two_stops_without_a_number_are_two_orphans(says: Says) -> None:
    says("StopTransaction", stop(-1))
    says("StopTransaction", stop(-1, meterStop=5201))
    assert len(transactions.orphans_of("CP1")) == 2


def test_a_number_of_another_charge_point_ends_nothing_there(says: Says) -> None:
    charge_points.provision("CP2", security_profile=0)
    number = begun(says)
    says("StopTransaction", stop(number), charge_point_id="CP2")
    assert stored(number).stopped_at is None
    assert len(transactions.orphans_of("CP2")) == 1


def test_transaction_data_is_kept_like_meter_values(says: Says) -> None:
    number = begun(says, connectorId=3)
    says("StopTransaction", stop(number, transactionData=DATA))
    (kept,) = meter_readings.of_month("CP1", NOON)
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
    assert meter_readings.of_month("CP1", NOON) == []


def test_after_the_stop_the_register_stays(says: Says) -> None:
    number = begun(says)
    says("StopTransaction", stop(number))
    late = meter_values(reading(LATER, "9999"), transactionId=number)
    assert says("MeterValues", late) == [3, "unique-1", {}]
    assert stored(number).register == 5200
    assert stored(number).energy == 1000
    assert len(meter_readings.of_month("CP1", LATER)) == 1


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
    assert len(problems.of_charge_point("CP1")) == 1
    says("StopTransaction", stop(number or begun_as, transactionData=DATA))
    assert problems.of_charge_point("CP1") == []
