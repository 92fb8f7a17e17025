"""Failures are counted by address and identity together, in places that are never more."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csms.domain.attempts import are_too_many
from csms.store.reported import failures
from csms.store.reported.failures import MOST_KEPT, Failures, failed
from csms.store.table import StateItem, calls, fetch
from tests.support import NOON

SECOND = timedelta(seconds=1)


def must_pause(identity: str, address: str, seconds: float) -> bool:
    stub = Failures.of(identity, address)
    (known,) = fetch(stub)
    at = NOON + seconds * SECOND
    return known is not None and known.whose == stub.whose and are_too_many(known.times, at)


def test_ten_failures_make_the_pair_pause_and_nobody_else(store: None) -> None:
    for second in range(10):
        assert not must_pause("CP1", "192.0.2.1", second)
        failed("CP1", "192.0.2.1", NOON + second * SECOND)
    assert must_pause("CP1", "192.0.2.1", 10)
    assert not must_pause("CP1", "192.0.2.2", 10)
    assert not must_pause("CP2", "192.0.2.1", 10)
    assert must_pause("CP1", "192.0.2.1", 68)
    assert not must_pause("CP1", "192.0.2.1", 69)


def test_a_minute_later_it_begins_anew(store: None) -> None:
    for round_ in range(4):
        for second in range(10):
            failed("CP1", "192.0.2.1", NOON + (round_ * 120 + second) * SECOND)
        assert must_pause("CP1", "192.0.2.1", round_ * 120 + 9)


def test_of_a_flood_at_once_so_many_are_kept(store: None) -> None:
    for _ in range(MOST_KEPT + 5):
        failed("CP1", "192.0.2.1", NOON)
    (known,) = fetch(Failures.of("CP1", "192.0.2.1"))
    assert known
    assert len(known.times) <= MOST_KEPT
    assert must_pause("CP1", "192.0.2.1", 1)


def test_whoever_has_failed_slowly_for_long_is_counted_on(store: None) -> None:
    for second in range(0, MOST_KEPT * 7, 7):  # never ten within a minute
        failed("CP1", "192.0.2.1", NOON + second * SECOND)
    now = MOST_KEPT * 7
    assert not must_pause("CP1", "192.0.2.1", now)
    for _ in range(10):
        failed("CP1", "192.0.2.1", NOON + now * SECOND)
    assert must_pause("CP1", "192.0.2.1", now + 1)


def test_after_a_flood_it_is_counted_on(store: None) -> None:
    for _ in range(MOST_KEPT):
        failed("CP1", "192.0.2.1", NOON)
    assert not must_pause("CP1", "192.0.2.1", 61)
    for _ in range(10):
        failed("CP1", "192.0.2.1", NOON + 61 * SECOND)
    assert must_pause("CP1", "192.0.2.1", 62)


def test_whoever_is_in_the_place_of_another_is_never_taken_for_it(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "PLACES", 1)
    for second in range(10):
        failed("CP1", "192.0.2.1", NOON + second * SECOND)
        failed("CP2", "192.0.2.1", NOON + second * SECOND)
    assert must_pause("CP1", "192.0.2.1", 10)
    assert not must_pause("CP2", "192.0.2.1", 10)
    for second in range(70, 80):
        failed("CP2", "192.0.2.1", NOON + second * SECOND)
    assert must_pause("CP2", "192.0.2.1", 80)
    assert not must_pause("CP1", "192.0.2.1", 80)


@given(
    tries=st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from("12"), st.integers(0, 15)),
        min_size=30,
        max_size=60,
    ),
    places=st.sampled_from([1, 2, 4096]),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_they_mingle_only_those_pause_that_failed_so_often(
    tries: list[tuple[str, str, int]], places: int, store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "PLACES", places)
    for item in calls.call("Scan", {"TableName": StateItem.Meta.table_name})["Items"]:
        key = {name: item[name] for name in ("pk", "sk")}
        calls.call("DeleteItem", {"TableName": StateItem.Meta.table_name, "Key": key})
    counted: dict[tuple[str, str], list[int]] = {}
    now = 0
    for identity, address, later in tries:
        now += later
        own = counted.setdefault((identity, address), [])
        often = are_too_many([NOON + second * SECOND for second in own], NOON + now * SECOND)
        pauses = must_pause(identity, address, now)
        assert often or not pauses
        if places == 4096:
            assert pauses is often
        if not pauses:
            failed(identity, address, NOON + now * SECOND)
            own.append(now)
    found = calls.call("Scan", {"TableName": StateItem.Meta.table_name})["Items"]
    assert len(found) <= min(places, 4)


@given(st.lists(st.integers(0, 300), max_size=30), st.integers(0, 400))
def test_what_is_over_makes_nobody_pause(seconds: list[int], now: int) -> None:
    at, known = NOON + now * SECOND, Failures.of("CP1", "192.0.2.1")
    known.times = [NOON + second * SECOND for second in seconds]
    assert not (known.are_over(at) and are_too_many(known.times, at))
