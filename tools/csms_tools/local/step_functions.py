"""The process that stands for Step Functions; its executions end with it."""

from collections.abc import Sequence
from pathlib import Path

import aiohttp

from csms_tools.local.json_api import JsonApi, ServiceError
from csms_tools.local.judging import told_to_judge
from csms_tools.local.service_process import ServiceProcess, StartError
from csms_tools.local.stack.stack import ACCOUNT, REGION, Stack


class StepFunctions(ServiceProcess):
    MODULE = "csms_tools.local.interpreter"
    NAME = "the process that stands for Step Functions"

    def __init__(self, *, lambda_endpoint: str, port: int = 0, python: Path | None = None) -> None:
        """`lambda_endpoint` is where its tasks invoke functions."""
        super().__init__(port=port, python=python)
        self._lambda_endpoint = lambda_endpoint

    def options(self) -> Sequence[str]:
        told = ("--lambda-endpoint", self._lambda_endpoint)
        return [*told, "--account", ACCOUNT, "--region", REGION]

    def environment(self) -> dict[str, str]:
        return {"MOTO_ACCOUNT_ID": ACCOUNT, "TZ": "UTC"}

    async def create(self, stack: Stack) -> None:
        """Make the state machines of the stack. Raises StartError."""
        async with JsonApi(self.endpoint, "AWSStepFunctions") as step_functions:
            for machine in stack.state_machines.values():
                request = {
                    "name": machine.name,
                    "definition": machine.definition,
                    "roleArn": machine.role_arn,
                }
                try:
                    await step_functions.call("CreateStateMachine", request)
                except ServiceError as error:
                    raise StartError(f"{machine.id}: {error}") from error
        await told_to_judge(self.endpoint, stack.judge())

    async def advance(self, seconds: float) -> None:
        """Let so much time pass at once for every execution that waits."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.endpoint}/clock", json={"advance": seconds}) as response,
        ):
            response.raise_for_status()
