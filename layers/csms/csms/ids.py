"""Ids that sort by the time at which they were made."""

import os
import re
import uuid
from datetime import datetime

_ID = re.compile(r"[\w-]{1,36}", re.ASCII)


def uuid7(at: datetime) -> str:
    """RFC 9562 §5.7; 36 characters, as many as the id of a CALL may have (OCPP-J §4.1.4)."""
    milliseconds = int(at.timestamp() * 1000)
    chance = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def begins(at: datetime) -> str:
    """What sorts before every id of that time, and behind all that are older."""
    digits = f"{int(at.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}"


def could_be_ours(text: str) -> bool:
    """Whatever a charge point says may come here; only what may be an id becomes a key."""
    return _ID.fullmatch(text) is not None
