"""`csms redrive` against a running `csms up`, and against a stack."""

import json
import subprocess
from typing import Any

import boto3
import pytest
from click.testing import CliRunner

from csms_tools.commands.redrive import redrive
from tests.conversations import running
from tests.conversations.running import CSMS, Csms

TASK = {"task": "drain", "chargePointId": "CP001"}


def local_sqs(csms: Csms) -> Any:
    state = csms.health
    return boto3.client("sqs", region_name=state["region"], endpoint_url=state["awsEndpoint"])


def told(csms: Csms, *options: str) -> list[str]:
    words = [str(CSMS), "redrive", "--api", csms.api, *options]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=30)
    return done.stdout.splitlines()


def test_tasks_that_were_given_up_at_a_desk_are_done_again() -> None:
    with running.up() as csms:
        sqs, queues = local_sqs(csms), csms.health["queues"]
        assert told(csms) == ["0 tasks given up"]
        sqs.send_message(QueueUrl=queues["TaskDeadLetters"], MessageBody=json.dumps(TASK))
        for _ in range(2):
            line, summary = told(csms)
            assert line.endswith("Z  drain  chargePointId CP001")
            assert summary == "1 task given up; --yes has them done again"
        assert told(csms, "--yes")[-1] == "1 task on the task queue again"
        assert told(csms) == ["0 tasks given up"]


def test_of_a_deployment_its_queues_are_asked_for_by_name(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqs = boto3.client("sqs", "eu-west-1")
    dead = sqs.create_queue(QueueName="given-up")["QueueUrl"]
    tasks = sqs.get_queue_url(QueueName="tasks")["QueueUrl"]
    sqs.send_message(QueueUrl=dead, MessageBody=json.dumps(TASK))
    asked = []

    class CloudFormation:
        def describe_stack_resource(self, **of: str) -> Any:
            asked.append(of)
            name = {"TaskQueue": tasks, "TaskDeadLetters": dead}[of["LogicalResourceId"]]
            return {"StackResourceDetail": {"PhysicalResourceId": name}}

    def client(service: str, region_name: str | None = None) -> Any:
        assert region_name == "eu-west-1"
        return sqs if service == "sqs" else CloudFormation()

    monkeypatch.setattr(boto3, "client", client)
    done = CliRunner().invoke(redrive, ["--stack", "csms", "--region", "eu-west-1", "--yes"])
    assert done.output.splitlines()[-1] == "1 task on the task queue again"
    assert {one["StackName"] for one in asked} == {"csms"}
    [message] = sqs.receive_message(QueueUrl=tasks)["Messages"]
    assert json.loads(message["Body"]) == TASK
