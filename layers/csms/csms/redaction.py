"""What is a secret, and records without it (rule 11): its value is censored, its name never.

A secret is told by the name that it bears: of a configuration key, or of a member of a payload.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import unquote_plus

REDACTED = "[redacted]"
MOST_CHARACTERS = 8_192  # of a frame that is logged

AUTHORIZATION_KEY = "authorizationkey"
SECRETS = frozenset({"passwd", "password", "pin", "psk", "pwd", "secret", "token"})
KEYS_OF = frozenset({"apn", "modem", "wifi", "wlan"})
SIGNATURES = frozenset({"awsaccesskeyid", "key-pair-id", "policy", "sig", "signature"})
FREE_TEXT = frozenset({"data", "description", "frame", "info", "techInfo"})

_MAYBE = re.compile("pass|pwd|pin|psk|token|secret|key|://", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NAME = re.compile(r"[A-Za-z][\w.-]*")
# each begins where a word does and ends soon, so that no text costs more than its length
_ASSIGNED = re.compile(
    r"(?<![\w.-])([A-Za-z][\w.-]{0,100})(\"?\s{0,9}[=:]\s{0,9})(\"[^\"]*\"|[^\s,;&]+)"
)
_URL = re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s\"<>]+")
_USER_PASSWORD = re.compile(r"(?<=://)([^/?#\s:@]*):[^/?#\s@]*@")
_ADDRESS = re.compile(r"(?<=/files/)(get|put)/([0-9]{10})/[A-Za-z0-9_-]{43}(?=/)")  # of ours
_PARAMETER = re.compile(r"(?<=[?&])([^=&#\s]+)=([^&#\s]*)")


def names_a_secret(name: str) -> bool:
    """By its words, which capitals, digits and `_ - .` divide: WebSocketPingInterval has no pin."""
    if name.casefold() == AUTHORIZATION_KEY:
        return True
    words = {word.lower() for word in _WORD.findall(name)}
    words |= {"".join(two).lower() for two in pairwise(_WORD.findall(name))}  # WiFi, PassWord
    return bool(words & SECRETS) or ("key" in words and bool(words & KEYS_OF))


def redacted(text: str) -> str:
    """A frame, or what somebody wrote, as it may be logged and shown."""
    if not _MAYBE.search(text):
        return text[:MOST_CHARACTERS]
    try:
        value = json.loads(text)
        clean = _free_text(value) if isinstance(value, str) else without_secrets(value)
    except (ValueError, RecursionError):
        return _of_no_json(text[:MOST_CHARACTERS])[:MOST_CHARACTERS]
    spelled = text if clean == value else json.dumps(clean, separators=(",", ":"))
    return spelled[:MOST_CHARACTERS]


def without_secrets(value: Any) -> Any:
    """A payload as it may be kept and shown."""
    match value:
        case dict():
            return dict(_members(value))
        case list():
            return [without_secrets(member) for member in value]
        case str() if "://" in value:
            return _URL.sub(lambda url: _without_signature(url[0]), value)
        case _:
            return value


def _members(payload: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    key = payload.get("key")
    of_a_secret_key = isinstance(key, str) and names_a_secret(key)
    for name, member in payload.items():
        if names_a_secret(name) or (of_a_secret_key and name == "value"):
            yield name, REDACTED
        elif name in FREE_TEXT and isinstance(member, str):
            yield name, _free_text(member)
        else:
            yield name, without_secrets(member)


def _free_text(text: str) -> str:
    """What a vendor writes there: JSON within JSON, or names and values."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _assigned(text)
    if isinstance(value, str):  # JSON within JSON within JSON
        return json.dumps(_free_text(value))
    clean = without_secrets(_deeper(value))
    return text if clean == value else json.dumps(clean, separators=(",", ":"))


def _deeper(value: Any) -> Any:
    match value:
        case dict():
            return {name: _deeper(member) for name, member in value.items()}
        case list():
            return [_deeper(member) for member in value]
        case str() if _MAYBE.search(value):
            return _free_text(value)
        case _:
            return value


def _assigned(text: str) -> str:
    def censored(assigned: re.Match[str]) -> str:
        name, between, _ = assigned.groups()
        return f"{name}{between}{REDACTED}" if names_a_secret(name) else assigned[0]

    text = _URL.sub(lambda url: _without_signature(url[0]), text)
    return _ASSIGNED.sub(censored, text)


def _of_no_json(text: str) -> str:
    """Nobody can say where its secret ends: it ends where one may begin."""
    text = _URL.sub(lambda url: _without_signature(url[0]), text)
    for name in _NAME.finditer(text):
        if names_a_secret(name[0]):
            return text[: name.end()] + REDACTED
    return text


def _without_signature(url: str) -> str:
    """Without the password of its user, and without what signs it."""
    url = _USER_PASSWORD.sub(rf"\1:{REDACTED}@", url)
    url = _ADDRESS.sub(rf"\1/\2/{REDACTED}", url)

    def censored(parameter: re.Match[str]) -> str:
        name = unquote_plus(parameter[1])
        folded = name.lower()
        signs = folded in SIGNATURES or folded.startswith(("x-amz-", "x-goog-"))
        return f"{parameter[1]}={REDACTED}" if signs or names_a_secret(name) else parameter[0]

    return _PARAMETER.sub(censored, url)
