import hashlib
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.metering import Reading
from csms.domain.transactions import (
    End,
    StartKey,
    candidates,
    estimated_end,
    followed,
    free_since_a_boot,
    held_back,
    moment,
    next_number,
    plausible,
)
from csms.store.reported.problems import FRAME_TOO_LARGE, Problem
from csms.store.transactions import OrphanStop, Transaction
from tests.support import NOON

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
KEY = StartKey("CP1", 1, "CARD-1", NOON, 4200)


def test_a_number_is_the_first_31_bits_of_sha_256_over_the_five() -> None:
    """To the letter: numbers are derived from the message for ever after."""
    parts = ["CP1", "1", "CARD-1", "2026-06-01T12:00:00+00:00", "4200"]
    spelled = "".join(f"{len(part)}:{part}" for part in parts)
    bits = f"{int(hashlib.sha256(spelled.encode()).hexdigest(), 16):0256b}"
    assert KEY.number == int(bits[:31], 2)


def test_the_case_of_the_tag_and_the_zone_of_the_time_do_not_count() -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-7)))
    assert StartKey("CP1", 1, "card-1", elsewhere, 4200).digest == KEY.digest


@pytest.mark.parametrize(
    "other",
    [
        StartKey("CP2", 1, "CARD-1", NOON, 4200),
        StartKey("cp1", 1, "CARD-1", NOON, 4200),
        StartKey("CP1", 2, "CARD-1", NOON, 4200),
        StartKey("CP1", 1, "CARD-2", NOON, 4200),
        StartKey("CP1", 1, "CARD-1", NOON + SECOND, 4200),
        StartKey("CP1", 1, "CARD-1", NOON, 4201),
        StartKey("CP1", 1, "CARD-1", NOON, 4200, NOON),
    ],
)
def test_each_of_the_five_and_the_boot_counts(other: StartKey) -> None:
    assert other.digest != KEY.digest
    assert other.number != KEY.number


def test_what_came_stands_for_what_was_put_in_its_place() -> None:
    def key(at: datetime, meter: int | None, **came: str) -> StartKey:
        return StartKey("CP1", 1, "CARD-1", at, meter, NOON, came)

    mended = key(NOON, None, timestamp="never", meterStart="n/a")
    assert key(NOON + DAY, 7, timestamp="never", meterStart="n/a").digest == mended.digest
    assert key(NOON, None, timestamp="ever", meterStart="n/a").digest != mended.digest
    assert key(NOON, None, timestamp="never", meterStart="").digest != mended.digest
    assert key(NOON, 4200, connectorId="1").digest == key(NOON, 4200).digest
    assert key(NOON, 4200, connectorId="1.0").digest != key(NOON, 4200).digest


@given(st.integers(), st.text(max_size=20), st.integers())
def test_every_number_is_positive_and_fits_into_31_bits(
    connector: int, id_tag: str, meter: int
) -> None:
    assert 0 < StartKey("CP1", connector, id_tag, NOON, meter).number < 2**31


def test_no_number_is_ever_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StartKey, "digest", "00000001" + "f" * 56)
    assert KEY.number == 1


@given(st.integers(1, 2**31 - 1))
def test_the_next_number_is_another_that_is_possible(number: int) -> None:
    assert 0 < next_number(number) < 2**31
    assert next_number(number) != number


def test_after_the_last_number_comes_the_first() -> None:
    assert next_number(2**31 - 1) == 1


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (datetime(2014, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2015, 1, 1, tzinfo=UTC), True),
        (NOON - 1000 * DAY, True),
        (NOON + DAY, True),
        (NOON + DAY + SECOND, False),
    ],
)
def test_a_clock_can_be_right_from_2015_to_a_day_ahead(timestamp: datetime, expected: bool) -> None:
    assert plausible(timestamp, NOON) is expected
    assert moment(timestamp, NOON) == (timestamp if expected else NOON)


def open_transaction(number: int, **more: Any) -> Transaction:
    facts: dict[str, Any] = {"started_at": NOON, "meter_start": 100} | more
    return Transaction("CP#CP1", f"TX#{number:010d}", **facts)


def test_a_stray_stop_may_mean_what_was_open_and_had_not_used_more() -> None:
    stop = OrphanStop("CP#CP1", "STOP#", stopped_at=NOON + DAY, meter_stop=500)
    fitting = [open_transaction(1), open_transaction(2, meter_start=500)]
    others = [
        open_transaction(3, stopped_at=NOON),
        open_transaction(4, started_at=NOON + DAY + SECOND),
        open_transaction(5, meter_start=501),
    ]
    assert candidates(stop, others + fitting) == fitting


def test_without_a_reading_at_one_end_the_meter_rules_out_nothing() -> None:
    begun, other = open_transaction(1, meter_start=None), open_transaction(2, meter_start=501)
    later = open_transaction(3, meter_start=None, started_at=NOON + DAY + SECOND)
    stop = OrphanStop("CP#CP1", "STOP#", stopped_at=NOON + DAY, meter_stop=500)
    assert candidates(stop, [begun, other, later]) == [begun]
    stop.meter_stop = None
    assert candidates(stop, [begun, other, later]) == [begun, other]


def test_a_problem_may_hold_back_the_stop_of_what_ran_when_it_last_came() -> None:
    problem = Problem.of("CP1", FRAME_TOO_LARGE)
    problem.last_at = NOON
    running = open_transaction(1, start_received_at=NOON)
    others = [
        open_transaction(2, start_received_at=NOON - DAY, stopped_at=NOON - SECOND),
        open_transaction(3, start_received_at=NOON - DAY, stopped_at=NOON + SECOND),
        open_transaction(4, start_received_at=NOON + SECOND),
    ]
    assert held_back(problem, [running, *others]) == [running]


def running(number: int = 7, connector_id: int = 1, at: datetime = NOON) -> Transaction:
    one = Transaction.of("CP1", number)
    one.connector_id, one.meter_start = connector_id, 4200
    one.started_at = one.start_received_at = at
    return one


def test_the_end_is_estimated_at_the_last_plausible_reading() -> None:
    one = running()
    assert estimated_end(one, NOON + DAY) == End(NOON + DAY, 4200)
    one.register, one.register_at = Decimal("4812.5"), NOON + SECOND
    assert estimated_end(one, NOON + DAY) == End(NOON + SECOND, 4813)
    told = [Reading(NOON + 2 * SECOND, Decimal(4900)), Reading(NOON + 3 * SECOND, Decimal(3))]
    assert estimated_end(one, NOON + DAY, told) == End(NOON + 2 * SECOND, 4900)
    one.register = Decimal(4199)
    assert estimated_end(one, NOON + DAY) == End(NOON + DAY, 4200)


@pytest.mark.parametrize("at", [NOON - SECOND, NOON + 2 * DAY, NOON.replace(year=1970)])
def test_a_reading_of_an_impossible_time_ends_it_now(at: datetime) -> None:
    one = running()
    one.register, one.register_at = Decimal(4300), at
    assert estimated_end(one, NOON + DAY) == End(NOON + DAY, 4300)


def test_what_was_told_before_a_boot_leaves_a_connector_that_is_free() -> None:
    first, second, other = running(1), running(2, at=NOON + DAY), running(3, connector_id=2)
    found = free_since_a_boot(1, NOON + SECOND, [second, first, other])
    assert [one.transaction_id for one in found] == [1]
    assert free_since_a_boot(1, None, [first]) == []


def test_of_those_on_a_connector_the_last_is_followed_by_none() -> None:
    first, second, other = running(1), running(2, at=NOON + DAY), running(3, connector_id=2)
    found = followed(1, [second, first, other])
    assert [one.transaction_id for one in found] == [1]
    assert followed(2, [first, other]) == followed(3, [first]) == []
    clockless = running(4, at=NOON.replace(year=1970))
    clockless.start_received_at = NOON + 2 * DAY
    assert [one.transaction_id for one in followed(1, [clockless, second])] == [2]
