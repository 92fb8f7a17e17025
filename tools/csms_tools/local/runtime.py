"""Everything that template.yaml describes, started in order on loopback and ended in reverse."""

import asyncio
import os
import ssl
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any, TypeVar

from aiohttp import web

from csms_tools.local.api import application
from csms_tools.local.aws import Aws
from csms_tools.local.data_folder import DataFolder
from csms_tools.local.doors import Doors
from csms_tools.local.exclusive import Unusable
from csms_tools.local.files import Arrivals, Shelf, file_routes
from csms_tools.local.files.routes import S3
from csms_tools.local.functions.invocations import invocation_routes
from csms_tools.local.functions.lambda_service import Functions
from csms_tools.local.functions.queues import Queues
from csms_tools.local.functions.schedules import Schedules
from csms_tools.local.gateway import Gateway
from csms_tools.local.http_api.sign_in_routes import sign_in_routes
from csms_tools.local.judging import permission_routes, unused
from csms_tools.local.key_material import KeyMaterial
from csms_tools.local.log_lines import LogLines
from csms_tools.local.operators import Operators
from csms_tools.local.options import Options
from csms_tools.local.permissions.judge import Judge
from csms_tools.local.seed import FLEET, Outcome
from csms_tools.local.stack.stack import REGION, Stack
from csms_tools.local.step_functions import StepFunctions
from csms_tools.local.store_access import point_store_at

T = TypeVar("T")

# What this process writes itself is kept for as long as what functions write
KEPT = {
    "AUDIT_RETENTION_DAYS": "AuditRetentionDays",
    "SECURITY_EVENT_RETENTION_DAYS": "SecurityEventRetentionDays",
}

LOG = "functions.log"  # in the data folder


class Runtime:
    """`async with` it: what was started is ended, however far the start came."""

    def __init__(self, options: Options) -> None:
        """Take the ports. Raises Unusable."""
        self.options = options
        self._doors = Doors(options)
        self.ports, self.api_url = self._doors.ports, self._doors.api_url
        self.keys: KeyMaterial
        self.seeded: Outcome | None = None
        self._tls: ssl.SSLContext
        self._end = AsyncExitStack()
        self._folder: DataFolder
        self._aws: Aws
        self.step_functions: StepFunctions
        self._functions: Functions
        self._operators: Operators
        self._gateway: Gateway
        self._judge: Judge
        self._stack: Stack

    async def __aenter__(self) -> "Runtime":
        """Take the folder. Raises Unusable."""
        self._folder = DataFolder(self.options.data, self._end)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._end.aclose()
        self._doors.close()

    async def start(self) -> None:
        """Raises Unusable, TemplateError, StartError, Misplaced."""
        options, end, folder = self.options, self._end, self._folder
        self.keys = await _to_its_end(lambda: KeyMaterial.of(folder.path))

        self._aws = Aws(data=options.data)
        end.push_async_callback(self._aws.stop)
        self._stack = stack = Stack.load(
            options.template,
            options.of_template(self.api_url),
            endpoint=self._aws.endpoint,
            connections_url=self._doors.connections_url,
            files_url=self.api_url,
            data=options.data,
            environment={
                **self.keys.environment,
                "CHARGE_POINT_URLS": self._doors.charge_point_urls,
            },
        )
        self._tls = self.keys.context(
            [options.client_ca] if options.client_ca else [],
            # the authorizer looks at it then
            whenever_valid=int(stack.parameters["ExpiredCertificateGraceDays"]) > 0,
        )
        self.step_functions = StepFunctions(lambda_endpoint=self.api_url)
        end.push_async_callback(self.step_functions.stop)
        await asyncio.gather(self._aws.start(), self.step_functions.start())
        await asyncio.gather(self._aws.create(stack), self.step_functions.create(stack))

        self._functions = Functions(
            stack,
            told=self._log(),
            endpoint=self._aws.endpoint,
            endpoints={"SFN": self.step_functions.endpoint, "S3": f"{self.api_url}{S3}"},
        )
        self._operators = await _to_its_end(
            lambda: Operators.open(
                stack, self._functions, folder=folder.issuer, api_url=self.api_url
            )
        )
        end.push_async_callback(self._functions.stop)
        await self._functions.start()

        point_store_at(self._aws.endpoint, REGION, self._tables)
        for variable, parameter in KEPT.items():
            os.environ[variable] = stack.parameters[parameter]
        from csms_tools.local import seeding  # now that the tables are named

        self.seeded = await asyncio.to_thread(seeding.apply, options.seed, datetime.now(UTC))
        if self.seeded is None and options.seed.path == FLEET:
            raise Unusable(f"--data {options.data}: the demo goes into an empty store only")

        await self._open_doors(stack)
        # after the doors: what waits since the last life may have to reach @connections
        queues = Queues(stack, self._functions, endpoint=self._aws.endpoint)
        end.push_async_callback(queues.stop)
        await queues.start()
        schedules = Schedules(stack.schedules, self._functions)
        end.push_async_callback(schedules.stop)
        schedules.start()

    def _log(self) -> Callable[[bytes], None] | None:
        """None where what functions log is shown as it is, and kept nowhere."""
        data, as_json = self.options.data, self.options.log_as_json
        if as_json and data is None:
            return None
        lines = LogLines(as_json=as_json, file=data / LOG if data else None)
        self._end.callback(lines.close)
        return lines.take

    def forget(self) -> None:
        """At once, for an end that waits for nobody."""
        self._folder.forget()

    async def _open_doors(self, stack: Stack) -> None:
        self._gateway = gateway = self._doors.gateway(stack, self._functions, self._end)
        operators, judge = self._operators, stack.judge()
        self._judge = judge
        api = application(
            operators.front,
            operators.issuer,
            self.health,
            [
                *sign_in_routes(operators.sign_in),
                *invocation_routes(stack, self._functions),
                *await self._files(stack, judge),
                *permission_routes(judge, *self._judging),
            ],
        )
        await self._doors.open(api, gateway, self._tls, judge, self._end)

    async def _files(self, stack: Stack, judge: Judge) -> list[web.RouteDef]:
        if stack.files is None:
            return []
        shelf = Shelf(self._folder.files)
        arrivals = Arrivals(stack.files, shelf, endpoint=self._aws.endpoint)
        self._end.push_async_callback(arrivals.stop)
        await arrivals.start()
        return file_routes(stack.files, shelf, arrivals, judge)

    async def ended(self) -> str:
        """Returns when a process of ours has ended by itself, with its name."""
        waiting = {
            asyncio.create_task(self._aws.ended(), name=self._aws.NAME),
            asyncio.create_task(self.step_functions.ended(), name=self.step_functions.NAME),
            asyncio.create_task(self._functions.ended(), name="the parent of the functions"),
        }
        try:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().get_name()
        finally:
            for task in waiting:
                task.cancel()

    async def unused_permissions(self) -> list[tuple[str, str, str]]:
        """Function, action and resource that its policy lists and it has not asked for."""
        return await unused(self._judge, *self._judging)

    @property
    def _judging(self) -> list[str]:
        return [self._aws.endpoint, self.step_functions.endpoint]

    @property
    def _tables(self) -> dict[str, str]:
        return {id: table.name for id, table in self._stack.tables.items()}

    @property
    def at_a_glance(self) -> str:
        return self._gateway.tally.told(len(self._gateway.clients), time.monotonic())

    def health(self) -> dict[str, Any]:
        return {
            "status": "ok",
            "chargePoints": len(self._gateway.clients),
            "workers": len(self._functions.workers),
            "awsEndpoint": self._aws.endpoint,
            "region": REGION,
            "tables": self._tables,
            "queues": {id: queue.url for id, queue in self._stack.queues.items()},
            "issuer": str(self._folder.issuer),
        }


async def _to_its_end(work: Callable[[], T]) -> T:
    """In a thread that is waited for also if the start is broken off.

    Else it would write keys into a temporary folder that is gone, and make it anew.
    """
    doing = asyncio.create_task(asyncio.to_thread(work))
    try:
        return await asyncio.shield(doing)
    finally:
        await asyncio.wait({doing})
