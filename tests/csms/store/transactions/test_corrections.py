from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from csms.store import transactions
from csms.store.provisioned.versions import Moved
from csms.store.table import absent, fetch, get
from csms.store.transactions import OrphanStop, Running, Stop, Transaction, corrections
from csms.store.transactions.corrections import Judgement, Values
from tests.csms.store.transactions.test_records import found, stop, transaction
from tests.support import NOON

HOUR = timedelta(hours=1)
OLGA = Judgement("olga", None, NOON + HOUR, "lost")
pytestmark = pytest.mark.usefixtures("store")


def close(one: Transaction, meter_stop: int | None = 4300) -> None:
    corrections.close(one, NOON, meter_stop, "Other", OLGA)


def values() -> Values:
    given = Values.of(found())
    assert given
    return given


def orphan() -> OrphanStop:
    stray = Stop(NOON + HOUR, NOON + HOUR, 5000, "CARD-1", "Local", "stray")
    transactions.keep_orphan("CP1", -1, stray, "unknown transaction")
    return orphan_of("stray")


def orphan_of(digest: str) -> OrphanStop:
    (kept,) = fetch(OrphanStop.of("CP1", digest))
    assert kept
    return kept


def test_a_closed_transaction_runs_no_more_and_is_no_reported_stop() -> None:
    transactions.begin(transaction(), None)
    assert get(Running.of(found()))
    close(found())
    assert get(Running.of(found())) is None
    assert transactions.running_for("CARD-1") == []
    assert found().estimate == {
        "stoppedAt": "2026-06-01T12:00:00.000Z",
        "meterStop": 4300,
        "reason": "Other",
        "by": "olga",
        "at": "2026-06-01T13:00:00.000Z",
        "note": "lost",
    }
    assert (found().energy, found().stop_digest) == (Decimal(100), None)


def test_of_a_stop_and_a_closing_at_once_the_stop_wins() -> None:
    transactions.begin(transaction(), None)
    running = found()
    transactions.end(running, stop())
    with pytest.raises(Moved):
        close(running)
    assert found().estimate is None
    transactions.begin(transaction(8), None)
    running = found(8)
    close(running)
    assert transactions.end(running, stop())
    assert (found(8).meter_stop, found(8).estimate is not None) == (5200, True)


def test_an_estimate_gives_way_to_one_real_stop() -> None:
    transactions.begin(transaction(), None)
    close(found())
    estimated = found()
    assert transactions.end(estimated, stop())
    for as_read in (estimated, found()):
        assert transactions.end(as_read, stop())
        assert not transactions.end(as_read, stop("another", 9999))
    assert (found().meter_stop, found().energy) == (5200, Decimal(1000))


def test_it_is_closed_once_and_with_all_that_goes_with_it_or_not_at_all() -> None:
    for number in (7, 8):
        transactions.begin(transaction(number), None)
    running = found()
    with pytest.raises(Moved):
        corrections.close(running, NOON, 4300, "Other", OLGA, absent(found(8)))
    assert found().stopped_at is None
    close(running)
    for as_read in (running, found()):
        with pytest.raises(Moved):
            close(as_read, 4400)
    assert found().meter_stop == 4300


def test_there_are_no_values_to_correct_while_it_runs() -> None:
    assert Values.of(transaction()) is None


def test_what_was_reported_first_is_kept() -> None:
    transactions.begin(transaction(), None)
    transactions.end(found(), stop())
    for meter_start in (4300, 4400):
        before = values()
        corrections.correct(found(), before, replace(before, meter_start=meter_start), OLGA)
    assert (found().meter_start, found().reported_meter_start) == (4400, 4200)
    assert found().reported_meter_stop is None
    assert [one["before"] for one in found().corrections or ()] == [
        {"meterStart": 4200},
        {"meterStart": 4300},
    ]


def test_an_estimate_was_never_reported() -> None:
    transactions.begin(transaction(), None)
    close(found())
    before = values()
    after = replace(before, meter_stop=4400, stopped_at=NOON + HOUR)
    corrections.correct(found(), before, after, OLGA)
    assert (found().meter_stop, found().reported_meter_stop) == (4400, None)
    assert found().reported_stopped_at is None


def test_a_correction_of_what_has_changed_since_is_refused() -> None:
    transactions.begin(transaction(), None)
    close(found())
    before, as_read = values(), found()
    transactions.end(found(), stop())
    with pytest.raises(Moved):
        corrections.correct(as_read, before, replace(before, meter_start=1), OLGA)
    assert found().meter_start == 4200


def test_an_orphan_ends_one_transaction_and_is_marked_with_it() -> None:
    for number in (7, 8):
        transactions.begin(transaction(number), None)
    stray = orphan()
    corrections.assign(stray, found(7), OLGA)
    assert (found(7).stop_digest, found(7).energy) == ("stray", Decimal(800))
    assert found(7).assigned_stop == {"digest": "stray"} | OLGA.spelled
    assert (orphan().assigned_to, orphan().judgement) == (7, OLGA.spelled)
    with pytest.raises(Moved):
        corrections.assign(stray, found(8), OLGA)
    assert found(8).stopped_at is None


def test_an_orphan_is_not_marked_where_a_stop_was_faster() -> None:
    transactions.begin(transaction(), None)
    running = found()
    transactions.end(running, stop())
    with pytest.raises(Moved):
        corrections.assign(orphan(), running, OLGA)
    assert orphan().judgement is None


def test_an_orphan_is_judged_once() -> None:
    transactions.begin(transaction(), None)
    stray = orphan()
    corrections.dismiss(stray, OLGA)
    with pytest.raises(Moved):
        corrections.dismiss(stray, OLGA)
    corrections.assign(stray, found(), OLGA)
    assert orphan().assigned_to == 7


def test_without_a_reading_it_is_closed_without_one() -> None:
    transactions.begin(transaction(), None)
    close(found(), None)
    assert (found().stopped_at, found().meter_stop, found().energy) == (NOON, None, None)
    assert "meterStop" not in (found().estimate or {})


def test_what_began_without_a_reading_is_closed_with_one_and_without_energy() -> None:
    one = transaction()
    one.meter_start = None
    transactions.begin(one, None)
    close(found())
    assert (found().meter_stop, found().energy) == (4300, None)


def test_a_reading_that_was_never_told_is_corrected_and_stays_untold() -> None:
    one = transaction()
    one.meter_start = None
    transactions.begin(one, None)
    transactions.end(found(), stop(meter_stop=None))
    for meter_start, meter_stop in ((4200, 5200), (4300, 5300)):
        before = values()
        after = replace(before, meter_start=meter_start, meter_stop=meter_stop)
        corrections.correct(found(), before, after, OLGA)
    assert (found().meter_start, found().meter_stop) == (4300, 5300)
    assert (found().first_meter_start, found().first_meter_stop) == (None, None)
    assert (found().corrections or [])[0]["before"] == {"meterStart": None, "meterStop": None}


def test_an_orphan_without_a_reading_ends_a_transaction_without_one() -> None:
    transactions.begin(transaction(), None)
    stray = Stop(NOON + HOUR, NOON + HOUR, None, None, "Local", "stray", {"meterStop": "n/a"})
    transactions.keep_orphan("CP1", None, stray, "no transaction named")
    assert (orphan_of("stray").transaction_id, orphan_of("stray").meter_stop) == (None, None)
    corrections.assign(orphan_of("stray"), found(), OLGA)
    assert (found().stopped_at, found().meter_stop, found().energy) == (NOON + HOUR, None, None)
    assert found().stop_as_sent == {"meterStop": "n/a"}
