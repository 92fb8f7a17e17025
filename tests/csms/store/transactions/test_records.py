from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from csms.store import transactions
from csms.store.provisioned import id_tags
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported import meter_readings
from csms.store.table import Cancelled, fetch, transact
from csms.store.transactions import NumberTaken, Running, Stop, TagMoved, Transaction
from tests.support import NOON

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("store")


def transaction(number: int = 7, *, status: str = "Accepted", digest: str = "7") -> Transaction:
    one = Transaction.of("CP1", number)
    one.connector_id = 1
    one.id_tag = "CARD-1"
    one.id_tag_info = {"status": status}
    one.started_at = one.start_received_at = NOON
    one.start_digest = digest
    one.meter_start = 4200
    return one


def stop(digest: str = "stop", meter_stop: int = 5200) -> Stop:
    return Stop(NOON + HOUR, NOON + HOUR, meter_stop, None, "Local", digest)


def found(number: int = 7) -> Transaction:
    one = transactions.find("CP1", number)
    assert one
    return one


def moves(at: datetime, register: int) -> None:
    transact(transactions.register_moves(found(), at, Decimal(register)))


def test_a_number_is_found_by_its_key_and_on_the_list_of_its_month() -> None:
    transactions.begin(transaction(), None)
    assert found().transaction_id == 7
    assert found().charge_point_id == "CP1"
    assert (found().by_time_pk or "").startswith("TX#2026-06#")
    assert transactions.find("CP1", 8) is None
    assert transactions.find("CP2", 7) is None


def test_a_number_is_given_once() -> None:
    transactions.begin(transaction(), None)
    with pytest.raises(NumberTaken) as taken:
        transactions.begin(transaction(digest="another"), None)
    assert taken.value.transaction.start_digest == "7"
    assert found().start_digest == "7"


@pytest.mark.parametrize(("status", "markers"), [("Accepted", 1), ("Invalid", 0)])
def test_a_marker_stands_for_what_was_accepted_alone(status: str, markers: int) -> None:
    transactions.begin(transaction(status=status), None)
    assert len(transactions.running_for("card-1")) == markers


def test_a_limited_tag_may_begin_only_as_it_was_read() -> None:
    id_tags.provision("CARD-1", max_active_transactions=2)
    (tag,) = fetch(IdTag.of("CARD-1"))
    transactions.begin(transaction(7), tag)
    with pytest.raises(TagMoved):
        transactions.begin(transaction(8), tag)
    assert transactions.find("CP1", 8) is None
    assert len(transactions.running_for("CARD-1")) == 1
    (tag,) = fetch(IdTag.of("CARD-1"))
    transactions.begin(transaction(8), tag)
    assert len(transactions.running_for("CARD-1")) == 2


def test_a_taken_number_weighs_more_than_a_tag_that_moved() -> None:
    id_tags.provision("CARD-1", max_active_transactions=2)
    (tag,) = fetch(IdTag.of("CARD-1"))
    transactions.begin(transaction(), tag)
    with pytest.raises(NumberTaken):
        transactions.begin(transaction(), tag)


def test_a_stop_ends_it_once_and_its_marker_with_it() -> None:
    transactions.begin(transaction(), None)
    running = found()
    assert transactions.end(running, stop())
    assert found().energy == 1000
    assert found().register == 5200
    assert transactions.running_for("CARD-1") == []
    for as_read in (running, found()):  # before another stop was written, and after
        assert transactions.end(as_read, stop())
        assert not transactions.end(as_read, stop("another", 9999))
    assert found().meter_stop == 5200


def test_readings_are_kept_with_the_stop_or_not_at_all() -> None:
    transactions.begin(transaction(), None)
    running = found()
    readings = meter_readings.writes(
        "CP1",
        [{"value": Decimal(1)}],
        source="StopTransaction",
        digest="d",
        connector_id=1,
        transaction_id=7,
        first=NOON,
        received_at=NOON,
        once=False,
    )
    transactions.end(running, stop())
    assert not transactions.end(running, stop("another"), *readings)
    assert meter_readings.of_month("CP1", NOON) == []
    transactions.keep_orphan("CP1", 7, stop("another"), "stopped before", *readings)
    transactions.keep_orphan("CP1", 7, stop("another"), "stopped before", *readings)
    assert len(meter_readings.of_month("CP1", NOON)) == 1
    assert len(transactions.orphans_of("CP1")) == 1


def test_the_register_follows_the_newest_sample_until_the_stop() -> None:
    transactions.begin(transaction(), None)
    moves(NOON + HOUR, 4300)
    for at in (NOON, NOON + HOUR):
        with pytest.raises(Cancelled):
            moves(at, 4250)
        assert not found().register_follows(at)
    assert found().register_follows(NOON + 2 * HOUR)
    assert (found().register, found().energy) == (Decimal(4300), Decimal(100))
    transactions.end(found(), stop())
    with pytest.raises(Cancelled):
        moves(NOON + 9 * HOUR, 9999)
    assert not found().register_follows(NOON + 9 * HOUR)


def test_an_orphan_without_readings_is_kept_once() -> None:
    for _ in range(2):
        transactions.keep_orphan("CP1", -1, stop(), "unknown transaction")
    (orphan,) = transactions.orphans_of("CP1")
    assert orphan.by_time_pk
    assert orphan.by_time_pk.startswith("STOP#2026-06#")


def test_a_possible_merge_is_flagged_with_the_time() -> None:
    transactions.begin(transaction(), None)
    transactions.flag_possible_merge(found(), NOON + HOUR)
    assert found().possible_merge_at == NOON + HOUR


def test_transactions_orphans_and_the_charge_point_do_not_mix() -> None:
    transactions.begin(transaction(7), None)
    transactions.begin(transaction(2**31 - 1), None)
    transactions.keep_orphan("CP1", -1, stop(), "unknown transaction")
    numbers = [one.transaction_id for one in transactions.of_charge_point("CP1")]
    assert numbers == [7, 2**31 - 1]


@pytest.mark.parametrize("status", ["Accepted", "Invalid"])
def test_a_transaction_is_among_the_running_ones_until_its_stop(status: str) -> None:
    transactions.begin(transaction(status=status), None)
    marker = Running.of(found())
    assert marker.sk == "RUNNING#2026-06-01T12:00:00.000+00:00#7"
    (kept,) = fetch(marker)
    assert kept
    assert kept.by_name_sk == "2026-06-01T12:00:00.000+00:00#CP1"
    transactions.end(found(), stop())
    assert fetch(marker) == (None,)


def test_transactions_and_orphans_are_on_the_lists_of_their_charge_point() -> None:
    transactions.begin(transaction(), None)
    transactions.keep_orphan("CP1", -1, stop(), "unknown transaction")
    (orphan,) = transactions.orphans_of("CP1")
    assert (found().by_name_pk, orphan.by_name_pk) == ("TX#CP1", "STOP#CP1")
    assert (found().by_name_sk, orphan.by_name_sk) == (
        "2026-06-01T12:00:00.000+00:00#",
        "2026-06-01T13:00:00.000+00:00#",
    )
