"""How a local list is cut into parts that a charge point takes (OCPP 1.6 §5.15, C-52)."""

import json
from collections.abc import Sequence
from typing import Any

from csms.store.commands.local_list_items import Entry
from csms.store.reported.configuration import Configuration

LARGEST_PART = 24_000  # bytes: API Gateway takes frames of 32 KB
AROUND = 200  # bytes of a CALL beside its entries


def in_parts(entries: Sequence[Entry], configuration: Configuration | None) -> list[list[Entry]]:
    """At least one, for an empty full list empties the charge point's."""
    most = configuration and configuration.number("SendLocalListMaxLength")
    full = most if most is not None else len(entries)
    parts: list[list[Entry]] = [[]]
    left = LARGEST_PART - AROUND
    for entry in entries:
        size = len(json.dumps(entry, separators=(",", ":"))) + 1
        if parts[-1] and (size > left or len(parts[-1]) >= full):
            parts.append([])
            left = LARGEST_PART - AROUND
        parts[-1].append(entry)
        left -= size
    return parts


def payload_of(part: Sequence[Entry], *, full: bool) -> dict[str, Any]:
    """The version is left to be filled in."""
    return {
        "localAuthorizationList": list(part),
        "updateType": "Full" if full else "Differential",
    }
