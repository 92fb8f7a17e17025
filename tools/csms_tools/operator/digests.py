"""Digests as people type them: whole, by their first digits, or with the colons of OpenSSL."""

from collections.abc import Callable, Iterable

from csms_tools.commands import Wrong

DIGITS = 64
"""Of a SHA-256."""


def whole(told: str, known: Callable[[], Iterable[str]], whose: str) -> str:
    """The SHA-256 that is meant; one that is whole need not be known. Raises Wrong."""
    digits = told.replace(":", "").lower()
    if not 0 < len(digits) <= DIGITS or set(digits) - set("0123456789abcdef"):
        raise Wrong(f"{told!r} is no SHA-256: {DIGITS} hex digits, or the first of them")
    if len(digits) == DIGITS:
        return digits
    found = {sha256 for sha256 in known() if sha256.startswith(digits)}
    if len(found) != 1:
        raise Wrong(f"{len(found) or 'no'} {whose} begin with {digits}")
    return found.pop()
