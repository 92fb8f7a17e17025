from datetime import timedelta
from time import sleep
from typing import NoReturn

import pytest

from connection import default
from csms.store import table
from csms.store.table import calls
from csms.wire.actions import CENTRAL_SYSTEM_ACTIONS
from tests.conftest import Says
from tests.csms import command_steps
from tests.stored import messages_of_day
from tests.support import NOON, Context, Sockets, message
from workflows import tasks


@pytest.mark.parametrize("action", ["SetOutlet", "heartbeat", "", "$default", "ÅÄÖ", "x" * 300])
def test_an_action_outside_the_standard_is_not_implemented(action: str, says: Says) -> None:
    answer = says(action, {})
    assert answer
    assert answer[:3] == [4, "unique-1", "NotImplemented"]
    assert len(answer) == 5
    assert answer[4] == {}


def test_an_action_that_is_for_us_to_call_is_not_supported(says: Says) -> None:
    for action in CENTRAL_SYSTEM_ACTIONS:
        answer = says(action, {})
        assert answer
        assert answer[:3] == [4, "unique-1", "NotSupported"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        "[]",
        "2",
        "null",
        '[3,"unique-1",{}]',
        '[4,"unique-1","InternalError","",{}]',
        '[5,"unique-1","Heartbeat",{}]',
        '[2,17,"Heartbeat",{}]',
        '[2,null,"Heartbeat",{}]',
        '["2","unique-1","Heartbeat",{}]',
        '[2.0,"unique-1","Heartbeat",{}]',
        '[true,"unique-1","Heartbeat",{}]',
        '[2,"\\q","Heartbeat",{}]',
        '[2,"unclosed',
    ],
)
def test_what_is_no_call_is_answered_nothing(text: str, cp1: str, sockets: Sockets) -> None:
    assert default.handler(message(text), Context()) == {"statusCode": 200}
    assert sockets.posted == []


def answers(text: str, message_id: str = "message") -> None:
    event = message(text)
    event["requestContext"]["messageId"] = message_id
    assert default.handler(event, Context()) == {"statusCode": 200}


def test_an_answer_to_a_call_of_ours_ends_it_and_is_answered_nothing(
    cp1: str, sockets: Sockets
) -> None:
    command_steps.connected()
    command_steps.send("c1")
    answers('[3,"c1",{"status":"Accepted"}]')
    assert command_steps.status("c1") == "Answered"
    assert sockets.frames == [[2, "c1", "Reset", {"type": "Soft"}]]


def test_a_call_and_its_answer_stand_together_in_the_message_log(
    cp1: str, sockets: Sockets
) -> None:
    command_steps.connected()
    command_steps.send("c1", at=NOON - timedelta(milliseconds=250))
    answers('[4,"c1","NotSupported","never",{}]')
    (entry,) = messages_of_day(cp1, NOON)
    assert entry.frame == '[2,"c1","Reset",{"type":"Soft"}]'
    assert entry.answer == '[4,"c1","NotSupported","never",{}]'
    assert (entry.outgoing, entry.milliseconds, entry.action) == (True, 250, "Reset")


def test_an_answer_lets_the_next_leave_which_ends_if_it_is_too_large(
    cp1: str, sockets: Sockets
) -> None:
    command_steps.connected()
    command_steps.send("c1")
    command_steps.send("c2")
    sockets.too_large = True
    answers('[3,"c1",{"status":"Accepted"}]')
    assert [command_steps.status(one) for one in ("c1", "c2")] == ["Answered", "TooLarge"]


def test_an_answer_whose_socket_is_gone_leaves_the_next_where_it_waits(
    cp1: str, sockets: Sockets
) -> None:
    command_steps.connected()
    command_steps.send("c1")
    command_steps.send("c2", until=NOON + timedelta(hours=1))
    sockets.gone.add("one")
    answers('[3,"c1",{"status":"Accepted"}]')
    assert [command_steps.status(one) for one in ("c1", "c2")] == ["Answered", "Queued"]


def test_an_answer_to_no_call_of_ours_is_in_the_message_log_by_itself(
    cp1: str, sockets: Sockets
) -> None:
    answers('[3,"nobody",{}]')
    (entry,) = messages_of_day(cp1, NOON)
    assert (entry.frame, entry.answer, entry.outgoing) == ('[3,"nobody",{}]', None, None)
    assert entry.error == "ignored: it answers no call of ours"


def test_an_answer_that_cannot_be_taken_now_is_taken_later(
    cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_steps.connected()
    command_steps.send("c1")
    command_steps.take_tasks()

    def failing(operation: str, arguments: table.Raw) -> table.Raw:
        raise ConnectionError(operation)

    with monkeypatch.context() as broken:
        broken.setattr(calls, "call", failing)
        answers('[3,"c1",{"status":"Accepted"}]')
    assert command_steps.status("c1") == "Sent"
    (task,) = command_steps.take_tasks()
    tasks.perform(task, NOON + timedelta(seconds=5))
    record = command_steps.found("c1")
    assert (record.status, record.ended_at) == ("Answered", NOON)


def test_an_answer_that_can_be_neither_taken_nor_put_off_is_answered_nothing(
    cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> NoReturn:
        raise ConnectionError

    monkeypatch.setattr(calls, "call", failing)
    monkeypatch.setattr("csms.task_queue.later", failing)
    answers('[3,"c1",{"status":"Accepted"}]')
    monkeypatch.setattr("csms.task_queue.later", lambda *_, **__: sleep(30))
    said = message('[3,"c1",{"status":"Accepted"}]')
    assert default.handler(said, Context(1.2)) == {"statusCode": 200}
    assert sockets.posted == []


@pytest.mark.parametrize("text", ['[3,"c1",[]]', '[3,"c1"]', '[4,"c1"]'])
def test_an_answer_without_a_payload_ends_its_call_at_once(
    text: str, cp1: str, sockets: Sockets
) -> None:
    command_steps.connected()
    command_steps.send("c1")
    answers(text)
    record = command_steps.found("c1")
    assert record.status == "MalformedAnswer"
    assert record.error_description


def test_no_answer_is_missing_from_the_message_log(cp1: str, sockets: Sockets) -> None:
    command_steps.connected()
    command_steps.send("c1")
    command_steps.look_after("c1", NOON + timedelta(seconds=30))
    for status in ("Accepted", "Rejected"):
        answers(f'[3,"c1",{{"status":"{status}"}}]', f"message-{status}")
    shown = [entry.answer or entry.frame or "" for entry in messages_of_day(cp1, NOON)]
    assert sorted(shown) == [
        f'[3,"c1",{{"status":"{status}"}}]' for status in ("Accepted", "Rejected")
    ]
