"""Answers as gzip for who takes it (RFC 9110 §12.5.3): API Gateway compresses nothing."""

import base64
import gzip
from typing import Any

from api.http.request_context import headers_of

Event = dict[str, Any]

WORTH_IT = 2_000  # characters: below it nothing is gained
LEVEL = 5  # 100 KB of JSON in 1 ms of CPU, to a tenth
NEVER = ("q=0", "q=0.0", "q=0.00", "q=0.000")


def told(event: Event, answer: Event) -> Event:
    headers = answer["headers"]
    names = {name.lower() for name in headers}
    text = answer.get("body") or ""
    if (
        len(text) < WORTH_IT
        or answer.get("isBase64Encoded")
        or names & {"content-encoding", "vary"}
    ):
        return answer
    varies = {**answer, "headers": {**headers, "Vary": "Accept-Encoding"}}
    if not takes_gzip(event):
        return varies
    packed = gzip.compress(text.encode(), LEVEL, mtime=0)
    return {
        **varies,
        "headers": {**varies["headers"], "Content-Encoding": "gzip"},
        "body": base64.b64encode(packed).decode(),
        "isBase64Encoded": True,
    }


def takes_gzip(event: Event) -> bool:
    for each in headers_of(event).get("accept-encoding", "").split(","):
        coding, _, quality = each.partition(";")
        if coding.strip().lower() in ("gzip", "*"):
            return quality.replace(" ", "") not in NEVER
    return False
