import json
from typing import Any

import boto3
import pytest

from csms import task_queue
from tests.support import Sockets


def queued() -> list[Any]:
    queue = boto3.client("sqs", "eu-west-1")
    url = queue.get_queue_url(QueueName="tasks")["QueueUrl"]
    received = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(one["Body"]) for one in received.get("Messages", [])]


@pytest.mark.usefixtures("store")
def test_a_socket_is_closed_at_once(sockets: Sockets) -> None:
    task_queue.close_connection("one")
    assert sockets.closed == ["one"]
    task_queue.later({"task": "nothing"}, seconds=0)
    assert queued() == [{"task": "nothing"}]


@pytest.mark.usefixtures("store")
def test_what_waits_is_not_to_be_seen_yet() -> None:
    task_queue.later({"task": "nothing"}, seconds=60)
    assert queued() == []
