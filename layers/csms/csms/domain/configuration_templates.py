"""What a charge point's configuration lacks of a template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from csms.store.reported.configuration import Configuration

Drift = Literal["Different", "NotKnown", "NoSuchKey", "ReadOnly"]


@dataclass(frozen=True)
class Difference:
    """`known` is the value last heard of; NotKnown: nobody has read the key's value."""

    key: str
    wanted: str
    known: str | None
    drift: Drift

    @property
    def can_be_set(self) -> bool:
        return self.drift in ("Different", "NotKnown")


def differences(values: Mapping[str, str], configuration: Configuration | None) -> list[Difference]:
    """In the order of the template."""
    judged = (_difference(key, value, configuration) for key, value in values.items())
    return [difference for difference in judged if difference]


def _difference(key: str, wanted: str, configuration: Configuration | None) -> Difference | None:
    entry = configuration and configuration.entry(key)
    if entry is None:
        absent = configuration is not None and configuration.has_not(key)
        return Difference(key, wanted, None, "NoSuchKey" if absent else "NotKnown")
    if entry.value is not None and _same(wanted, entry.value):
        return None
    if entry.readonly:
        return Difference(key, wanted, entry.value, "ReadOnly")
    return Difference(key, wanted, entry.value, "NotKnown" if entry.value is None else "Different")


def _same(one: str, other: str) -> bool:
    """Charge points spell true and false as they like (§9.1: case does not count there)."""
    one, other = one.strip(), other.strip()
    folded = one.casefold()
    return one == other or (folded in ("true", "false") and folded == other.casefold())
