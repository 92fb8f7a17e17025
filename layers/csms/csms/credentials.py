"""Basic authentication: what a charge point knows, and what we keep of it."""

import hashlib
import hmac
import os
import re
import secrets
import string

# about 10 ms and 4 MB a check; kept beside each hash, so that they can be raised later
_N, _R, _P = 2**12, 8, 1
PRINTABLE = string.ascii_letters + string.digits  # C-37
_HEX_KEY = re.compile(rb"(?:[0-9A-Fa-f]{2}){16,20}")


def key_bytes(setting: str) -> bytes:
    """A password as an operator sets it: 32 to 40 hex digits are bytes, all else is text (C-36)."""
    return bytes.fromhex(setting) if is_hex_key(setting) else setting.encode()


def is_hex_key(setting: str) -> bool:
    """Whether it is what AuthorizationKey takes: 16 to 20 bytes, in hex."""
    return _HEX_KEY.fullmatch(setting.encode()) is not None


def new_key() -> str:
    """20 characters that are their own bytes, so that charge points of both readings know it."""
    return "".join(secrets.choice(PRINTABLE) for _ in range(20))


def hash_password(setting: str) -> str:
    """The salted, memory-hard hash of the key bytes: `scrypt$n$r$p$salt$hash`."""
    salt = os.urandom(16)
    digest = _scrypt(key_bytes(setting), salt, _N, _R, _P)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${digest.hex()}"


def new_generation() -> str:
    """A random word, by which a charge point's credentials differ from all before and after."""
    return os.urandom(12).hex()


def matches(presented: bytes, password_hash: str) -> bool:
    """Whether these bytes, or what they spell in hex, are the password.

    Some charge points send the bytes of AuthorizationKey, others its hex digits (C-64).
    """
    _, n, r, p, salt, digest = password_hash.split("$")
    candidates = [presented]
    if _HEX_KEY.fullmatch(presented):
        candidates.append(bytes.fromhex(presented.decode()))
    cost = int(n), int(r), int(p)
    return any(
        hmac.compare_digest(_scrypt(key, bytes.fromhex(salt), *cost), bytes.fromhex(digest))
        for key in candidates
    )


def _scrypt(key: bytes, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(key, salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)
