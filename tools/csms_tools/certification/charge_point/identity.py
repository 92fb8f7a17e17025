"""Who a charge point is, and the header that proves it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """`password`: 16 to 20 characters of text, or 32 to 40 hex digits of as many half bytes."""

    id: str
    serial_number: str
    security_profile: int
    password: str | None = None


def basic(user: str, password: str | bytes) -> Mapping[str, str]:
    """The header of security profiles 1 and 2: behind the identity stand the key's bytes, which
    are what 32 to 40 hex digits mean (OCPP-J 1.6 §6.2.2).
    """
    key = password if isinstance(password, bytes) else key_bytes(password)
    return {"Authorization": f"Basic {base64.b64encode(user.encode() + b':' + key).decode()}"}


def key_bytes(password: str) -> bytes:
    if 32 <= len(password) <= 40:
        try:
            return bytes.fromhex(password)
        except ValueError:
            pass
    return password.encode()
