"""The subject of a client certificate, an RFC 2253 name: read without doubt, or not at all."""

import re
from dataclasses import dataclass

_ESCAPE = r'\\(?:[ "#+,;<=>\\]|[0-9A-Fa-f]{2})'
_ATTRIBUTE = re.compile(
    rf' *([A-Za-z][A-Za-z0-9.-]*|[0-9]+(?:\.[0-9]+)*) *=((?:{_ESCAPE}|[^"+,;<>\\])*)([,+]|\Z)'
)
_UNIT = re.compile(rf"{_ESCAPE}|.", re.DOTALL)
_SPELLINGS = {"2.5.4.3": "CN", "COMMONNAME": "CN", "2.5.4.10": "O", "ORGANIZATIONNAME": "O"}


@dataclass(frozen=True)
class Subject:
    """`common_name`: None if there is none, or several; `organizations` are as many as it names."""

    common_name: str | None = None
    organizations: frozenset[str] = frozenset()


def read(name: str) -> Subject:
    """Nothing of a name that could be read in two ways, as of the older quoting by `"`."""
    found: list[tuple[str, str | None]] = []
    place, more = 0, name != ""
    while more:
        attribute = _ATTRIBUTE.match(name, place)
        if attribute is None:
            return Subject()
        kind, value, separator = attribute.groups()
        kind = kind.upper().removeprefix("OID.")
        found.append((_SPELLINGS.get(kind, kind), _text(value)))
        place, more = attribute.end(), separator != ""
    names = [value for kind, value in found if kind == "CN"]
    return Subject(
        (names[0] or None) if len(names) == 1 else None,
        frozenset(value for kind, value in found if kind == "O" and value),
    )


def _text(value: str) -> str | None:
    """None for one that is no text: bytes that are no UTF-8, or spelled in hex after a `#`."""
    value = value.lstrip(" ")
    shorter = value.rstrip(" ")
    if (len(shorter) - len(shorter.rstrip("\\"))) % 2 and shorter != value:
        shorter += " "  # the last escape is of a space
    if shorter.startswith("#"):
        return None
    try:
        return b"".join(_bytes(unit) for unit in _UNIT.findall(shorter)).decode()
    except UnicodeError:
        return None


def _bytes(unit: str) -> bytes:
    if len(unit) == 3:
        return bytes.fromhex(unit[1:])
    return unit[-1].encode()
