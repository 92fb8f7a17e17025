"""Handshakes in tests: the events of events/, changed where a test says so."""

import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

from connection import authorizer, connect, disconnect
from tests.support import NOON, ROOT, Context

PASSWORD = "sixteen-letters!"


def event(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((ROOT / "events" / f"{name}.json").read_text())
    if "authorizer" in told["requestContext"]:  # as of a charge point that has no generation
        told["requestContext"]["authorizer"]["generation"] = ""
    return told


def basic(user: str = "CP1", password: bytes = PASSWORD.encode()) -> str:
    return "Basic " + b64encode(user.encode() + b":" + password).decode()


def authorize(**headers: str | None) -> dict[str, Any]:
    """What the authorizer decides; names in Python's spelling, None takes a header away."""
    request = event("authorizer")
    for name, value in headers.items():
        lower = name.replace("_", "-")
        request["headers"] = {
            key: text for key, text in request["headers"].items() if key.lower() != lower
        } | ({} if value is None else {lower: value})
    return authorizer.handler(request, Context())


def connected(
    connection_id: str = "new",
    *,
    minutes: int = 0,
    offers: list[str] | None = None,
    **context: str,
) -> dict[str, Any]:
    """What $connect answers some minutes after noon, given the authorizer's context."""
    request = event("connect")
    at = NOON + timedelta(minutes=minutes)
    request["requestContext"] |= {
        "connectionId": connection_id,
        "requestTimeEpoch": int(at.timestamp() * 1000),
    }
    request["requestContext"]["authorizer"] |= context
    if offers is not None:
        del request["headers"]["Sec-WebSocket-Protocol"]
        del request["multiValueHeaders"]["Sec-WebSocket-Protocol"]
        if offers:
            request["headers"]["sec-websocket-protocol"] = offers[-1]
            request["multiValueHeaders"]["sec-websocket-protocol"] = offers
    return connect.handler(request, Context())


def comes(
    connection_id: str = "new", *, tls: bool = True, password: str = PASSWORD, minutes: int = 0
) -> tuple[int, dict[str, Any]]:
    """NEW comes; returns the status that it gets and the authorizer's context."""
    request = authorize(
        x_ocpp_identity="NEW",
        x_ocpp_transport="tls" if tls else "plain",
        authorization=basic("NEW", password.encode()),
    )
    context = request["context"]
    answer = connected(connection_id, minutes=minutes, **context)
    return int(answer["statusCode"]), context


def disconnected(connection_id: str) -> dict[str, Any]:
    request = event("disconnect")
    request["requestContext"]["connectionId"] = connection_id
    return disconnect.handler(request, Context())
