"""Fingerprints that tell a repetition from something new."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from csms.wire.ocpp16 import Request


def digest(*parts: str) -> str:
    """SHA-256 in hex, over parts that cannot run into each other."""
    encoded = (part.encode() for part in parts)
    return hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in encoded)).hexdigest()


def of_request(request: Request) -> str:
    """Of what was said, whatever message id it bore; short enough for a key."""
    return of_payload(type(request).__name__, request.said)


def of_payload(action: str, payload: Mapping[str, Any]) -> str:
    return digest(action, json.dumps(payload, default=str))[:32]
