"""Ids that sort by the time at which they were made."""

import os
import uuid
from datetime import datetime


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
