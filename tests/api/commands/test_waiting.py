from time import monotonic

import pytest

from api.commands import waiting
from api.commands.issuing import issue_command
from api.commands.waiting import Pace, look_until, wait_for_outcome, wait_for_outcomes
from api.http.cursors import paging
from api.http.request_context import RequestContext
from csms.store import commands
from csms.store.commands import CommandRecord
from tests.api.support import event_of
from tests.csms.command_steps import CP, answer, connected, found
from tests.support import Sockets


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    fresh = Pace()
    monkeypatch.setattr(waiting, "pace", fresh)
    return fresh


def sent(command_id: str = "c1") -> CommandRecord:
    event = event_of("POST", "/", role="operator", headers={})
    context = RequestContext.of(event, "test", "", paging(50, None, "/", {}))
    return issue_command(context, CP, "ClearCache", {}, command_id=command_id)


def test_who_waits_looks_again_until_it_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    record, find, looks = sent(), commands.find, 0

    def third_time(charge_point_id: str, command_id: str) -> CommandRecord | None:
        nonlocal looks
        looks += 1
        if looks == 3:
            answer(command_id)
        return find(charge_point_id, command_id)

    monkeypatch.setattr(commands, "find", third_time)
    assert wait_for_outcome(record, 20).status == "Answered"
    assert looks == 3


def test_who_waits_for_several_gets_each_as_it_is_when_all_have_ended() -> None:
    first = sent("c1")
    answer("c1")
    second = sent("c2")
    answer("c2")
    ended = wait_for_outcomes([first, second], 20)
    assert [(one.command_id, one.status) for one in ended] == [
        ("c1", "Answered"),
        ("c2", "Answered"),
    ]


def looks_at(
    monkeypatch: pytest.MonkeyPatch, seconds: float, took: float | None, done_after: float = 100.0
) -> list[float]:
    """When it is looked, in seconds from when sending was done, which took so long."""
    now = sent_at = 100.0

    def sleep(pause: float) -> None:
        nonlocal now
        now += pause

    monkeypatch.setattr("api.commands.waiting.time.monotonic", lambda: now)
    monkeypatch.setattr("api.commands.waiting.time.sleep", sleep)
    seen: list[float] = []

    def look(_: bool) -> bool:
        seen.append(round(now - sent_at, 6))
        return now - sent_at >= done_after

    look_until(bool, look, False, seconds, None if took is None else sent_at - took)
    return seen


@pytest.mark.parametrize(
    ("took", "looks"),
    [
        (None, [0.002, 0.006, 0.014, 0.03, 0.062, 0.126, 0.254, 0.51, 1.01, 1.51]),
        (0.001, [0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1.012, 1.512]),
        (0.032, [0.032, 0.048, 0.08, 0.144, 0.272, 0.528, 1.028, 1.528]),
        (0.7, [0.7, 1.05, 1.55]),
        (9.0, []),
    ],
)
def test_who_waits_looks_after_as_long_again_as_sending_took_then_ever_less_often(
    took: float | None, looks: list[float], monkeypatch: pytest.MonkeyPatch, pace: Pace
) -> None:
    assert looks_at(monkeypatch, 1.7, took) == [*looks, 1.7]
    assert pace.share == 1


def test_the_first_look_comes_when_answers_are_usually_there(
    monkeypatch: pytest.MonkeyPatch, pace: Pace
) -> None:
    for _ in range(200):
        looks_at(monkeypatch, 20, 0.01, done_after=0.006)
    assert 0.006 / 1.1 < pace.share * 0.01 < 0.006 * 1.1
    in_time = [len(looks_at(monkeypatch, 20, 0.01, done_after=0.006)) == 1 for _ in range(100)]
    assert 0.7 < sum(in_time) / 100 < 0.9


def test_where_answers_are_long_in_coming_it_soon_looks_later(
    monkeypatch: pytest.MonkeyPatch, pace: Pace
) -> None:
    looks = [len(looks_at(monkeypatch, 20, 0.1, done_after=0.3)) for _ in range(4)]
    assert looks == [4, 1, 1, 1]
    assert 3 < pace.share < 4


def test_a_slow_charge_point_is_no_measure_for_others(
    monkeypatch: pytest.MonkeyPatch, pace: Pace
) -> None:
    for _ in range(20):
        looks_at(monkeypatch, 20, 0.01, done_after=2.0)
    assert pace.share == 1


def test_what_is_usual_stays_between_bounds(monkeypatch: pytest.MonkeyPatch, pace: Pace) -> None:
    for _ in range(200):
        looks_at(monkeypatch, 20, 0.01, done_after=0.0)
    assert pace.share == waiting.LEAST
    for _ in range(200):
        pace.learn(2, 2.0)
    assert pace.share == waiting.MOST


def test_who_waits_in_vain_waits_no_longer_than_asked() -> None:
    record = sent()
    began = monotonic()
    assert wait_for_outcome(record, 0.1).status == "Sent"
    assert 0.1 <= monotonic() - began < 5
    assert wait_for_outcome(found(record.command_id), 0).status == "Sent"
