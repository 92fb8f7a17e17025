"""What a request of an operator is about, for the lines that are logged of it."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from csms.inbound.messages import Event


class LoggedRequest:
    def __init__(self, event: Event) -> None:
        self._event = event

    @property
    def fields(self) -> Mapping[str, Any]:
        request = self._event.get("requestContext", {})
        of, _, rest = self._event.get("rawPath", "").strip("/").partition("/")
        return {
            "request_id": request.get("requestId"),
            "method": request.get("http", {}).get("method"),
            "resource": of,
            "charge_point_id": rest.partition("/")[0] or None if of == "charge-points" else None,
        }

    @property
    def text(self) -> str:
        """Where id tags may stand: in the path, in a query, and in a body."""
        body = self._event.get("body") or ""
        if self._event.get("isBase64Encoded"):
            try:
                body = b64decode(body).decode(errors="replace")
            except ValueError:
                body = ""
        query = urlencode(self._event.get("queryStringParameters") or {})
        return f"{self._event.get('rawPath', '')}?{query}\n{body}"
