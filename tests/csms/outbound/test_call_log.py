import json
from datetime import timedelta
from typing import Any

import pytest

from csms.aws import ServiceError
from csms.store import commands
from csms.store.reported.connections import closed
from csms.store.table import calls
from tests.csms.command_steps import (
    CP,
    SECOND,
    answer,
    connected,
    drain,
    look_after,
    open_call,
    send,
    status,
)
from tests.stored import messages_of_day
from tests.support import NOON, Sockets

HOUR = timedelta(hours=1)
FRAME = '[2,"c1","Reset",{"type":"Soft"}]'


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_a_call_is_in_the_log_before_it_leaves(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[str | None] = []
    post = sockets.post

    def look(*frame: Any) -> None:
        logged.extend(entry.frame for entry in messages_of_day(CP, NOON))
        post(*frame)

    monkeypatch.setattr(sockets, "post", look)
    send("c1")
    assert logged == [FRAME]
    (entry,) = messages_of_day(CP, NOON)
    assert (entry.answer, entry.error, entry.outgoing) == (None, None, True)


@pytest.mark.parametrize("waits", [False, True])
def test_one_that_could_not_leave_says_so_in_the_log(waits: bool, sockets: Sockets) -> None:
    if waits:
        closed(CP, "one")
        send("c1", until=NOON + HOUR)
        connected()
    sockets.gone.add("one")
    drain() if waits else send("c1", until=NOON + HOUR)
    (entry,) = messages_of_day(CP, NOON)
    assert (entry.frame, entry.error) == (FRAME, "not sent: its socket is not there")
    connected("two")
    sockets.too_large = True
    drain()
    (entry,) = messages_of_day(CP, NOON)
    assert (status("c1"), entry.error) == ("TooLarge", "not sent: its frame is too large")


def test_one_that_was_never_answered_says_so() -> None:
    send("c1")
    look_after("c1", NOON + 30 * SECOND)
    (entry,) = messages_of_day(CP, NOON)
    assert (entry.answer, entry.error) == (None, "TimedOut")


def test_what_was_never_sent_is_not_in_the_log() -> None:
    send("c1")
    send("c2")
    commands.drop(commands.waiting(CP)[0], "Expired", NOON)
    assert [entry.unique_id for entry in messages_of_day(CP, NOON)] == ["c1"]


def test_without_a_message_log_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", "0")
    send("c1")
    answer("c1")
    assert messages_of_day(CP, NOON) == []


@pytest.mark.parametrize("queued", [False, True])
@pytest.mark.parametrize("apart", [True, False])
def test_a_log_that_fails_stops_no_call(
    apart: bool, queued: bool, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DynamoDB refuses a transaction that has got too large for it, here with any log entry."""
    call = calls.call

    def refuse(operation: str, arguments: calls.Raw) -> calls.Raw:
        if '"LOG#' in json.dumps(arguments, default=str) and not (apart and operation == "PutItem"):
            raise ServiceError("ValidationException", status=400)
        return call(operation, arguments)

    if queued:
        send("c0")
        send("c1")
    monkeypatch.setattr(calls, "call", refuse)
    if queued:
        answer("c0")
    else:
        send("c1")
    assert (status("c1"), open_call()) == ("Sent", "c1")
    assert answer("c1", at=NOON + 2 * SECOND)
    monkeypatch.setattr(calls, "call", call)
    entries = {entry.unique_id: entry for entry in messages_of_day(CP, NOON)}
    if apart:
        assert entries["c1"].answer == '[3, "c1", {"status": "Accepted"}]'
    else:
        assert "c1" not in entries


def test_an_answer_that_comes_late_stands_beside_its_call_all_the_same() -> None:
    send("c1")
    look_after("c1", NOON + 30 * SECOND)
    answer("c1", at=NOON + 40 * SECOND)
    (entry,) = messages_of_day(CP, NOON)
    assert entry.answer == '[3, "c1", {"status": "Accepted"}]'
    assert (entry.error, entry.milliseconds) == ("it came late", 40_000)
