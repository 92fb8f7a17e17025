"""The configuration of a charge point: what may be read, what may be changed (§5.3, §5.8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ocpp.v16.enums import ConfigurationStatus

from csms_tools.charge_point.domain.configuration_keys import Access, items, standard


@dataclass(frozen=True)
class Listing:
    known: list[dict[str, Any]]
    unknown: list[str]


class Configuration:
    """Keys are CiStrings: their case does not matter (C-11)."""

    def __init__(self, features: Iterable[str], values: Mapping[str, str]) -> None:
        self._keys = standard(features)
        self._values = {name: key.default for name, key in self._keys.items()}
        for name, value in values.items():
            self[name] = value
        self._pending: dict[str, str] = {}

    def __setitem__(self, name: str, value: str) -> None:
        """Built in, or changed by the charge point itself: no access rule applies."""
        if name.casefold() not in self._keys:
            raise KeyError(name)
        self._values[name.casefold()] = value

    def text(self, name: str) -> str:
        return self._values[name.casefold()]

    def number(self, name: str) -> int:
        return int(self.text(name))

    def flag(self, name: str) -> bool:
        return self.text(name).lower() == "true"

    def items(self, name: str) -> list[str]:
        return items(self.text(name))

    def change(self, name: str, value: str) -> ConfigurationStatus:
        key = self._keys.get(name.casefold())
        if key is None:
            return ConfigurationStatus.not_supported
        value = value.strip()
        if key.access is Access.READ or not key.check(value):
            return ConfigurationStatus.rejected
        if key.needs_reboot:
            self._pending[name] = value
            return ConfigurationStatus.reboot_required
        self[name] = value
        return ConfigurationStatus.accepted

    def reboot(self) -> None:
        for name, value in self._pending.items():
            self[name] = value
        self._pending.clear()

    def listing(self, names: Iterable[str] = ()) -> Listing:
        """All of it, or what was asked for; a write-only key has no value to show."""
        known, unknown = [], []
        for name in list(names) or [key.name for key in self._keys.values()]:
            key = self._keys.get(name.casefold())
            if key is None:
                unknown.append(name)
                continue
            entry: dict[str, Any] = {"key": key.name, "readonly": key.access is Access.READ}
            if key.access is not Access.WRITE:
                entry["value"] = self.text(name)
            known.append(entry)
        return Listing(known, unknown)
