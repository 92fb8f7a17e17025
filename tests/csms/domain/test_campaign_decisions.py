from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.campaign_decisions import (
    LONGEST_PAUSE,
    Decision,
    Standing,
    decide,
    may_go_on,
    next_look,
    pause,
    phase_after_pause,
)
from csms.domain.campaign_plans import ENDS, OPEN, PASSED_OVER, Abort, Phase, Plan
from tests.support import NOON

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
END = NOON + 24 * HOUR


def plan(**said: Any) -> Plan:
    return Plan.of({"rollout": {"concurrency": 10}} | said)


def standing(
    *counts: dict[str, int], total: int = 100, status: str = "rolling out", **more: Any
) -> Standing:
    told: dict[str, Any] = {
        "phase": 0,
        "next_place": sum(sum(each.values()) for each in counts),
        "starts_at": NOON,
        "ends_at": END,
    } | more
    return Standing(status, total, counts or ({},), **told)  # type: ignore[arg-type]


CANARY = {"phases": [{"count": 10, "successThreshold": 0.8}, {"share": 0.5}]}
MANUAL = {"phases": [{"count": 10, "successThreshold": 0.8, "nextPhase": "manual"}]}


@pytest.mark.parametrize(
    ("said", "now", "at", "expected"),
    [
        ({}, standing(status="draft"), NOON, ("draft", 0, 0)),
        ({}, standing(status="scheduled", starts_at=NOON + HOUR), NOON, ("scheduled", 0, 0)),
        ({}, standing(status="scheduled"), NOON, ("rolling out", 10, 100)),
        ({}, standing({OPEN: 4, "installed": 9}), NOON, ("rolling out", 6, 100)),
        ({}, standing({OPEN: 12}), NOON, ("rolling out", 0, 100)),
        ({}, standing(status="paused"), NOON, ("paused", 0, 0)),
        ({}, standing({OPEN: 4}), END, ("expired", 0, 0)),
        ({}, standing(status="paused"), END, ("expired", 0, 0)),
        ({}, standing({"installed": 60, "failed": 40}), END, ("completed", 0, 0)),
        ({}, standing({"skipped": 100}), NOON, ("completed", 0, 0)),
        ({}, standing(total=0), NOON, ("completed", 0, 0)),
        ({}, standing(status="cancelled"), NOON, ("cancelled", 0, 0)),
        (CANARY, standing(), NOON, ("rolling out", 10, 10)),
        (CANARY, standing({"installed": 7, OPEN: 3}), NOON, ("rolling out", 7, 10)),
        (CANARY, standing({"installed": 8, OPEN: 2}), NOON, ("rolling out", 8, 60)),
        (CANARY, standing({"alreadyInstalled": 8}), NOON, ("rolling out", 10, 60)),
        (CANARY, standing({"installed": 7, "failed": 3}), NOON, ("paused", 0, 0)),
        (CANARY, standing({"installed": 10}, {"installed": 50}), NOON, ("rolling out", 10, 100)),
        (MANUAL, standing({"installed": 8}), NOON, ("rolling out", 10, 10)),
        (MANUAL, standing({"installed": 8}, phase=1), NOON, ("rolling out", 10, 100)),
    ],
)
def test_what_is_so_now_and_how_many_may_begin_before_which(
    said: dict[str, Any], now: Standing, at: datetime, expected: tuple[str, int, int]
) -> None:
    decided = decide(plan(**said), now, at)
    assert (decided.status, decided.room, decided.until) == expected


def test_a_phase_that_waits_for_an_operator_says_so() -> None:
    assert decide(plan(**MANUAL), standing({"installed": 8}), NOON).holds_back == "phase"
    assert may_go_on(plan(**MANUAL), standing({"installed": 8}))
    assert not may_go_on(plan(**MANUAL), standing({"installed": 8}, phase=1))


def test_one_that_a_phase_has_paused_goes_on_behind_it() -> None:
    said, failed = plan(**CANARY), standing({"installed": 7, "failed": 3})
    why = decide(said, failed, NOON).reason
    paused = replace(failed, status="paused", reason=why)
    assert phase_after_pause(said, paused) == 1
    assert decide(said, replace(paused, status="rolling out", phase=1), NOON).until == 60


def test_one_that_an_operator_has_paused_goes_on_where_it_was() -> None:
    for counts in ({"installed": 7, "failed": 3}, {"installed": 7, OPEN: 3}):
        paused = standing(counts, status="paused", reason="by olga")
        assert phase_after_pause(plan(**CANARY), paused) == 0


def test_it_is_aborted_over_all_phases_together_and_says_why() -> None:
    said = plan(**CANARY, abort=[{"on": "failed", "share": 0.3, "atLeast": 10}])
    decided = decide(said, standing({"installed": 8, "failed": 2}, {"failed": 9}), NOON)
    assert (decided.status, decided.sweeps, decided.leaves) == ("aborted", True, False)
    assert decided.reason == "more than 30.0% of those that were tried ended as failed"


def test_no_more_begin_in_any_minute_than_may() -> None:
    said = plan(rollout={"concurrency": 50, "maximumPerMinute": 6})
    begun = [(NOON - 2 * MINUTE, 6), (NOON - 50 * SECOND, 3), (NOON - SECOND, 2)]
    assert decide(said, standing(begun=begun), NOON).room == 1
    assert decide(said, standing(begun=begun), NOON + 10 * SECOND).room == 4
    assert decide(said, standing(begun=begun), NOON + MINUTE).room == 6


NIGHT = {"window": {"from": "22:00", "to": "05:00", "timeZone": "Europe/Berlin"}}


def test_nothing_begins_outside_of_the_window() -> None:
    now = standing({OPEN: 3})
    decided = decide(plan(**NIGHT), now, NOON)
    assert (decided.room, decided.holds_back) == (0, "window")
    assert next_look(plan(**NIGHT), now, decided, 99, NOON) == NOON + LONGEST_PAUSE
    idle = standing()
    assert next_look(plan(**NIGHT), idle, decided, 0, NOON) == NOON + 8 * HOUR
    assert decide(plan(**NIGHT), idle, NOON + 8 * HOUR).room == 10


def test_at_its_end_those_in_the_middle_finish_or_are_left_as_an_operator_says() -> None:
    assert not decide(plan(), standing({OPEN: 3}), END).leaves
    assert decide(plan(endBehaviour="leave"), standing({OPEN: 3}), END).leaves
    assert not decide(
        plan(endBehaviour="leave"), standing({OPEN: 3}, status="cancelled"), NOON
    ).leaves


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (standing(status="scheduled", starts_at=NOON + HOUR), NOON + HOUR),
        (standing(status="draft"), None),
        (standing(), NOON + 8 * SECOND),
        (standing({OPEN: 1}, total=1), NOON + 8 * SECOND),
        (standing({PASSED_OVER: 1}, total=1), NOON + 8 * SECOND),
        (standing(status="paused"), END),
        (standing({OPEN: 1}, status="paused"), NOON + 8 * SECOND),
        (standing({OPEN: 1}, status="cancelled"), NOON + 8 * SECOND),
        (standing({"installed": 99, OPEN: 1}, status="cancelled"), NOON + 8 * SECOND),
        (standing({"installed": 100}, status="cancelled"), None),
        (standing({OPEN: 1}, ends_at=NOON + SECOND), NOON + SECOND),
    ],
)
def test_somebody_looks_again(now: Standing, expected: datetime | None) -> None:
    assert next_look(plan(), now, decide(plan(), now, NOON), 2, NOON) == expected


def test_who_waits_for_an_operator_alone_is_looked_at_at_its_end() -> None:
    now = standing({"installed": 10})
    assert next_look(plan(**MANUAL), now, decide(plan(**MANUAL), now, NOON), 0, NOON) == END


def test_looks_become_rare_where_nothing_moves() -> None:
    assert [pause(quiet) / SECOND for quiet in (0, 1, 2, 7, 8, 10_000)] == [2, 4, 8, 256, 300, 300]


COUNTS = st.dictionaries(st.sampled_from([*ENDS, OPEN, PASSED_OVER]), st.integers(0, 30))
STATUSES = st.sampled_from(
    ["draft", "scheduled", "rolling out", "paused", "completed", "aborted", "cancelled", "expired"]
)
PLANS = st.builds(
    Plan,
    concurrency=st.integers(1, 50),
    maximum_per_minute=st.none() | st.integers(1, 50),
    phases=st.lists(
        st.builds(
            Phase,
            share=st.none() | st.floats(0.01, 1),
            count=st.none() | st.integers(1, 40),
            success_threshold=st.floats(0, 1),
            manual=st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ),
    abort=st.lists(st.builds(Abort, st.sampled_from(["any", "failed"]), st.floats(0, 0.9))),
)


@given(PLANS, st.lists(COUNTS, min_size=1, max_size=4), STATUSES, st.integers(0, 48))
def test_whatever_is_so_no_more_begin_than_may_and_what_is_not_over_is_looked_at_again(
    said: Plan, counts: list[dict[str, int]], status: str, hours: int
) -> None:
    total = sum(sum(each.values()) for each in counts)
    now, at = standing(*counts, total=total, status=status), NOON + hours * HOUR
    decided = decide(said, now, at)
    assert 0 <= decided.room <= max(said.concurrency - now.open, 0)
    assert decided.until <= total
    if decided.room:
        assert decided.status == "rolling out"
    if now.ended < total and decided.status not in ("draft", "completed"):
        assert next_look(said, now, decided, 0, at) is not None
    again = decide(said, _after(now, decided), at)
    assert (again.status, again.phase) == (decided.status, decided.phase)


def _after(now: Standing, decided: Decision) -> Standing:
    return Standing(
        decided.status,
        now.total,
        now.counts,
        decided.phase,
        now.next_place,
        now.starts_at,
        now.ends_at,
        now.begun,
        decided.reason,
    )
