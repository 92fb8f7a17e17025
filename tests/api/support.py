"""How tests ask the API: the event that API Gateway makes of a request, in payload format 2.0."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from api.app import handler
from tests.support import NOON, Context

SUBJECT = "7f0c3a5e-9b1d-4f6e-8a52-0c1d2e3f4a5b"


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def fields(self) -> list[str]:
        """Those that the problem names."""
        return [error["field"] for error in self.json.get("errors", [])]


def event_of(
    method: str,
    path: str,
    *,
    role: str | None = "admin",
    body: object = None,
    query: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
    at: datetime = NOON,
    encoded: bool = False,
) -> dict[str, Any]:
    """`body`: text as it is, all else as JSON. `path` as API Gateway decodes it."""
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    kind = {"content-type": "application/json"} if text is not None else {}
    values = {name: str(value) for name, value in (query or {}).items()}
    claims = {"sub": SUBJECT, "email": "olga@example.com"}
    if role is not None:
        claims["cognito:groups"] = f"[{role}]"
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": urlencode(values),
        "headers": {"host": "api.example", **kind, **(headers or {})},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            "authorizer": {"jwt": {"claims": claims, "scopes": None}},
            "domainName": "api.example",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": "tests",
            },
            "requestId": str(uuid4()),
            "routeKey": "$default",
            "stage": "$default",
            "timeEpoch": int(at.timestamp() * 1000),
        },
        "isBase64Encoded": encoded,
    }
    if values:
        event["queryStringParameters"] = values
    if text is not None:
        event["body"] = base64.b64encode(text.encode()).decode() if encoded else text
    return event


def ask(method: str, path: str, **asked: Any) -> Answered:
    """Through the real handler; see `event_of`."""
    return answered(event_of(method, path, **asked))


def answered(event: dict[str, Any], context: Context | None = None) -> Answered:
    answer = handler(event, context or Context(29))
    headers = {name.lower(): value for name, value in answer["headers"].items()}
    return Answered(answer["statusCode"], headers, answer["body"] or "")
