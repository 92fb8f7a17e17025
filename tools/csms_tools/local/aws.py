"""The process that stands for AWS: DynamoDB and SQS on a port of loopback."""

import socket
from collections.abc import Sequence
from pathlib import Path

from csms_tools.local.json_api import JsonApi, ServiceError
from csms_tools.local.judging import told_to_judge
from csms_tools.local.service_process import ServiceProcess, StartError
from csms_tools.local.stack.stack import ACCOUNT, REGION, Stack

_RESTORED = 600.0  # seconds for what a table held: a million items take ten, if nobody else works


class Aws(ServiceProcess):
    MODULE = "csms_tools.local.emulator"
    NAME = "the process that stands for AWS"

    def __init__(
        self,
        *,
        port: int = 0,
        data: Path | None = None,
        python: Path | None = None,
        expire_every: float = 60.0,
        certificate: Path | None = None,
    ) -> None:
        """Items past their time to live go every so many seconds.

        With a certificate and its key in one file, `https_endpoint` answers as well.
        """
        super().__init__(port=port, python=python)
        self._data = data
        self._expire_every = expire_every
        self._certificate = certificate
        self._https = socket.create_server(("127.0.0.1", 0)) if certificate else None

    @property
    def https_endpoint(self) -> str:
        assert self._https
        return f"https://127.0.0.1:{self._https.getsockname()[1]}"

    def options(self) -> Sequence[str]:
        options = ["--expire-every", str(self._expire_every)]
        if self._data:
            options += ["--data", str(self._data / "dynamodb")]
        if self._https:
            options += ["--https-listener", str(self._https.fileno())]
            options += ["--certificate", str(self._certificate)]
        return options

    def inherited(self) -> Sequence[int]:
        return [self._https.fileno()] if self._https else []

    async def stop(self) -> None:
        if self._https:
            self._https.close()
        await super().stop()

    def environment(self) -> dict[str, str]:
        return {
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
        }

    async def create(self, stack: Stack) -> None:
        """Make the tables and queues of the stack; what a table held comes back with it."""
        try:
            await self._create_tables(stack)
            await self._create_queues(stack)
            await told_to_judge(self.endpoint, stack.judge())
        except ServiceError as error:
            raise StartError(str(error)) from error

    async def _create_tables(self, stack: Stack) -> None:
        async with JsonApi(self.endpoint, "DynamoDB_20120810", _RESTORED) as dynamodb:
            for table in stack.tables.values():
                await dynamodb.call("CreateTable", dict(table.definition))
                if table.ttl_attribute:
                    ttl = {"Enabled": True, "AttributeName": table.ttl_attribute}
                    request = {"TableName": table.name, "TimeToLiveSpecification": ttl}
                    await dynamodb.call("UpdateTimeToLive", request)

    async def _create_queues(self, stack: Stack) -> None:
        # dead letters first: a queue may name only what is there
        in_order = sorted(stack.queues.values(), key=lambda it: "RedrivePolicy" in it.attributes)
        async with JsonApi(self.endpoint, "AmazonSQS") as sqs:
            for queue in in_order:
                request = {"QueueName": queue.name, "Attributes": dict(queue.attributes)}
                await sqs.call("CreateQueue", request)
