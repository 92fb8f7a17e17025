"""Tasks that were given up: what lies in the dead letters, and back on the task queue.

By receiving, sending and deleting, and not by StartMessageMoveTask: so each is shown before it
goes, and it is the same at a desk, whose SQS has no such tasks. By the AWS credentials of whoever
runs it, and not by the operators' API: nobody in the cloud gets a right that is used once a year.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

AT_ONCE = 10  # messages that SQS hands out
HELD = 60  # seconds for which nobody else sees what is listed
IDS = ("chargePointId", "commandId", "campaignId", "reservationId", "requestId")


class Queues(NamedTuple):
    """Their addresses."""

    tasks: str
    dead_letters: str


class DeadLetter(NamedTuple):
    """`sent_at` in milliseconds since 1970; `body` may hold what a charge point answered."""

    sent_at: int
    body: str
    receipt: str

    @property
    def told(self) -> dict[str, object]:
        """What it is, without what a charge point said."""
        try:
            task = json.loads(self.body)
        except ValueError:
            task = None
        if not isinstance(task, dict):
            return {"task": "?"}
        kind = task.get("task") or ("note-arrival" if "Records" in task else "?")
        return {"task": kind, **{name: task[name] for name in IDS if name in task}}


def dead_letters(sqs: "SQSClient", queues: Queues) -> Iterator[DeadLetter]:
    """Each once; they are there again after a minute, unless they are taken."""
    while True:
        answer = sqs.receive_message(
            QueueUrl=queues.dead_letters,
            MaxNumberOfMessages=AT_ONCE,
            VisibilityTimeout=HELD,
            WaitTimeSeconds=1,
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        messages = answer.get("Messages", [])
        yield from map(_dead_letter, messages)
        if not messages:
            return


def _dead_letter(message: "MessageTypeDef") -> DeadLetter:
    sent_at = int(message.get("Attributes", {}).get("SentTimestamp", "0"))
    return DeadLetter(sent_at, message["Body"], message["ReceiptHandle"])


def redrive(sqs: "SQSClient", queues: Queues, letter: DeadLetter) -> None:
    """First sent, then deleted: what fails in between is done twice, as every task may be."""
    sqs.send_message(QueueUrl=queues.tasks, MessageBody=letter.body)
    sqs.delete_message(QueueUrl=queues.dead_letters, ReceiptHandle=letter.receipt)


def release(sqs: "SQSClient", queues: Queues, letter: DeadLetter) -> None:
    """Seen by everybody again, at once."""
    sqs.change_message_visibility(
        QueueUrl=queues.dead_letters, ReceiptHandle=letter.receipt, VisibilityTimeout=0
    )
