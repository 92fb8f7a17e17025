import json
from datetime import UTC, datetime
from time import sleep
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse

from csms import task_queue as tasks_of_connections
from csms.telemetry import logger
from tests.csms.command_steps import SECOND, connected, found, send, status, take_tasks
from tests.support import NOON, Context, Sockets
from workflows import tasks


def delivered(*bodies: str, seconds: float = 10) -> PartialItemFailureResponse:
    records = [{"messageId": str(place), "body": body} for place, body in enumerate(bodies)]
    return tasks.handler({"Records": records}, Context(seconds))


def close(connection_id: str) -> str:
    return json.dumps({"task": "close-connection", "connectionId": connection_id})


def test_a_connection_is_closed_however_often_it_is_asked_for(sockets: Sockets) -> None:
    assert delivered(close("one"), close("one")) == {"batchItemFailures": []}
    sockets.gone.add("one")
    assert delivered(close("one")) == {"batchItemFailures": []}
    assert sockets.closed == ["one", "one"]


def test_what_fails_comes_again_alone(sockets: Sockets) -> None:
    unknown = ["not JSON", "[]", '{"task":"unknown"}', '{"task":"close-connection"}']
    failed = delivered(close("one"), *unknown)["batchItemFailures"]
    assert failed == [{"itemIdentifier": str(place)} for place in (1, 2, 3, 4)]
    assert sockets.closed == ["one"]


def test_a_socket_that_cannot_be_reached_comes_again(sockets: Sockets) -> None:
    sockets.failing = True
    assert delivered(close("one")) == {"batchItemFailures": [{"itemIdentifier": "0"}]}


def test_a_watch_and_a_drain_that_come_twice_change_nothing(cp1: str, sockets: Sockets) -> None:
    connected()
    send("c1", at=datetime.now(UTC))
    (watch,) = (json.dumps(task) for task in take_tasks())
    drain = json.dumps({"task": "drain", "chargePointId": cp1})
    assert delivered(watch, watch, drain, drain) == {"batchItemFailures": []}
    assert status("c1") == "Sent"
    assert len(sockets.posted) == 1


def test_an_answer_that_was_put_off_is_taken_once_as_of_when_it_came(
    cp1: str, sockets: Sockets
) -> None:
    connected()
    send("c1")
    take_tasks()
    tasks_of_connections.take_answer_later(cp1, '[3,"c1",{"status":"Accepted"}]', NOON + 2 * SECOND)
    (task,) = (json.dumps(task) for task in take_tasks())
    assert delivered(task, task) == {"batchItemFailures": []}
    record = found("c1")
    assert (record.status, record.ended_at) == ("Answered", NOON + 2 * SECOND)
    assert record.late_answer is None


def test_a_task_that_hangs_is_given_up_before_its_function_is(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "delete", lambda _: sleep(30))
    assert delivered(close("one"), seconds=1.2) == {"batchItemFailures": [{"itemIdentifier": "0"}]}


def test_what_comes_after_one_that_hangs_is_done_if_there_is_time(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = sockets.delete

    def hang_once(_: str) -> None:
        monkeypatch.setattr(sockets, "delete", delete)
        sleep(30)

    monkeypatch.setattr(sockets, "delete", hang_once)
    assert delivered(close("one"), close("two"), seconds=1.2) == {
        "batchItemFailures": [{"itemIdentifier": "0"}]
    }
    assert sockets.closed == ["two"]


def test_the_answer_in_a_task_that_fails_is_not_logged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logged: list[Any] = []
    monkeypatch.setattr(logger, "exception", lambda *_, extra: logged.append(extra))
    frame = '[3,"c1",{"configurationKey":[{"key":"AuthorizationKey","value":"53ce7"}]}]'
    assert delivered(json.dumps({"task": "take-answer", "frame": frame}))["batchItemFailures"]
    assert logged == [{"task": '{"task": "take-answer"}'}]
