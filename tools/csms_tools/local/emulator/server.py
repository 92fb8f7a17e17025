"""HTTP on loopback: which service a request is for, and its answer."""

import logging
import socket
import ssl
from itertools import count
from typing import Any

import orjson  # type: ignore[import-not-found]

from csms_tools.local.permissions.judge import Denied, Judge
from csms_tools.local.plain_http import PlainServer, Request, Response

from .dynamodb import Answer, DynamoDB, answer
from .sqs import Sqs

CONTROL = "Local"  # no service of AWS
_IN_ACTIONS = {"DynamoDB": "dynamodb", "AmazonSQS": "sqs"}

_logger = logging.getLogger("emulator")

_LAST_ANSWERS = 0.1  # seconds at the end: a long poll would take twenty


class Server:
    def __init__(self, dynamodb: DynamoDB, sqs: Sqs) -> None:
        self._dynamodb = dynamodb
        self._sqs = sqs
        self._judge: Judge | None = None
        self._numbers = count(1)
        self._server = PlainServer(self._handle, _LAST_ANSWERS)

    async def start(
        self,
        listener: socket.socket,
        https: tuple[socket.socket, ssl.SSLContext] | None = None,
    ) -> None:
        await self._server.start(listener)
        if https:
            await self._server.start(*https)

    async def stop(self) -> None:
        await self._server.stop()

    async def _handle(self, request: Request) -> Response:
        service, _, operation = request.headers.get("x-amz-target", "").partition(".")
        try:
            status, headers, content = await self._answer(service, operation, request)
        except Exception:
            _logger.exception("%s.%s failed", service, operation)
            status, headers, content = answer(500, {"__type": "InternalServerError"})
        headers["x-amzn-RequestId"] = f"{next(self._numbers):032x}"
        return Response(status, headers, content)

    async def _answer(self, service: str, operation: str, request: Request) -> Answer:
        if request.method == "GET" and request.path == "/":
            return answer(200, {"services": ["dynamodb", "sqs"]})
        try:
            parameters = orjson.loads(request.body or b"{}")
        except ValueError:
            return answer(400, {"__type": "SerializationException", "message": "Invalid JSON"})
        if service == CONTROL:
            return self._control(operation, parameters)
        name = _IN_ACTIONS.get(service.partition("_")[0])
        if name and self._judge:
            try:
                told = request.headers.get("authorization")
                self._judge.judge(told, name, operation, parameters)
            except Denied as denied:
                return answer(400, {"__type": "AccessDeniedException", "message": str(denied)})
        if name == "dynamodb":
            return await self._dynamodb.handle(operation, parameters)
        if name == "sqs":
            return await self._sqs.handle(operation, request.headers, request.body, parameters)
        return answer(400, {"__type": "UnknownOperationException", "message": "no such service"})

    def _control(self, operation: str, told: Any) -> Answer:
        """How its parent says what functions may do, and learns what they used."""
        if operation == "Judge":
            self._judge = Judge.load(told)
        used = sorted(self._judge.used) if self._judge else []
        return answer(200, {"used": used})
