"""Fingerprints that tell a repetition from something new."""

import hashlib
import json

from csms.wire.ocpp16 import Request


def digest(*parts: str) -> str:
    """SHA-256 in hex, over parts that cannot run into each other."""
    encoded = (part.encode() for part in parts)
    return hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in encoded)).hexdigest()


def of_request(request: Request) -> str:
    """Of what was said, whatever message id it bore; short enough for a key."""
    return digest(type(request).__name__, json.dumps(request.to_wire()))[:32]
