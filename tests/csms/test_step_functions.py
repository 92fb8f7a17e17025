from typing import Any

import boto3
import pytest
from moto import mock_aws

from csms import aws, step_functions

TOLD = {"reservationId": 7}


@pytest.fixture
def machine() -> Any:
    with mock_aws():
        client = boto3.client("stepfunctions")
        yield client.create_state_machine(
            name="machine", definition="{}", roleArn="arn:aws:iam::123456789012:role/machine"
        )["stateMachineArn"]


def test_an_execution_that_runs_is_started_once(machine: str) -> None:
    assert [step_functions.start(machine, "name", TOLD) for _ in range(2)] == ["Runs", "Runs"]
    (execution,) = boto3.client("stepfunctions").list_executions(stateMachineArn=machine)[
        "executions"
    ]
    assert execution["name"] == "name"


def test_one_that_has_ended_keeps_its_name(machine: str) -> None:
    step_functions.start(machine, "name", TOLD)
    client = boto3.client("stepfunctions")
    (execution,) = client.list_executions(stateMachineArn=machine)["executions"]
    client.stop_execution(executionArn=execution["executionArn"])
    assert step_functions.start(machine, "name", TOLD) == "HasEnded"
    assert step_functions.start(machine, "another", TOLD) == "Runs"


@pytest.mark.parametrize(
    ("code", "expected"), [("ExecutionLimitExceeded", "NoRoom"), ("ThrottlingException", None)]
)
def test_too_many_are_no_failure(
    code: str, expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise aws.ServiceError(code)

    monkeypatch.setattr(aws, "call", fail)
    if expected:
        assert step_functions.start("arn", "name", TOLD) == expected
    else:
        with pytest.raises(aws.ServiceError):
            step_functions.start("arn", "name", TOLD)
