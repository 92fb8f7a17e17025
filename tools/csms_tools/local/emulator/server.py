"""HTTP on loopback: which service a request is for, and its answer."""

import json
import logging
import socket
import ssl
from collections.abc import Mapping
from itertools import count

from aiohttp import web
from ministack.services import sqs  # type: ignore[import-not-found]

from csms_tools.local.permissions.judge import Denied, Judge

from .dynamodb import Answer, DynamoDB, answer

CONTROL = "Local"  # no service of AWS
_IN_ACTIONS = {"DynamoDB": "dynamodb", "AmazonSQS": "sqs"}

_logger = logging.getLogger("emulator")

_LAST_ANSWERS = 0.1  # seconds at the end: a long poll would take twenty


class Server:
    def __init__(self, dynamodb: DynamoDB) -> None:
        self._dynamodb = dynamodb
        self._judge: Judge | None = None
        self._numbers = count(1)
        # no router and no middleware: this is in the way of every call
        self._runner = web.ServerRunner(
            web.Server(self._handle, access_log=None), shutdown_timeout=_LAST_ANSWERS
        )

    async def start(
        self,
        listener: socket.socket,
        https: tuple[socket.socket, ssl.SSLContext] | None = None,
    ) -> None:
        await self._runner.setup()
        await web.SockSite(self._runner, listener).start()
        if https:
            await web.SockSite(self._runner, https[0], ssl_context=https[1]).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        service, _, operation = request.headers.get("x-amz-target", "").partition(".")
        body = await request.content.read()  # `request.read()` stops at a megabyte
        try:
            status, headers, content = await self._answer(service, operation, request, body)
        except Exception:
            _logger.exception("%s.%s failed", service, operation)
            status, headers, content = answer(500, {"__type": "InternalServerError"})
        headers["x-amzn-RequestId"] = f"{next(self._numbers):032x}"
        return web.Response(status=status, headers=headers, body=content)

    async def _answer(
        self, service: str, operation: str, request: web.BaseRequest, body: bytes
    ) -> Answer:
        headers = request.headers
        if service == CONTROL:
            return self._control(operation, body)
        name = _IN_ACTIONS.get(service.partition("_")[0])
        if name and self._judge:
            try:
                told = headers.get("authorization")
                self._judge.judge(told, name, operation, json.loads(body))
            except Denied as denied:
                return answer(400, {"__type": "AccessDeniedException", "message": str(denied)})
        if name == "dynamodb":
            return await self._dynamodb.handle(operation, headers, body)
        if name == "sqs":
            return await _sqs(headers, body)
        if request.method == "GET" and request.path == "/":
            return answer(200, {"services": ["dynamodb", "sqs"]})
        return answer(400, {"__type": "UnknownOperationException", "message": "no such service"})

    def _control(self, operation: str, body: bytes) -> Answer:
        """How its parent says what functions may do, and learns what they used."""
        if operation == "Judge":
            self._judge = Judge.load(json.loads(body))
        used = sorted(self._judge.used) if self._judge else []
        return answer(200, {"used": used})


async def _sqs(headers: Mapping[str, str], body: bytes) -> Answer:
    result: tuple[int, dict[str, str], str | bytes] = await sqs.handle_request(
        "POST", "/", headers, body, {}
    )
    status, sent, content = result
    return status, dict(sent), content if isinstance(content, bytes) else content.encode()
