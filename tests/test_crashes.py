"""A command, and the process that serves it dies: before or after any call it makes of AWS."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from api.commands.examples import EXAMPLES
from csms import aws
from csms.outbound import dispatch
from csms.store import commands
from csms.store.reported.connections import Connection, closed, opened
from csms.store.table import fetch
from outbound import COMMANDS
from tests.csms.command_steps import CP, SECOND, answer, connected, open_call, send, take_tasks
from tests.support import NOON, Sockets
from workflows import tasks

MOST = 60  # calls that any of these makes


class Killed(BaseException):
    """No handler sees it: the process is gone."""


class Fate:
    """Counts the calls of AWS, and kills at one of them: before it is done, or just after."""

    def __init__(self, at: int, after: bool) -> None:
        self.calls = 0
        self.at = at
        self.after = after

    def wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def fated(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            now = self.calls == self.at
            if now and not self.after:
                raise Killed
            result = call(*args, **kwargs)
            if now:
                raise Killed
            return result

        return fated


@pytest.fixture
def fated(cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def live(fate: Fate, act: Callable[[], object]) -> bool:
        """Whether it was killed."""
        with monkeypatch.context() as patched:
            patched.setattr(aws, "call", fate.wrap(aws.call))
            patched.setattr(sockets, "post", fate.wrap(sockets.post))
            patched.setattr(sockets, "delete", fate.wrap(sockets.delete))
            try:
                act()
            except Killed:
                return True
            return False

    return live


def time_passes(until: datetime) -> None:
    """The task queue delivers everything, again and again, a minute apart."""
    at = NOON
    while at < until:
        at += timedelta(minutes=1)
        for task in take_tasks():
            tasks.perform(task, at)


def reply_to_all(sockets: Sockets, at: datetime) -> None:
    for _, frame in list(sockets.posted):
        answer(frame[1], at=at)


def deaths() -> Iterator[tuple[int, bool]]:
    for at in range(1, MOST):
        yield at, False
        yield at, True


@pytest.mark.parametrize("replies", [True, False])
def test_however_a_sender_dies_a_command_has_one_outcome_and_the_queue_goes_on(
    fated: Callable[..., Any], sockets: Sockets, replies: bool
) -> None:
    connected()
    for place, (at, after) in enumerate(deaths()):
        command_id = f"c{place:03d}"
        killed = fated(Fate(at, after), lambda id=command_id: send(id))
        if replies:
            reply_to_all(sockets, NOON + SECOND)
        time_passes(NOON + timedelta(minutes=3))
        record = commands.find(CP, command_id)
        assert record is None or record.has_ended, (at, after)
        assert (open_call(), commands.waiting(CP)) == (None, []), (at, after)
        assert sum(frame[1] == command_id for _, frame in sockets.posted) <= 1
        if record and record.status == "Answered":
            assert replies
        if not killed:
            break
    else:
        pytest.fail("it was always killed")


@pytest.mark.parametrize("gone", [True, False])
def test_however_who_sends_what_waited_dies_it_has_one_outcome(
    fated: Callable[..., Any], sockets: Sockets, gone: bool
) -> None:
    for place, (at, after) in enumerate(deaths()):
        command_id, socket = f"c{place:03d}", f"socket-{place}"
        send(command_id, until=NOON + timedelta(minutes=2))
        connected(socket, NOON - SECOND)
        sockets.gone = {socket} if gone else set()
        killed = fated(Fate(at, after), lambda: dispatch.drain(COMMANDS, CP, NOON))
        time_passes(NOON + timedelta(minutes=5))
        record = commands.find(CP, command_id)
        assert record
        assert record.has_ended, (at, after)
        assert (open_call(), commands.waiting(CP)) == (None, []), (at, after)
        assert sum(frame[1] == command_id for _, frame in sockets.posted) <= 1
        closed(CP, socket)
        if not killed:
            break
    else:
        pytest.fail("it was always killed")


@pytest.mark.parametrize("until", [None, NOON + timedelta(minutes=2)])
def test_however_a_sender_dies_whose_frame_cannot_leave_the_command_ends_and_blocks_nobody(
    fated: Callable[..., Any], sockets: Sockets, until: datetime | None
) -> None:
    for place, (at, after) in enumerate(deaths()):
        command_id, socket = f"c{place:03d}", f"socket-{place}"
        connected(socket, NOON - timedelta(minutes=1))
        sockets.gone = {socket}
        killed = fated(Fate(at, after), lambda id=command_id: send(id, until=until))
        time_passes(NOON + timedelta(minutes=5))
        record = commands.find(CP, command_id)
        assert record is None or record.has_ended, (at, after)
        assert (open_call(), commands.waiting(CP)) == (None, []), (at, after)
        assert sockets.posted == []
        closed(CP, socket)
        if not killed:
            break
    else:
        pytest.fail("it was always killed")


def test_however_the_taker_of_an_answer_dies_the_answer_is_taken_once(
    fated: Callable[..., Any], sockets: Sockets
) -> None:
    connected()
    for place, (at, after) in enumerate(deaths()):
        first, second = f"a{place:03d}", f"b{place:03d}"
        send(first)
        send(second)
        killed = fated(Fate(at, after), lambda id=first: answer(id))
        with suppress(AssertionError):
            answer(first, at=NOON + 2 * SECOND)  # from the retry queue
        time_passes(NOON + timedelta(minutes=5))
        found = [commands.find(CP, one) for one in (first, second)]
        assert [one.status for one in found if one] == ["Answered", "TimedOut"], (at, after)
        assert open_call() is None
        if not killed:
            break
    else:
        pytest.fail("it was always killed")


def test_however_the_next_connection_dies_the_call_of_the_old_one_ends(
    fated: Callable[..., Any], sockets: Sockets
) -> None:
    for place, (at, after) in enumerate(deaths()):
        connected(f"old-{place}", NOON + timedelta(hours=2 * place))
        send(f"c{place:03d}")

        def reconnect(place: int = place) -> None:
            later = NOON + timedelta(hours=2 * place + 1)
            before = opened(CP, f"new-{place}", later, security_profile=2, source_ip="")
            assert before
            dispatch.lost_soon(before)
            dispatch.wake(CP)

        killed = fated(Fate(at, after), reconnect)
        time_passes(NOON + timedelta(minutes=3))
        record = commands.find(CP, f"c{place:03d}")
        assert record
        assert record.status in ("ConnectionLost", "TimedOut"), (at, after)
        (connection,) = fetch(Connection.of(CP))
        assert connection
        assert connection.open_call is None
        if not killed:
            break
    else:
        pytest.fail("it was always killed")


@pytest.mark.parametrize("away", [False, True])
def test_however_who_ends_a_command_dies_what_that_leads_to_is_done(
    away: bool, fated: Callable[..., Any], sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[str] = []
    monkeypatch.setattr(tasks, "follow_job", lambda _, command_id, at: followed.append(command_id))
    for place, (at, after) in enumerate(deaths()):
        command_id = f"c{place:03d}"
        connected(f"socket-{place}", NOON - SECOND)

        ask = partial(send, command_id, "UpdateFirmware", EXAMPLES["UpdateFirmware"])
        if not away:
            ask()
        ended = closed(CP, f"socket-{place}")
        assert ended
        end = ask if away else partial(dispatch.lost, COMMANDS, ended, NOON + SECOND)
        killed = fated(Fate(at, after), end)
        time_passes(NOON + timedelta(minutes=3))
        record = commands.find(CP, command_id)
        assert record is None or command_id in followed, (at, after)
        if not killed:
            break
    else:
        pytest.fail("it was always killed")
