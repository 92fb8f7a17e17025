import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from csms import task_queue
from tests.csms import command_steps
from tests.support import NOON, Sockets


def queued() -> list[Any]:
    queue = boto3.client("sqs", "eu-west-1")
    url = queue.get_queue_url(QueueName="tasks")["QueueUrl"]
    received = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(one["Body"]) for one in received.get("Messages", [])]


@pytest.mark.usefixtures("store")
def test_a_socket_is_closed_at_once(sockets: Sockets) -> None:
    task_queue.close_connection("one", NOON, NOON)
    assert sockets.closed == ["one"]
    task_queue.later({"task": "nothing"}, seconds=0)
    assert queued() == [{"task": "nothing"}]


@pytest.mark.usefixtures("store")
def test_what_waits_is_not_to_be_seen_yet() -> None:
    task_queue.later({"task": "nothing"}, seconds=60)
    assert queued() == []


def closings() -> list[tuple[str, int]]:
    return [(task["connectionId"], seconds) for task, seconds in command_steps.tasks()]


@pytest.mark.usefixtures("store")
def test_a_young_socket_that_is_not_there_yet_is_closed_again(sockets: Sockets) -> None:
    sockets.gone.add("one")
    task_queue.close_connection("one", NOON, NOON + timedelta(seconds=19))
    assert closings() == [("one", 2), ("one", 10)]


@pytest.mark.usefixtures("store")
def test_a_young_socket_that_cannot_be_reached_is_closed_again_and_again(sockets: Sockets) -> None:
    sockets.failing = True
    task_queue.close_connection("one", NOON, NOON)
    assert closings() == [("one", 1), ("one", 2), ("one", 10)]


@pytest.mark.usefixtures("store")
def test_an_old_socket_that_is_not_there_has_closed(sockets: Sockets) -> None:
    sockets.gone.add("one")
    task_queue.close_connection("one", NOON, NOON + timedelta(seconds=20))
    assert closings() == []
