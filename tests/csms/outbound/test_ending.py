"""Each way by which a command ends, for each action whose end leads to something."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from api.commands.examples import EXAMPLES
from csms import task_queue
from csms.outbound import dispatch, ending, settling
from csms.store import commands
from csms.store.commands import Outcome
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.reported.connections import Connection
from csms.store.table import absent, delete, perform, put
from csms.wire.frames import MalformedAnswerFrame
from outbound import COMMANDS
from tests.csms.command_steps import (
    CP,
    SECOND,
    answer,
    connected,
    drain,
    error,
    look_after,
    send,
    status,
    take_tasks,
)
from tests.stored import set_registration
from tests.support import NOON, Sockets
from tests.test_used import TREES, used_in

LEADING = sorted(action for action, command in COMMANDS.items() if command.then)
ASKED = "c2"
OVER = NOON + 30 * SECOND
LATER = NOON + 3600 * SECOND
SAID: dict[str, dict[str, Any]] = {
    "GetDiagnostics": {"fileName": "diagnostics.zip"},
    "GetLocalListVersion": {"listVersion": 1},
    "UpdateFirmware": {},
}


def ask(action: str, **order: Any) -> None:
    send(ASKED, action, EXAMPLES[action], force=True, **order)


def answered(action: str) -> None:
    ask(action)
    answer(ASKED, SAID.get(action, {"status": "Accepted"}))


def refused(action: str) -> None:
    ask(action)
    error(ASKED)


def misanswered(action: str) -> None:
    ask(action)
    settling.settle(COMMANDS, CP, MalformedAnswerFrame(ASKED, "a list of one"), "[3]", NOON)


def its_watch_comes(action: str) -> None:
    ask(action)
    look_after(ASKED, OVER)


def in_the_way_of_the_next(action: str) -> None:
    ask(action)
    send("c3", until=LATER)
    take_tasks()
    drain(OVER)


def connects_anew(action: str) -> None:
    ask(action)
    before = connections.opened(CP, "two", OVER, security_profile=2, source_ip="")
    assert before
    dispatch.lost(COMMANDS, before, OVER)


def disconnects(action: str) -> None:
    ask(action)
    ended = connections.closed(CP, "one")
    assert ended
    dispatch.lost(COMMANDS, ended, OVER)


def is_away(action: str) -> None:
    connections.closed(CP, "one")
    ask(action)


def waits(action: str, **order: Any) -> None:
    send("c1", timeout=900)
    ask(action, **order)
    take_tasks()


def goes_away_before_its_turn(action: str) -> None:
    waits(action)
    connections.closed(CP, "one")
    drain(NOON + SECOND)


def is_accepted_no_more(action: str) -> None:
    waits(action)
    set_registration(CP, "Rejected")
    drain(NOON + SECOND)


def never_comes(action: str) -> None:
    waits(action, until=OVER)
    drain(OVER)


def is_cancelled(action: str) -> None:
    waits(action)
    record = commands.find(CP, ASKED)
    assert record
    assert ending.cancel(COMMANDS, record, NOON, absent(Connection.of("CP2")))


def is_deleted(action: str) -> None:
    waits(action, until=LATER)
    perform(delete(ChargePoint.of(CP)))
    drain(NOON + SECOND)


def is_valid_no_more(action: str) -> None:
    waits(action)
    (queued,) = commands.waiting(CP)
    queued.payload = {"of": "an older release"}
    perform(put(queued))
    answer("c1")


def grows_too_large(action: str) -> None:
    waits(action)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("csms.outbound.command.LARGEST_CALL", 1)
        answer("c1")


def is_too_large_for_its_socket(action: str, sockets: Sockets) -> None:
    sockets.too_large = True
    ask(action)


WAYS: dict[str, tuple[Callable[..., None], Outcome]] = {
    "it is answered": (answered, "Answered"),
    "it is refused": (refused, "CallError"),
    "its answer is none": (misanswered, "MalformedAnswer"),
    "its watch comes": (its_watch_comes, "TimedOut"),
    "it is in the way of the next": (in_the_way_of_the_next, "TimedOut"),
    "the charge point connects anew": (connects_anew, "ConnectionLost"),
    "the charge point disconnects": (disconnects, "ConnectionLost"),
    "the charge point is away": (is_away, "NotConnected"),
    "the charge point goes away before its turn": (goes_away_before_its_turn, "NotConnected"),
    "the charge point is accepted no more": (is_accepted_no_more, "NotAccepted"),
    "it never comes": (never_comes, "Expired"),
    "it is cancelled": (is_cancelled, "Cancelled"),
    "the charge point is deleted": (is_deleted, "Cancelled"),
    "it is valid no more": (is_valid_no_more, "Cancelled"),
    "it has grown too large": (grows_too_large, "TooLarge"),
    "it is too large for its socket": (is_too_large_for_its_socket, "TooLarge"),
}


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def leads_on(action: str) -> bool:
    task = {"task": COMMANDS[action].then, "chargePointId": CP, "commandId": ASKED}
    return task in take_tasks()


def test_each_outcome_has_its_way() -> None:
    assert {outcome for _, outcome in WAYS.values()} == set(get_args(Outcome))


@pytest.mark.parametrize("action", LEADING)
@pytest.mark.parametrize("way", WAYS)
def test_however_it_ends_what_that_leads_to_is_done(
    way: str, action: str, sockets: Sockets
) -> None:
    ends, outcome = WAYS[way]
    given = {"sockets": sockets} if ends is is_too_large_for_its_socket else {}
    ends(action, **given)
    assert status(ASKED) == outcome
    assert leads_on(action)


@pytest.mark.parametrize("action", LEADING)
def test_an_answer_that_comes_late_leads_on_too(action: str) -> None:
    its_watch_comes(action)
    take_tasks()
    answer(ASKED, SAID.get(action, {"status": "Accepted"}), at=LATER)
    assert status(ASKED) == "TimedOut"
    assert leads_on(action)


@pytest.mark.parametrize("ends", [answered, is_away, is_cancelled])
def test_where_the_task_queue_fails_it_ends_and_its_watch_goes_on(
    ends: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    later, watched = task_queue.later, []

    def failing(task: dict[str, Any], **more: Any) -> None:
        if task["task"] == "follow-job":
            raise ConnectionError
        if task["task"] == "watch" and task["commandId"] == ASKED:
            watched.append(task)
        later(task, **more)

    with monkeypatch.context() as patched:
        patched.setattr(task_queue, "later", failing)
        ends("UpdateFirmware")
    assert not leads_on("UpdateFirmware")
    assert len(watched) == 1
    look_after(ASKED, OVER)
    assert leads_on("UpdateFirmware")


def test_an_end_that_leads_to_nothing_puts_nothing_on_the_queue() -> None:
    send("c1")
    take_tasks()
    answer("c1")
    assert take_tasks() == []


def test_a_command_is_ended_nowhere_else() -> None:
    ways = {("csms.store.commands", name) for name in ("end", "drop", "cancel")}
    ended_in = {module for module, (_, tree) in TREES.items() if ways & {*used_in(module, tree)}}
    assert ended_in == {"csms.outbound.ending"}
