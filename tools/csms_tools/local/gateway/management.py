"""@connections: how functions reach the sockets, as boto3's apigatewaymanagementapi expects it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from aiohttp import web

from csms_tools.local.gateway.gateway import Client, Gateway
from csms_tools.local.gateway.interface import Full, Gone
from csms_tools.local.permissions.judge import Denied, Judge

Handler = Callable[[web.Request], Awaitable[web.Response]]


def management_routes(gateway: Gateway, judge: Judge) -> list[web.RouteDef]:
    limit = gateway.platform.message_bytes

    async def post(request: web.Request) -> web.Response:
        too_large = _error(413, "PayloadTooLargeException", f"Payload is over {limit} bytes")
        if (request.content_length or 0) > limit:
            return too_large
        data = await request.read()
        if len(data) > limit:
            return too_large
        # Looked up only now: nothing may come between this and the frame.
        try:
            gateway.client(request.match_info["id"]).socket.send(data)
        except Full:
            return _error(429, "LimitExceededException", "The client's buffer is full")
        return web.Response()

    async def get(request: web.Request) -> web.Response:
        return web.json_response(_described(gateway.client(request.match_info["id"])))

    async def delete(request: web.Request) -> web.Response:
        # 1000 with these words is what $disconnect was seen to get after a DELETE.
        client = gateway.client(request.match_info["id"])
        client.socket.close(1000, "Connection Closed Normally")
        return web.Response(status=204)

    path = "/@connections/{id}"
    return [
        web.post(path, _or_refused(post, judge)),
        web.get(path, _or_refused(get, judge)),
        web.delete(path, _or_refused(delete, judge)),
    ]


def _or_refused(handler: Handler, judge: Judge) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        try:
            told = request.headers.get("Authorization")
            judge.judge(told, "execute-api", request.method, {})
            return await handler(request)
        except Denied as denied:
            return _error(403, "ForbiddenException", str(denied))
        except Gone:
            return _error(410, "GoneException", "The connection is gone")

    return answer


def _error(status: int, kind: str, message: str) -> web.Response:
    return web.json_response(
        {"message": message}, status=status, headers={"x-amzn-ErrorType": kind}
    )


def _described(client: Client) -> dict[str, object]:
    connection = client.connection
    identity = {"sourceIp": connection.source_ip}
    if connection.user_agent is not None:
        identity["userAgent"] = connection.user_agent
    idle = asyncio.get_running_loop().time() - client.socket.last_active
    return {
        "connectedAt": _iso(connection.connected_at),
        "lastActiveAt": _iso(time.time() - idle),
        "identity": identity,
    }


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
