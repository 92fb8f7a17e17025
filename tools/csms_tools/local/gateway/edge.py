"""What the CloudFront function does to a viewer's request, in Python for the local gateway.

The JavaScript under infrastructure/edge/ is what AWS runs. Both are held together by one table of
requests in tests/infrastructure/test_edge.py, so this file keeps CloudFront's own shapes:
`{"method": …, "uri": …, "querystring": {…}, "headers": {"name in lower case": {"value": …}}, …}`.
"""

from collections.abc import Mapping
from typing import Any

Request = Mapping[str, Any]
"""The `request` of a CloudFront viewer-request event."""

RequestOrResponse = dict[str, Any]
"""The request as it goes on to the origin, or, with a `statusCode`, the answer to the viewer."""

CERTIFICATE_HEADERS = {
    "x-client-cert-subject": "cloudfront-viewer-cert-subject",
    "x-client-cert-issuer": "cloudfront-viewer-cert-issuer",
    "x-client-cert-serial": "cloudfront-viewer-cert-serial-number",
    "x-client-cert-sha256": "cloudfront-viewer-cert-sha256",
}

CHALLENGE: RequestOrResponse = {
    "statusCode": 401,
    "statusDescription": "Unauthorized",
    "headers": {"www-authenticate": {"value": 'Basic realm="ocpp"'}},
}


def viewer_request(request: Request, address: str) -> RequestOrResponse:
    """Move the identity from the path into a header; challenge a viewer that shows nothing.

    `address` is the viewer's own (`event.viewer.ip`), which API Gateway does not see.
    """
    headers = dict(request["headers"])
    # Only what CloudFront says is believed: without its header a connection counts as plain.
    secure = _value(headers, "cloudfront-forwarded-proto") == "https"
    certified = secure and _value(headers, "cloudfront-viewer-cert-present") == "1"
    if secure and not certified and "authorization" not in headers:
        return CHALLENGE

    # A viewer's own headers of these names never get past this point.
    for name in ("x-client-cert-present", *CERTIFICATE_HEADERS):
        headers.pop(name, None)
    if certified:
        headers["x-client-cert-present"] = {"value": "true"}
        for name, source in CERTIFICATE_HEADERS.items():
            if source in headers:
                headers[name] = {"value": headers[source]["value"]}
    headers["x-ocpp-identity"] = {"value": last_segment(request["uri"])}
    headers["x-ocpp-transport"] = {"value": "tls" if secure else "plain"}
    headers["x-viewer-address"] = {"value": address}
    return {**request, "uri": "/", "headers": headers}


def last_segment(uri: str) -> str:
    """As it was sent, percent-encoding and all; one trailing slash does not count (C-1)."""
    return uri.removesuffix("/").rpartition("/")[2]


def _value(headers: Mapping[str, Any], name: str) -> str | None:
    header = headers.get(name)
    return None if header is None else header["value"]
