"""From schemathesis' cases to the events that API Gateway makes of them, and back."""

import base64
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from schemathesis import Case, Response

from api.app import handler
from tests.api.support import event_of
from tests.support import Context

BASE = "http://api.example"
OURS = ("if-match", "idempotency-key", "content-type")


def answered(case: Case[Any]) -> Response:
    """Through the real handler."""
    request = requests.Request(**case.as_transport_kwargs(base_url=BASE)).prepare()
    answer = handler(_event(request), Context(29))
    return Response(
        status_code=answer["statusCode"],
        headers={name: [value] for name, value in answer["headers"].items()},
        content=(answer["body"] or "").encode(),
        request=request,
        elapsed=0,
        verify=False,
    )


def _event(request: requests.PreparedRequest) -> dict[str, Any]:
    assert request.method
    assert request.url
    url = urlsplit(request.url)
    query: dict[str, object] = {}
    for name, value in parse_qsl(url.query, keep_blank_values=True):
        query[name] = f"{query[name]},{value}" if name in query else value
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    body = request.body.encode() if isinstance(request.body, str) else request.body
    assert body is None or isinstance(body, bytes)
    return event_of(
        request.method,
        unquote(url.path),
        query=query,
        headers={name: headers[name] for name in OURS if name in headers},
        body=base64.b64encode(body).decode() if body else None,
    ) | {"isBase64Encoded": bool(body)}
