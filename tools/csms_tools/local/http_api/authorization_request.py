"""What an application asks for where it sends a browser to sign in (RFC 6749 §4.1.1, RFC 7636)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

CLIENT = "csms"
_TO_SIGN_IN = timedelta(minutes=10)
# spelled out, for urllib's host of http://evil.example\@localhost/ is not that of a browser
_OF_THIS_MACHINE = re.compile(
    r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(/[^\s\\#\x00-\x1f\x7f]*)?"
)

Form = Mapping[str, str]


class BadRequest(Exception):
    """What is told to whoever asked, and nobody is sent anywhere."""


@dataclass(frozen=True)
class Asked:
    """A sign-in that is under way, and later who signed in."""

    redirect: str
    state: str
    challenge: str
    nonce: str | None
    until: datetime
    name: str = ""
    role: str = ""


def asked_for(query: Form, at: datetime) -> Asked:
    """Raises BadRequest."""
    if query.get("client_id") != CLIENT:
        raise BadRequest(f"client_id is not {CLIENT}")
    if not _OF_THIS_MACHINE.fullmatch(query.get("redirect_uri", "")):
        raise BadRequest("redirect_uri is not an http address of this machine")
    if query.get("response_type") != "code":
        raise BadRequest("response_type is not code")
    if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
        raise BadRequest("there is no code_challenge by S256")
    return Asked(
        query["redirect_uri"],
        query.get("state", ""),
        query["code_challenge"],
        query.get("nonce"),
        at + _TO_SIGN_IN,
    )
