from datetime import datetime
from decimal import Decimal

import pytest

from csms.store import transactions
from csms.store.reported import meter_readings
from csms.store.table import Cancelled, transact
from csms.store.transactions import corrections
from tests.csms.store.transactions.test_records import HOUR, found, stop, transaction
from tests.stored import orphans_of, readings_of_month
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def moves(at: datetime, register: int) -> None:
    transact(transactions.register_moves(found(), at, Decimal(register)))


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
    assert readings_of_month("CP1", NOON) == []
    transactions.keep_orphan("CP1", 7, stop("another"), "stopped before", *readings)
    transactions.keep_orphan("CP1", 7, stop("another"), "stopped before", *readings)
    assert len(readings_of_month("CP1", NOON)) == 1
    assert len(orphans_of("CP1")) == 1


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


def test_a_stop_without_a_reading_leaves_the_register_and_its_energy() -> None:
    transactions.begin(transaction(), None)
    moves(NOON, 4300)
    assert transactions.end(found(), stop(meter_stop=None))
    one = found()
    assert (one.stopped_at, one.meter_stop) == (NOON + HOUR, None)
    assert (one.register, one.register_at, one.energy) == (Decimal(4300), NOON, Decimal(100))


def test_a_stop_of_what_began_without_a_reading_has_one_and_no_energy() -> None:
    one = transaction()
    one.meter_start = None
    transactions.begin(one, None)
    moves(NOON, 4300)
    assert found().energy is None
    assert transactions.end(found(), stop())
    assert (found().meter_stop, found().register, found().energy) == (5200, Decimal(5200), None)


@pytest.mark.parametrize(("register", "energy"), [(4300, Decimal(100)), (None, None)])
def test_what_an_operator_estimated_gives_way_to_a_stop_without_a_reading(
    register: int | None, energy: Decimal | None
) -> None:
    transactions.begin(transaction(), None)
    if register:
        moves(NOON, register)
    judgement = corrections.Judgement("olga", None, NOON, "lost")
    corrections.close(found(), NOON, 9999, "Other", judgement)
    assert found().energy == 5799
    assert transactions.end(found(), stop(meter_stop=None))
    one = found()
    assert (one.meter_stop, one.energy, one.stopped_at) == (None, energy, NOON + HOUR)
    assert (one.estimate or {})["meterStop"] == 9999


def test_once_the_outlet_has_moved_it_no_other_meter_moves_the_register() -> None:
    transactions.begin(transaction(), None)

    def at(minute: int, register: int, location: str) -> str | None:
        write = transactions.register_moves(
            found(), NOON + minute * HOUR, Decimal(register), location
        )
        transact(write)
        return found().register_location

    assert at(1, 4300, "Body") == "Body"
    assert at(2, 4400, "Body") == "Body"
    with pytest.raises(Cancelled):
        at(3, 9999, "Inlet")
    assert at(3, 4350, "Outlet") is None
    with pytest.raises(Cancelled):
        at(4, 4500, "Body")
    assert (found().register, found().energy) == (Decimal(4350), Decimal(150))
