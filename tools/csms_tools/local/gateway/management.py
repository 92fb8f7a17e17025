"""@connections: how functions reach the sockets, as boto3's apigatewaymanagementapi expects it."""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import unquote

from csms_tools.local.gateway.gateway import Client, Gateway
from csms_tools.local.gateway.interface import Full, Gone
from csms_tools.local.permissions.judge import Denied, Judge
from csms_tools.local.plain_http import Request, Response

PATH = "/@connections/"


def management(gateway: Gateway, judge: Judge) -> Callable[[Request], Response]:
    """What answers on the host of @connections."""
    limit = gateway.platform.message_bytes
    methods = {"POST": _post, "GET": _get, "DELETE": _delete}

    def answer(request: Request) -> Response:
        act = methods.get(request.method)
        if act is None or not request.path.startswith(PATH):
            return _error(404, "NotFoundException", "There is nothing but @connections")
        try:
            judge.judge(request.headers.get("authorization"), "execute-api", request.method, {})
            if len(request.body) > limit:
                return _error(413, "PayloadTooLargeException", f"Payload is over {limit} bytes")
            # Looked up only now: nothing may come between this and the frame.
            return act(gateway.client(unquote(request.path[len(PATH) :])), request.body)
        except Denied as denied:
            return _error(403, "ForbiddenException", str(denied))
        except Gone:
            return _error(410, "GoneException", "The connection is gone")
        except Full:
            return _error(429, "LimitExceededException", "The client's buffer is full")

    return answer


def _post(client: Client, data: bytes) -> Response:
    client.socket.send(data)
    client.gateway.tally.posted(data)
    return Response(200)


def _get(client: Client, _: bytes) -> Response:
    return Response(200, _JSON, json.dumps(_described(client)).encode())


def _delete(client: Client, _: bytes) -> Response:
    # 1000 with these words is what $disconnect was seen to get after a DELETE.
    client.socket.close(1000, "Connection Closed Normally")
    return Response(204)


_JSON = {"content-type": "application/json"}


def _error(status: int, kind: str, message: str) -> Response:
    body = json.dumps({"message": message}).encode()
    return Response(status, {**_JSON, "x-amzn-errortype": kind}, body)


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
