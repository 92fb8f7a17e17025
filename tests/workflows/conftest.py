from typing import Any

import pytest

from tests.conftest import client

ROLE = "arn:aws:iam::123456789012:role/machine"


class Executions:
    """What was started; moto does not run them here."""

    def __init__(self, machine_arn: str) -> None:
        self.machine_arn = machine_arn

    @property
    def all(self) -> list[dict[str, Any]]:
        """The newest last, as DescribeExecution tells them."""
        found = client("stepfunctions", "eu-west-1").list_executions(
            stateMachineArn=self.machine_arn
        )["executions"]
        return [
            client("stepfunctions", "eu-west-1").describe_execution(
                executionArn=one["executionArn"]
            )
            for one in reversed(found)
        ]

    def stop(self) -> None:
        for one in self.all:
            client("stepfunctions", "eu-west-1").stop_execution(executionArn=one["executionArn"])


@pytest.fixture
def executions(store: None, monkeypatch: pytest.MonkeyPatch) -> Executions:
    made = client("stepfunctions", "eu-west-1").create_state_machine(
        name="reservation", definition="{}", roleArn=ROLE
    )
    monkeypatch.setenv("RESERVATION_MACHINE", made["stateMachineArn"])
    return Executions(made["stateMachineArn"])
