"""The events that functions receive, in the exact shape of API Gateway's WebSocket APIs."""

import json
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

Event = dict[str, Any]
MultiValue = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Api:
    """The API as functions see it in their events."""

    id: str = "local"
    stage: str = "ocpp"
    region: str = "us-east-1"
    account: str = "123456789012"

    @property
    def domain_name(self) -> str:
        return f"{self.id}.execute-api.{self.region}.amazonaws.com"

    @property
    def connect_arn(self) -> str:
        return f"arn:aws:execute-api:{self.region}:{self.account}:{self.id}/{self.stage}/$connect"


def new_id() -> str:
    """Connections, requests and messages all have ids of this form: `TXzPWdnOjoECGjA=`."""
    return urlsafe_b64encode(secrets.token_bytes(11)).decode()


@dataclass(slots=True, kw_only=True)
class Connection:
    """What API Gateway knows of a connection and tells with every event of it."""

    api: Api
    source_ip: str
    user_agent: str | None
    headers: MultiValue
    query: str
    connected_at: float
    id: str = field(default_factory=new_id)
    authorizer: dict[str, Any] | None = None


def authorizer_event(connection: Connection, at: float) -> Event:
    request: Event = {"type": "REQUEST", "methodArn": connection.api.connect_arn}
    request |= _headers(connection.headers)
    request |= _query(connection.query) or {
        "queryStringParameters": {},
        "multiValueQueryStringParameters": {},
    }
    request["stageVariables"] = {}
    request["requestContext"] = _context(connection, "$connect", "CONNECT", at)
    return request


def connect_event(connection: Connection, at: float) -> Event:
    return {
        **_headers(connection.headers),
        **_query(connection.query),
        "requestContext": _context(connection, "$connect", "CONNECT", at),
        "isBase64Encoded": False,
    }


def message_event(connection: Connection, route: str, body: str, at: float) -> Event:
    context = _context(connection, route, "MESSAGE", at)
    context["messageId"] = new_id()
    return {"requestContext": context, "body": body, "isBase64Encoded": False}


def disconnect_event(connection: Connection, code: int, reason: str, at: float) -> Event:
    context = _context(connection, "$disconnect", "DISCONNECT", at)
    context["disconnectStatusCode"] = code
    context["disconnectReason"] = reason
    headers = {
        "Host": [connection.api.domain_name],
        "x-api-key": [""],
        "X-Forwarded-For": [""],
        "x-restapi": [""],
    }
    return {**_headers(headers), "requestContext": context, "isBase64Encoded": False}


def error_object(connection: Connection, message: str) -> str:
    """What API Gateway says itself when a function cannot: no OCPP, but seen on the wire."""
    told = {"message": message, "connectionId": connection.id, "requestId": new_id()}
    return json.dumps(told)


def _context(connection: Connection, route: str, event_type: str, at: float) -> Event:
    request_id = new_id()
    identity = {"sourceIp": connection.source_ip}
    if connection.user_agent is not None:
        identity["userAgent"] = connection.user_agent
    context: Event = {
        "routeKey": route,
        "eventType": event_type,
        "extendedRequestId": request_id,
        "requestTime": _clf(int(at)),
        "messageDirection": "IN",
        "stage": connection.api.stage,
        "connectedAt": round(connection.connected_at * 1000),
        "requestTimeEpoch": round(at * 1000),
        "identity": identity,
        "requestId": request_id,
        "domainName": connection.api.domain_name,
        "connectionId": connection.id,
        "apiId": connection.api.id,
    }
    if connection.authorizer is not None:
        context["authorizer"] = connection.authorizer
    return context


@lru_cache(maxsize=2)
def _clf(at: int) -> str:
    """As in the common log format."""
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(at))


def _headers(headers: MultiValue) -> Event:
    """Of a header that came several times, `headers` has the last value."""
    return {
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
    }


def _query(query: str) -> Event:
    values: MultiValue = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    if not values:
        return {}
    return {
        "queryStringParameters": {name: several[-1] for name, several in values.items()},
        "multiValueQueryStringParameters": values,
    }
