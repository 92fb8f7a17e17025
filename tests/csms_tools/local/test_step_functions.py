import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from csms_tools.local.json_api import JsonApi, ServiceError
from csms_tools.local.service_process import StartError
from csms_tools.local.stack.stack import Stack
from csms_tools.local.step_functions import StepFunctions
from tests.csms_tools.local.processes import gone, pids_printed
from tests.support import ROOT

ROLE = "arn:aws:iam::000000000000:role/machine"
WAIT = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}}


@asynccontextmanager
async def running() -> AsyncIterator[tuple[StepFunctions, JsonApi, str]]:
    """With one machine, which waits for an hour; its ARN."""
    step_functions = StepFunctions(lambda_endpoint="http://127.0.0.1:9")
    try:
        await step_functions.start()
        async with JsonApi(step_functions.endpoint, "AWSStepFunctions") as api:
            machine = await api.call(
                "CreateStateMachine",
                {
                    "name": "wait",
                    "definition": json.dumps(WAIT),
                    "roleArn": ROLE,
                },
            )
            yield step_functions, api, machine["stateMachineArn"]
    finally:
        await step_functions.stop()


async def start(api: JsonApi, arn: str, name: str, told: str = "{}") -> str:
    request = {"stateMachineArn": arn, "name": name, "input": told}
    return str((await api.call("StartExecution", request))["executionArn"])


async def ended(api: JsonApi, arn: str) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while True:
            execution = await api.call("DescribeExecution", {"executionArn": arn})
            if execution["status"] != "RUNNING":
                return execution
            await asyncio.sleep(0.02)


async def test_an_execution_keeps_its_name_to_itself_as_in_aws() -> None:
    async with running() as (step_functions, api, machine):
        first, again = [await start(api, machine, "a") for _ in range(2)]
        assert first == again
        with pytest.raises(ServiceError, match="ExecutionAlreadyExists"):
            await start(api, machine, "a", '{"told": "otherwise"}')
        await step_functions.advance(3600)
        assert (await ended(api, first))["status"] == "SUCCEEDED"
        with pytest.raises(ServiceError, match="ExecutionAlreadyExists"):
            await start(api, machine, "a")


async def test_many_that_start_at_once_under_one_name_are_one() -> None:
    async with running() as (_, api, machine):
        arns = await asyncio.gather(*(start(api, machine, "a") for _ in range(20)))
        found = await api.call("ListExecutions", {"stateMachineArn": machine})
        assert (len(set(arns)), len(found["executions"])) == (1, 1)


async def test_time_passes_at_once_for_those_that_wait_when_it_is_told_to() -> None:
    async with running() as (step_functions, api, machine):
        arn = await start(api, machine, "a")
        await step_functions.advance(3590)
        await asyncio.sleep(0.1)
        execution = await api.call("DescribeExecution", {"executionArn": arn})
        assert execution["status"] == "RUNNING"
        await step_functions.advance(10)
        assert (await ended(api, arn))["status"] == "SUCCEEDED"


async def test_there_is_room_for_so_many_and_then_for_none_until_one_has_ended() -> None:
    async with running() as (step_functions, api, machine):
        names = [f"execution-{number}" for number in range(500)]
        arns = [await start(api, machine, name) for name in names]
        with pytest.raises(ServiceError, match="ExecutionLimitExceeded"):
            await start(api, machine, "one-more")
        await api.call("StopExecution", {"executionArn": arns[0]})
        assert (await ended(api, arns[0]))["status"] == "ABORTED"
        assert await start(api, machine, "one-more")
        await step_functions.advance(3600)
        assert (await ended(api, arns[-1]))["status"] == "SUCCEEDED"


async def test_what_it_cannot_do_it_says() -> None:
    async with running() as (_, api, __):
        with pytest.raises(ServiceError, match="UnknownOperationException: StartSyncExecution"):
            await api.call("StartSyncExecution", {})
        with pytest.raises(ServiceError, match="StateMachineDoesNotExist"):
            await start(api, "arn:aws:states:eu-west-1:000000000000:stateMachine:none", "a")


async def test_a_machine_that_cannot_be_made_is_told_by_its_name() -> None:
    stack = Stack.load(ROOT / "template.yaml")
    broken = replace(stack.state_machines["ReservationMachine"], definition='{"States": {}}')
    step_functions = StepFunctions(lambda_endpoint="http://127.0.0.1:9")
    await step_functions.start()
    with pytest.raises(StartError, match="ReservationMachine: CreateStateMachine"):
        await step_functions.create(replace(stack, state_machines={"ReservationMachine": broken}))
    await step_functions.stop()


async def test_the_runtime_notices_when_the_process_dies() -> None:
    async with running() as (step_functions, _, __):
        waiting = asyncio.create_task(step_functions.ended())
        assert step_functions.pid
        os.kill(step_functions.pid, signal.SIGKILL)
        async with asyncio.timeout(5):
            assert await waiting == -signal.SIGKILL


async def test_the_process_does_not_outlive_the_runtime() -> None:
    program = """
import asyncio, os, signal
from csms_tools.local.step_functions import StepFunctions

async def main():
    process = StepFunctions(lambda_endpoint="http://127.0.0.1:9")
    await process.start()
    print(process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    (pid,) = await pids_printed(program)
    assert await gone(pid)
