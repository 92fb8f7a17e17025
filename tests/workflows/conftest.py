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


def machine(name: str) -> str:
    made = client("stepfunctions", "eu-west-1").create_state_machine(
        name=name, definition="{}", roleArn=ROLE
    )
    return str(made["stateMachineArn"])


@pytest.fixture
def executions(store: None, monkeypatch: pytest.MonkeyPatch) -> Executions:
    arn = machine("reservation")
    monkeypatch.setenv("RESERVATION_MACHINE", arn)
    return Executions(arn)


@pytest.fixture
def updates(store: None, monkeypatch: pytest.MonkeyPatch) -> Executions:
    """The executions of firmware updates."""
    arn = machine("firmware")
    monkeypatch.setenv("FIRMWARE_MACHINE", arn)
    return Executions(arn)


@pytest.fixture
def campaigns(store: None, monkeypatch: pytest.MonkeyPatch) -> Executions:
    """The executions of campaigns."""
    arn = machine("campaign")
    monkeypatch.setenv("CAMPAIGN_MACHINE", arn)
    return Executions(arn)
