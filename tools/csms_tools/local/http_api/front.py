"""The front of the HTTP API: finds the route, asks for the token, calls the function."""

import asyncio
import base64
import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from aiohttp import web

from csms_tools.local.functions.link import FunctionError
from csms_tools.local.http_api.events import Received, event
from csms_tools.local.http_api.responses import Malformed, response
from csms_tools.local.http_api.tokens import Claims, Refused, Tokens
from csms_tools.local.stack.http_routes import HttpApi, JwtAuthorizer, Route

LARGEST = 10 * 1024 * 1024  # bytes of a request
LARGEST_OF_LAMBDA = 6 * 1024 * 1024  # as Base64 where it is no text
PATIENCE = 30.0  # seconds for a function; 503 for its own timeout too is unproven

_logger = logging.getLogger(__name__)


class Functions(Protocol):
    async def invoke(self, function_id: str, event: Any) -> Any: ...


class Front:
    def __init__(
        self, api: HttpApi, functions: Functions, tokens: Mapping[JwtAuthorizer, Tokens]
    ) -> None:
        self._api = api
        self._functions = functions
        self._tokens = tokens

    async def answer(self, request: web.Request) -> web.Response:
        request_id = base64.b64encode(secrets.token_bytes(11)).decode()
        answer = await self._answer(request, request_id)
        answer.headers["Apigw-Requestid"] = request_id
        return answer

    async def _answer(self, request: web.Request, request_id: str) -> web.Response:
        if (request.content_length or 0) > LARGEST:
            return _fixed(413, "Request Entity Too Large")
        route = self._api.route(request.method, request.rel_url.raw_path)
        if route is None:
            return _fixed(404, "Not Found")
        try:
            claims = self._claims(route, request)
        except Refused as refused:
            return _fixed(401, "Unauthorized", {"WWW-Authenticate": str(refused)})
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _fixed(413, "Request Entity Too Large")
        received = Received(request, body, route.key, claims, request_id, datetime.now(UTC))
        told = event(self._api.id, received)
        if len(told.get("body", "")) > LARGEST_OF_LAMBDA:
            return _fixed(413, "Request Entity Too Large")
        return await self._called(route, told)

    def _claims(self, route: Route, request: web.Request) -> Claims | None:
        if route.authorizer is None:
            return None
        authorization = ",".join(request.headers.getall("Authorization", []))
        return self._tokens[route.authorizer].claims(authorization)

    async def _called(self, route: Route, told: dict[str, Any]) -> web.Response:
        calling = self._functions.invoke(route.function, told)
        try:
            async with asyncio.timeout(PATIENCE):
                return response(await calling)
        except TimeoutError:
            return _fixed(503, "Service Unavailable")
        except FunctionError as error:
            if error.payload["errorType"] == "Sandbox.Timedout":
                return _fixed(503, "Service Unavailable")
            return _fixed(500, "Internal Server Error")
        except Malformed as error:
            _logger.error("%s: what it answered is no response: %s", route.function, error)
            return _fixed(500, "Internal Server Error")


def _fixed(status: int, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer of API Gateway's own."""
    text = f'{{"message":"{message}"}}'
    return web.Response(text=text, status=status, headers=headers, content_type="application/json")
