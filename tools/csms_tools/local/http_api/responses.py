"""What a function answered, as an HTTP response: payload format 2.0."""

import base64
import json
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

_OF_THE_CONNECTION = {"connection", "content-length", "transfer-encoding", "keep-alive", "upgrade"}
_LARGEST = 6_291_556  # bytes that Lambda hands back


class Malformed(Exception):
    """No response can be made of it."""


def response(result: Any) -> web.Response:
    """Raises Malformed."""
    if not isinstance(result, dict) or "statusCode" not in result:
        text = result if isinstance(result, str) else json.dumps(result)
        return web.Response(text=text, content_type="application/json")
    headers = CIMultiDict(_headers(result.get("headers") or {}))
    headers.setdefault("Content-Type", "text/plain; charset=utf-8")
    for cookie in result.get("cookies") or []:
        headers.add("Set-Cookie", str(cookie))
    return web.Response(body=_body(result), status=_status(result["statusCode"]), headers=headers)


def _status(code: Any) -> int:
    try:
        status = int(code)
    except (TypeError, ValueError):
        raise Malformed(f"statusCode {code!r}") from None
    if not 200 <= status <= 599:
        raise Malformed(f"statusCode {status}")
    return status


def _headers(headers: Any) -> dict[str, str]:
    if not isinstance(headers, dict) or any(isinstance(it, list | dict) for it in headers.values()):
        raise Malformed("headers are no strings by name")
    spelled = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in headers.items()
    }
    if any(end in part for pair in spelled.items() for part in pair for end in "\r\n\0"):
        raise Malformed("a header has more than one line")
    return {
        name: value for name, value in spelled.items() if name.lower() not in _OF_THE_CONNECTION
    }


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise Malformed("the body is no string")
    if len(body) > _LARGEST:
        raise Malformed(f"the body is over {_LARGEST} bytes")
    if not result.get("isBase64Encoded"):
        return body.encode(errors="replace")
    try:
        return base64.b64decode(body, validate=True)
    except ValueError as error:
        raise Malformed("the body is not Base64") from error
