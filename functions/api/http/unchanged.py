"""ETag and If-None-Match: what has not changed since is not sent again (RFC 9110 §13.1.2).

The tag is a digest of the answer, weak because it may come compressed, too. Answers with a tag of
their own say by it which version an If-Match means; that does not tell all that they show.
"""

from hashlib import sha256
from typing import Any

from api.http.operations import JSON
from api.http.request_context import headers_of

Event = dict[str, Any]

LENGTH = 32  # hex digits


def told(event: Event, answer: Event) -> Event:
    """The answer with its tag; 304 without a body if that is the one that was asked about."""
    headers = answer["headers"]
    names = {name.lower() for name in headers}
    kind = str(headers.get("Content-Type", ""))
    if (
        event["requestContext"]["http"]["method"] != "GET"
        or answer["statusCode"] != 200
        or "etag" in names
        or kind.partition(";")[0] != JSON
    ):
        return answer
    tag = f'W/"{sha256(answer["body"].encode()).hexdigest()[:LENGTH]}"'
    asked = headers_of(event).get("if-none-match", "")
    if {each.strip() for each in asked.split(",")} & {tag, "*"}:
        kept = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        return {"statusCode": 304, "headers": {**kept, "ETag": tag}, "body": ""}
    return {**answer, "headers": {**headers, "ETag": tag}}
