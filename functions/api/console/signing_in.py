"""Who issues the tokens that the console shows the API, and where charge points connect."""

import os
from typing import Any
from urllib.parse import urlsplit

SCOPES = "openid email profile"
DESK = ("127.0.0.1", "localhost", "::1")


def configuration() -> dict[str, Any]:
    """What the page has to know before anybody has signed in; nothing of it is secret.

    `desk`: the tokens are those of a development issuer. `consoleUrl`: where the page should be
    opened; empty where nobody can sign in by it yet.
    """
    issuer = os.environ["CONSOLE_ISSUER"]
    return {
        "issuer": issuer,
        "clientId": os.environ["CONSOLE_CLIENT"],
        "scopes": SCOPES,
        "desk": on_a_desk(issuer),
        "consoleUrl": os.environ["CONSOLE_URL"],
        "chargePointUrls": os.environ["CHARGE_POINT_URLS"].split(),
    }


def on_a_desk(issuer: str) -> bool:
    return urlsplit(issuer).hostname in DESK


def allowed_origins() -> list[str]:
    """Where the page may ask for tokens: of the issuer, and those that the template names."""
    named = [os.environ["CONSOLE_ISSUER"], *os.environ["CONSOLE_ORIGINS"].split(",")]
    return list(dict.fromkeys(_origin(each) for each in named if each))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
