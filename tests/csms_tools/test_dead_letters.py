import json
from typing import TYPE_CHECKING

import pytest

from csms_tools.dead_letters import DeadLetter, Queues, dead_letters, redrive, release
from tests.conftest import client

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@pytest.fixture
def sqs(store: None) -> "SQSClient":
    found: SQSClient = client("sqs", "eu-west-1")
    return found


@pytest.fixture
def queues(sqs: "SQSClient") -> Queues:
    given_up = sqs.create_queue(QueueName="given-up")["QueueUrl"]
    return Queues(sqs.get_queue_url(QueueName="tasks")["QueueUrl"], given_up)


def given_up(sqs: "SQSClient", queues: Queues, **task: object) -> None:
    sqs.send_message(QueueUrl=queues.dead_letters, MessageBody=json.dumps(task))


def waiting(sqs: "SQSClient", queues: Queues) -> list[object]:
    found = sqs.receive_message(QueueUrl=queues.tasks, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(one["Body"]) for one in found]


def test_all_are_listed_once_and_stay(sqs: "SQSClient", queues: Queues) -> None:
    for number in range(13):
        given_up(sqs, queues, task="drain", chargePointId=f"CP{number}")
    for _ in range(2):
        found = list(dead_letters(sqs, queues))
        assert {one.told["chargePointId"] for one in found} == {f"CP{n}" for n in range(13)}
        assert len(found) == 13
        for one in found:
            release(sqs, queues, one)
    assert waiting(sqs, queues) == []


def test_one_that_is_redriven_is_a_task_again_as_it_was(sqs: "SQSClient", queues: Queues) -> None:
    given_up(sqs, queues, task="drain", chargePointId="CP1")
    [letter] = dead_letters(sqs, queues)
    redrive(sqs, queues, letter)
    assert waiting(sqs, queues) == [{"task": "drain", "chargePointId": "CP1"}]
    assert list(dead_letters(sqs, queues)) == []


def test_what_a_charge_point_said_is_not_told() -> None:
    task = {"task": "take-answer", "chargePointId": "CP1", "frame": "[3,…]", "at": "noon"}
    letter = DeadLetter(0, json.dumps(task), "")
    assert letter.told == {"task": "take-answer", "chargePointId": "CP1"}


@pytest.mark.parametrize(
    ("body", "kind"), [("no JSON", "?"), ("[]", "?"), ('{"Records": []}', "note-arrival")]
)
def test_whatever_it_is_it_is_told(body: str, kind: str) -> None:
    assert DeadLetter(0, body, "").told == {"task": kind}
