"""From an upgrade request to its answer: edge, authorizer, $connect, in that order."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate
from websockets.http11 import Request

from csms_tools.local.functions.lambda_service import FunctionError
from csms_tools.local.gateway import policy
from csms_tools.local.gateway.edge import last_segment, viewer_request
from csms_tools.local.gateway.events import (
    Api,
    Connection,
    MultiValue,
    authorizer_event,
    connect_event,
    error_object,
    new_id,
)
from csms_tools.local.gateway.interface import Refusal, Refused
from csms_tools.local.gateway.platform import Platform

EDGE = "198.51.100.1"
"""CloudFront's address, the only one that API Gateway sees; it is nobody's (RFC 5737)."""

_PATH = "/ocpp/"
_LONGEST_CLAIM = 100  # characters
_HOP_BY_HOP = frozenset({"connection", "upgrade", "host", "keep-alive", "te", "transfer-encoding"})


class Functions(Protocol):
    async def invoke(self, function_id: str, event: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is at the other end, as CloudFront sees it."""

    address: str
    secure: bool
    certificate: bytes | None = None  # DER, verified


@dataclass(frozen=True, slots=True)
class Accepted:
    connection: Connection
    headers: dict[str, str]


@dataclass(slots=True, kw_only=True)
class Handshakes:
    functions: Functions
    routes: Mapping[str, str]
    authorizer: str | None
    api: Api
    platform: Platform
    refused: Refused
    origin_headers: Mapping[str, str] = field(default_factory=dict)

    async def answer(self, viewer: Viewer, request: Request) -> Accepted | Refusal:
        seen = _as_cloudfront_sees_it(viewer, request)
        passed = viewer_request(seen, viewer.address)
        if "statusCode" in passed:
            claimed = last_segment(seen["uri"])[:_LONGEST_CLAIM]
            said = f"{claimed} showed neither a password nor a certificate"
            self.refused("MissingCredentials", viewer.address, said)
            headers = {name: each["value"] for name, each in passed["headers"].items()}
            return Refusal(passed["statusCode"], headers)
        at = time.time()
        connection = Connection(
            api=self.api,
            source_ip=EDGE,
            user_agent=request.headers.get("User-Agent"),
            headers=self._as_the_origin_sees_it(passed["headers"]),
            query=request.path.partition("?")[2],
            connected_at=at,
        )
        return await self._authorized(connection, at) or await self._connected(connection, at)

    async def _authorized(self, connection: Connection, at: float) -> Refusal | None:
        if self.authorizer is None:
            return None
        try:
            answer = await self.functions.invoke(self.authorizer, authorizer_event(connection, at))
            latency = round((time.time() - at) * 1000)
            authorization = policy.read(answer, connection.api.connect_arn, latency)
        except FunctionError as error:
            # the one message that API Gateway takes for a refusal
            if error.payload.get("errorMessage") == "Unauthorized":
                return _refusal(connection, 401, "Unauthorized")
            return _refusal(connection, 500, "Internal server error")
        except policy.Malformed:
            return _refusal(connection, 500, "Internal server error")
        if not authorization.allowed:
            return _refusal(connection, 403, "User is not authorized to access this resource")
        connection.authorizer = authorization.context
        return None

    async def _connected(self, connection: Connection, at: float) -> Accepted | Refusal:
        if "$connect" not in self.routes:
            return Accepted(connection, {})
        failure = self.platform.connect_failure_status
        try:
            answer = await self.functions.invoke(
                self.routes["$connect"], connect_event(connection, at)
            )
            status, headers = int(answer["statusCode"]), dict(answer.get("headers") or {})
            body = str(answer.get("body") or "")
        except (FunctionError, TypeError, KeyError, ValueError, AttributeError):
            return _refusal(connection, failure, "Internal server error")
        if 200 <= status < 300:
            return Accepted(connection, _only(headers, {"sec-websocket-protocol"}))
        return Refusal(status, _only(headers, self.platform.refusal_headers), body)

    def _as_the_origin_sees_it(self, headers: Mapping[str, Any]) -> MultiValue:
        """CloudFront's origin request, as it stands in API Gateway's events."""
        seen = {
            name: [each["value"] for each in header.get("multiValue", [header])]
            for name, header in headers.items()
            if name not in _HOP_BY_HOP and not name.startswith("cloudfront-")
        }
        seen |= {name: [value] for name, value in self.origin_headers.items()}
        return seen | {
            "Host": [self.api.domain_name],
            "X-Amzn-Trace-Id": [f"Root=1-{int(time.time()):x}-{new_id()[:12]}"],
            "X-Forwarded-For": [EDGE],
            "X-Forwarded-Port": ["443"],
            "X-Forwarded-Proto": ["https"],
        }


def _as_cloudfront_sees_it(viewer: Viewer, request: Request) -> dict[str, Any]:
    """The `request` of a viewer-request event. CloudFront's own headers are never the viewer's."""
    headers: dict[str, Any] = {}
    for name, value in request.headers.raw_items():
        if not name.lower().startswith("cloudfront-"):
            headers.setdefault(name.lower(), []).append(value)
    headers["cloudfront-forwarded-proto"] = ["https" if viewer.secure else "http"]
    if viewer.certificate is not None:
        headers |= certificate_headers(viewer.certificate)
    uri, _, query = request.path.partition("?")
    if not uri.startswith(_PATH):
        uri = "/"  # a path with no identity, as all functions see it: they refuse it and say so
    return {
        "method": "GET",
        "uri": uri,
        "querystring": {
            name: {"value": value} for name, value in parse_qsl(query, keep_blank_values=True)
        },
        "headers": {name: _header(values) for name, values in headers.items()},
        "cookies": {},
    }


def certificate_headers(der: bytes) -> dict[str, list[str]]:
    """What CloudFront says of a client certificate that it has verified."""
    certificate = load_der_x509_certificate(der)
    return {
        "cloudfront-viewer-cert-present": ["1"],
        "cloudfront-viewer-cert-subject": [certificate.subject.rfc4514_string()],
        "cloudfront-viewer-cert-issuer": [certificate.issuer.rfc4514_string()],
        "cloudfront-viewer-cert-serial-number": [f"{certificate.serial_number:X}"],
        "cloudfront-viewer-cert-sha256": [certificate.fingerprint(SHA256()).hex()],
    }


def _header(values: list[str]) -> dict[str, Any]:
    if len(values) == 1:
        return {"value": values[0]}
    return {"value": values[0], "multiValue": [{"value": value} for value in values]}


def _refusal(connection: Connection, status: int, message: str) -> Refusal:
    return Refusal(status, {"Content-Type": "application/json"}, error_object(connection, message))


def _only(headers: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in names}
