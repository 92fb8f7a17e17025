"""What browsers are told: how to treat our answers, and which other sites' pages may ask (CORS)."""

import os
from typing import Any

from api.http.problems import Problem

Event = dict[str, Any]

ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
SHOWS_NOTHING = "default-src 'none'; frame-ancestors 'none'"
METHODS = "GET, POST, PUT, PATCH, DELETE"
ASKED = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key"
SHOWN = "Allow, ETag, Link, Location, Retry-After"
MINUTES = 10  # for which a browser remembers what it may ask


def preflight(event: Event) -> Event | None:
    """The answer to a browser's question whether a page may ask; None if that is not asked.

    Only of OPTIONS no token is asked for: nothing else is answered to it.
    """
    if event["requestContext"]["http"]["method"] != "OPTIONS":
        return None
    if _admitted(event) is None:
        refused = Problem(403, "no page of another site asks here").response()
        return {"statusCode": 403, "headers": dict(refused.headers), "body": refused.body}
    allowed = {
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": ASKED,
        "Access-Control-Max-Age": str(MINUTES * 60),
    }
    return {"statusCode": 204, "headers": allowed, "body": ""}


def told(event: Event, answer: Event) -> Event:
    """An answer with what a browser should know of it; what it says itself is kept."""
    headers = {
        **ALWAYS,
        "Content-Security-Policy": SHOWS_NOTHING,
        "Cache-Control": "no-store",
        **answer.get("headers", {}),
    }
    if os.environ["ALLOWED_ORIGINS"]:
        headers["Vary"] = f"{headers['Vary']}, Origin" if "Vary" in headers else "Origin"
    if origin := _admitted(event):
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": SHOWN,
        }
    return {**answer, "headers": headers}


def _admitted(event: Event) -> str | None:
    """The site whose page asks, if it is one of those that may."""
    origin: str | None = event["headers"].get("origin")
    return origin if origin and origin in os.environ["ALLOWED_ORIGINS"].split(",") else None
