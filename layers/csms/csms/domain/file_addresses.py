"""Addresses of ours where charge points fetch files and bring them: short, and of a set life.

https://HOST/files/VERB/UNTIL/SIGNATURE/KIND/ID/NAME, of which the signature covers the verb, the
time and the place, KIND/ID. The name is left open: a charge point that takes a location for a
directory (OCPP 1.6 §6.23) appends one. infrastructure/edge/files.js judges by the same rules.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Verb = Literal["get", "put"]
Kind = Literal["images", "uploads"]

LONGEST = 512
"""Characters of a location, by the schemas of GetLog and SignedUpdateFirmware."""
LONGEST_NAME = 100
UNNAMED = "file"
METHODS: dict[str, frozenset[str]] = {
    "get": frozenset({"GET", "HEAD"}),
    "put": frozenset({"PUT"}),
}
ANYBODY = {"access-control-allow-origin": "*"}
"""Pages of any site: the address is all that gives a right, and no browser adds one to it."""
PREFLIGHT = {
    **ANYBODY,
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "600",
}
"""What a browser is answered that asks whether its page may bring a file (OPTIONS)."""

_PATH = re.compile(
    r"/files/(get|put)/([0-9]{10})/([A-Za-z0-9_-]{43})/(images|uploads)/([A-Za-z0-9-]{1,36})(/.*)?"
)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_OBJECT = re.compile(r"(images|uploads)/([A-Za-z0-9-]{1,36})/([A-Za-z0-9._-]{1,100})")


class Refused(Exception):
    """The address is none of ours, or is no longer, or is for something else."""


@dataclass(frozen=True)
class Stored:
    """One object: its place, which an address is for, and its name there."""

    kind: Kind
    id: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.id}/{self.name}"

    @classmethod
    def of(cls, key: str) -> "Stored | None":
        """None for a key that no address of ours leads to."""
        found = _OBJECT.fullmatch(key)
        return cls(found[1], found[2], found[3]) if found else None  # type: ignore[arg-type]


def address(
    base: str, secret: str, verb: Verb, kind: Kind, id: str, until: datetime, name: str = ""
) -> str:
    """Without a name it is a directory's, which any name may follow."""
    seconds = int(until.timestamp())
    signature = _signature(secret, verb, str(seconds), f"{kind}/{id}")
    return f"{base}/files/{verb}/{seconds}/{signature}/{kind}/{id}/{name}"


def wanted(secret: str, method: str, path: str, at: datetime) -> Stored:
    """What a request is for, by its raw path. Raises Refused."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise Refused("this is no address of a file")
    verb, until, signature, kind, id, rest = found.groups()
    if not hmac.compare_digest(signature, _signature(secret, verb, until, f"{kind}/{id}")):
        raise Refused("this address has another signature")
    if at.timestamp() >= int(until):
        raise Refused("this address has expired")
    if method not in METHODS[verb]:
        raise Refused(f"this address is for {verb.upper()}")
    return Stored(kind, id, safe_name((rest or "").rpartition("/")[2]))  # type: ignore[arg-type]


def safe_name(name: str) -> str:
    """As an object's name: what a charge point has no say in is left of it."""
    return _UNSAFE.sub("_", name)[-LONGEST_NAME:] or UNNAMED


def _signature(secret: str, verb: str, until: str, place: str) -> str:
    told = f"{verb}\n{until}\n{place}".encode()
    return urlsafe_b64encode(hmac.digest(secret.encode(), told, "sha256")).decode().rstrip("=")
