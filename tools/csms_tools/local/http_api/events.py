"""What a function gets for a request: payload format 2.0."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from csms_tools.local.stack.resources import ACCOUNT

Event = dict[str, Any]

_TEXT = ("text/", "application/json", "application/javascript", "application/xml")


@dataclass(frozen=True)
class Received:
    """A request that has found its route and, if it needs one, shown a token."""

    request: web.Request
    body: bytes
    route_key: str
    claims: Mapping[str, Any] | None  # None: the route asks nobody
    request_id: str
    at: datetime


def event(api_id: str, received: Received) -> Event:
    request, path = received.request, raw_path(received.request)
    query = _text(request.rel_url.raw_query_string)
    headers = _headers(request)
    cookies = headers.pop("cookie", "")
    built: Event = {
        "version": "2.0",
        "routeKey": received.route_key,
        "rawPath": path,
        "rawQueryString": query,
        "cookies": [cookie.strip() for cookie in cookies.split(";")] if cookies else None,
        "headers": headers,
        "queryStringParameters": _joined(parse_qsl(query, keep_blank_values=True)) or None,
        "pathParameters": {"proxy": path[1:]} if "{proxy+}" in received.route_key else None,
        "requestContext": _context(api_id, received, path),
        "isBase64Encoded": False,
    }
    if received.body:
        built |= _body(received.body, headers)
    return {name: value for name, value in built.items() if value is not None}


def raw_path(request: web.Request) -> str:
    """Decoded in spite of its name, and cut at a question mark that was encoded: so does AWS."""
    return unquote(_text(request.rel_url.raw_path)).partition("?")[0]


def spelled(claim: Any) -> str:
    """A claim as a string, whatever it was."""
    match claim:
        case bool():
            return str(claim).lower()
        case list():
            return f"[{' '.join(map(spelled, claim))}]"
        case dict():
            return f"map[{' '.join(f'{key}:{spelled(claim[key])}' for key in sorted(claim))}]"
    return str(claim)


def _headers(request: web.Request) -> dict[str, str]:
    headers = _joined((name.lower(), _text(value)) for name, value in request.headers.items())
    source = request.remote or ""
    known = headers.get("x-forwarded-for")
    return headers | {
        "content-length": headers.get("content-length", "0"),
        "x-forwarded-for": f"{known}, {source}" if known else source,
        "x-forwarded-port": str(request.url.port or 80),
        "x-forwarded-proto": "http",
    }


def _text(received: str) -> str:
    """Without the surrogates by which aiohttp keeps bytes that are no UTF-8."""
    return received.encode(errors="surrogateescape").decode(errors="replace")


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _context(api_id: str, received: Received, path: str) -> Event:
    request = received.request
    context: Event = {
        "accountId": ACCOUNT,
        "apiId": api_id,
        "domainName": request.host,
        "domainPrefix": request.host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": path,
            "protocol": f"HTTP/{request.version.major}.{request.version.minor}",
            "sourceIp": request.remote or "",
            "userAgent": request.headers.get("User-Agent", ""),
        },
        "requestId": received.request_id,
        "routeKey": received.route_key,
        "stage": "$default",
        "time": received.at.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(received.at.timestamp() * 1000),
    }
    if received.claims is not None:
        claims = {name: spelled(value) for name, value in received.claims.items()}
        context["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    return context


def _body(body: bytes, headers: Mapping[str, str]) -> Event:
    kind = headers.get("content-type", "").lower()
    if kind.startswith(_TEXT) and "content-encoding" not in headers:
        return {"body": body.decode(errors="replace"), "isBase64Encoded": False}
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
