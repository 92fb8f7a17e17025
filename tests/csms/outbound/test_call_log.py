import pytest

from csms.outbound import call_log
from csms.store import commands
from csms.store.commands import QueuedCommand
from csms.store.reported import message_log
from tests.csms.command_steps import CP, SECOND, answer, connected, found, look_after, send
from tests.stored import messages_of_day
from tests.support import NOON, Sockets


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_a_call_is_in_the_log_as_soon_as_it_has_left() -> None:
    send("c1")
    (entry,) = messages_of_day(CP, NOON)
    assert entry.frame == '[2,"c1","Reset",{"type":"Soft"}]'
    assert (entry.answer, entry.error, entry.outgoing) == (None, None, True)


def test_an_answer_that_was_faster_than_the_log_stays_there() -> None:
    send("c1")
    answer("c1", at=NOON + SECOND)
    queued = QueuedCommand.of(found("c1"), {"type": "Soft"})
    call_log.sent(queued, '[2,"c1","Reset",{"type":"Soft"}]', NOON)
    (entry,) = messages_of_day(CP, NOON)
    assert entry.answer == '[3, "c1", {"status": "Accepted"}]'
    assert entry.milliseconds == 1000


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


def test_a_log_that_fails_stops_no_call(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(message_log, "add", failing)
    assert send("c1").status == "Sent"
    assert answer("c1")


def test_an_answer_that_comes_late_stands_beside_its_call_all_the_same() -> None:
    send("c1")
    look_after("c1", NOON + 30 * SECOND)
    answer("c1", at=NOON + 40 * SECOND)
    (entry,) = messages_of_day(CP, NOON)
    assert entry.answer == '[3, "c1", {"status": "Accepted"}]'
    assert (entry.error, entry.milliseconds) == ("it came late", 40_000)
