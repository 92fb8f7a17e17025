"""The template's state machines, run by the interpreter of `csms up`; functions run right here."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from typing import Any

from aiohttp import web

from csms_tools.local.functions.invocations import PATH
from csms_tools.local.json_api import JsonApi
from csms_tools.local.stack.stack import Stack
from csms_tools.local.stack.state_machines import states
from csms_tools.local.step_functions import StepFunctions
from tests.support import ROOT, Context

Function = Callable[[dict[str, Any]], Any]
Branch = tuple[str, str]


class Failed(Exception):
    """A function fails; its name is what the machine is told."""


class Desk:
    """Executions of one machine; `replaced` functions are not those of the template."""

    def __init__(self, machine_id: str) -> None:
        self._runner: web.AppRunner
        self._stack = Stack.load(ROOT / "template.yaml")
        self.machine = self._stack.state_machines[machine_id]
        self.replaced: dict[str, Function] = {}
        self.ran: set[Branch] = set()
        self._ahead = timedelta()

    async def __aenter__(self) -> "Desk":
        application = web.Application()
        application.add_routes([web.post(PATH, self._invoke)])
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._step_functions = StepFunctions(lambda_endpoint=f"http://{host}:{port}")
        await self._step_functions.start()
        await self._step_functions.create(self._stack)
        self._api = JsonApi(self._step_functions.endpoint, "AWSStepFunctions")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._api.close()
        await self._step_functions.stop()
        await self._runner.cleanup()

    @property
    def now(self) -> datetime:
        """By the clock of the interpreter."""
        return datetime.now(UTC) + self._ahead

    async def _invoke(self, request: web.Request) -> web.Response:
        asked = request.match_info["function"]
        [name] = [it.id for it in self._stack.functions.values() if it.invoked_arn == asked]
        event = json.loads(await request.read())
        call = self.replaced.get(name) or self._own(name)
        try:
            result = call(event)  # in the main thread, for its deadline is a signal
        except Exception as error:
            failed = {"errorType": type(error).__name__, "errorMessage": str(error)}
            return web.json_response(failed, headers={"X-Amz-Function-Error": "Unhandled"})
        return web.json_response(result)

    def _own(self, name: str) -> Function:
        module, function = self._stack.functions[name].handler.rsplit(".", 1)
        handler = getattr(import_module(module), function)
        return lambda event: handler(event, Context())

    @asynccontextmanager
    async def failing(self, function: str, times: float, outcome: str) -> AsyncIterator[list[str]]:
        """So often; then it answers with that outcome. What is given lists each try."""
        tries: list[str] = []

        def fails(event: dict[str, Any]) -> dict[str, Any]:
            tries.append(function)
            if len(tries) <= times:
                raise Failed
            return event | {"outcome": outcome}

        self.replaced[function] = fails
        try:
            yield tries
        finally:
            del self.replaced[function]

    async def start(self, name: str, told: Mapping[str, object]) -> str:
        request = {
            "stateMachineArn": self.machine.arn,
            "name": name,
            "input": json.dumps(told),
        }
        answer = await self._api.call("StartExecution", request)
        return str(answer["executionArn"])

    async def ended(self, arn: str, *, hurry: float = 0) -> dict[str, Any]:
        """The execution when it has ended; so many seconds pass at once whenever it waits."""
        async with asyncio.timeout(20):
            while True:
                told = await self._api.call("DescribeExecution", {"executionArn": arn})
                if told["status"] != "RUNNING":
                    self.ran |= set(await self._branches(arn))
                    return told
                if hurry:
                    self._ahead += timedelta(seconds=hurry)
                    await self._step_functions.advance(hurry)
                await asyncio.sleep(0.05)

    async def path(self, arn: str) -> list[str]:
        """The states that it was in, in order."""
        answer = await self._api.call("GetExecutionHistory", {"executionArn": arn})
        return [
            event["stateEnteredEventDetails"]["name"]
            for event in answer["events"]
            if "stateEnteredEventDetails" in event
        ]

    async def _branches(self, arn: str) -> list[Branch]:
        path = await self.path(arn)
        return [*pairwise(path)]

    def branches(self) -> set[Branch]:
        """Every way from one state to the next that its definition has."""
        definition = json.loads(self.machine.definition)
        return {
            (name, following)
            for name, state in states(definition)
            for following in _followers(state)
        }


def _followers(state: Mapping[str, Any]) -> Iterator[str]:
    for place in ("Next", "Default"):
        if place in state:
            yield state[place]
    for place in ("Choices", "Catch"):
        yield from (each["Next"] for each in state.get(place, []))
