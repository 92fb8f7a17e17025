from datetime import timedelta
from typing import Any

import pytest

from csms.deadline import OutOfTime
from csms.store import commands
from csms.store.reported import connections
from tests.csms.command_steps import (
    CP,
    SECOND,
    connected,
    drain,
    found,
    look_after,
    open_call,
    send,
    status,
    take_tasks,
    tasks,
)
from tests.support import NOON, Sockets
from workflows.tasks import perform

HOUR = timedelta(hours=1)


pytestmark = pytest.mark.usefixtures("cp1_is_connected")


def test_a_command_whose_time_is_over_has_timed_out() -> None:
    send("c1")
    look_after("c1", NOON + 30 * SECOND)
    assert (status("c1"), open_call()) == ("TimedOut", None)
    assert found("c1").ended_at == NOON + 30 * SECOND


def test_a_watch_that_comes_again_lets_the_next_command_leave(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who ended the first wrote the outcome, and had no time left to see that it did."""
    send("c1")
    send("c2", until=NOON + HOUR)
    end = commands.end

    def out_of_time(*given: object, **more: object) -> bool:
        end(*given, **more)  # type: ignore[arg-type]
        raise OutOfTime

    with monkeypatch.context() as patched:
        patched.setattr(commands, "end", out_of_time)
        with pytest.raises(OutOfTime):
            look_after("c1", NOON + 30 * SECOND)
    look_after("c1", NOON + 90 * SECOND)
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]


def test_who_ends_a_call_in_the_way_and_has_no_time_left_lets_the_next_leave_a_second_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send("c1")
    send("c2", until=NOON + HOUR)
    take_tasks()
    waiting, looked = commands.waiting, []

    def out_of_time(charge_point_id: str) -> Any:
        looked.append(charge_point_id)
        if len(looked) == 2:
            raise OutOfTime
        return waiting(charge_point_id)

    monkeypatch.setattr(commands, "waiting", out_of_time)
    with pytest.raises(OutOfTime):
        look_after("c2", NOON + 30 * SECOND)
    assert status("c1") == "TimedOut"
    assert tasks() == [({"task": "drain", "chargePointId": CP}, 1)]


def test_a_watch_that_comes_early_comes_again() -> None:
    send("c1")
    take_tasks()
    look_after("c1", NOON + 10 * SECOND)
    assert status("c1") == "Sent"
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 21)]


def test_a_watch_on_what_has_ended_or_never_was_ends_itself() -> None:
    send("c1")
    look_after("c1", NOON + 30 * SECOND)
    take_tasks()
    look_after("c1", NOON + 60 * SECOND)
    assert tasks() == []


def test_a_watch_that_is_faster_than_the_command_is_written_down_looks_once_more() -> None:
    look_after("c1", NOON)
    ((watch, seconds),) = tasks()
    assert seconds == 30
    take_tasks()
    perform(watch, NOON + 30 * SECOND)
    assert tasks() == []
    send("c1")
    take_tasks()
    perform(watch, NOON + 29 * SECOND)
    assert [task for task, _ in tasks()] == [
        {"task": "watch", "chargePointId": CP, "commandId": "c1"}
    ]


def test_the_next_is_sent_when_the_time_of_the_one_before_is_over(sockets: Sockets) -> None:
    send("c1")
    send("c2")
    look_after("c1", NOON + 30 * SECOND)
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]


def test_its_watch_ends_it_when_nobody_connects() -> None:
    connections.closed(CP, "one")
    send("c1", until=NOON + HOUR)
    take_tasks()
    look_after("c1", NOON + 30 * SECOND)
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 900)]
    look_after("c1", NOON + HOUR)
    assert status("c1") == "Expired"


def test_one_that_waits_has_one_watch_however_often_it_is_tried(sockets: Sockets) -> None:
    connections.closed(CP, "one")
    send("c1", until=NOON + 1000 * HOUR)
    for hours in range(1, 6):
        at = NOON + hours * HOUR
        sockets.gone.add(str(hours))
        connected(str(hours), at)
        drain(at + 11 * SECOND)
    assert status("c1") == "Queued"
    for task in take_tasks():
        perform(task, NOON + 6 * HOUR)
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 900)]


def test_behind_an_open_call_too_a_command_waits_no_longer_than_it_may() -> None:
    send("c1", timeout=900)
    send("c2", until=NOON + 10 * SECOND)
    take_tasks()
    look_after("c2", NOON + 11 * SECOND)
    assert (status("c1"), status("c2")) == ("Sent", "Expired")
    assert tasks() == []
