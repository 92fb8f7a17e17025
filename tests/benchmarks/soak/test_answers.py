import time
from datetime import UTC, datetime

import pytest

from benchmarks.soak.answers import PATIENCE, Answers
from csms_tools.charge_point.conversation.frames import CALL, ERROR, RESULT, Frame

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def said(id: str = "1") -> Frame:
    return Frame(NOON, True, "", CALL, id, "Heartbeat", {})


def heard(kind: int = RESULT, *, elapsed: float | None = 0.25, breach: str | None = None) -> Frame:
    return Frame(NOON, False, "it", kind, "1", "Heartbeat", {}, elapsed, breach)


def test_what_is_answered_is_timed_and_not_missed() -> None:
    seen = Answers()
    seen(said())
    seen(heard())
    seen.disconnected(meant=False)
    assert (seen.calls, seen.milliseconds, seen.missed, seen.cut) == (
        {"Heartbeat": 1},
        [250],
        {},
        0,
    )


def test_what_is_answered_as_all_stop_at_once_is_timed_apart() -> None:
    seen = Answers()
    seen.ending = True
    seen(said())
    seen(heard())
    assert (seen.milliseconds, (seen + seen).in_the_end) == ([], [250, 250])


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (heard(ERROR), "Heartbeat: it"),
        (heard(elapsed=None, breach="an answer that comes too late"), "Heartbeat: an answer that"),
        (None, "Heartbeat: nothing"),
    ],
    ids=["error", "late", "nothing"],
)
def test_whatever_else_comes_of_a_call_is_missed(frame: Frame | None, told: str) -> None:
    seen = Answers()
    seen(said())
    if frame:
        seen(frame)
    seen.disconnected(meant=False)
    [(missed, count)] = seen.missed.items()
    assert missed.startswith(told)
    assert count == 1
    assert not seen.milliseconds


def test_a_call_that_its_charge_point_cuts_is_not_missed_unless_it_waited_for_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Answers()
    seen(said())
    seen.disconnected(meant=True)
    assert (seen.cut, seen.missed) == (1, {})
    seen(said())
    later = time.monotonic() + PATIENCE
    monkeypatch.setattr(time, "monotonic", lambda: later)
    seen.disconnected(meant=True)
    assert (seen.cut, seen.missed) == (1, {"Heartbeat: nothing": 1})


def test_those_of_many_are_added_up() -> None:
    one, other = Answers(), Answers()
    one(said())
    one(heard())
    other(said())
    other.disconnected(meant=True)
    both = one + other
    assert (both.calls, both.milliseconds, both.cut) == ({"Heartbeat": 2}, [250], 1)


def test_what_comes_after_the_end_is_not_looked_at() -> None:
    seen = Answers(over=True)
    seen(said())
    seen.disconnected(meant=False)
    assert (seen.calls, seen.missed) == ({}, {})
