"""What is known of an id tag, and where it is kept: the cache and its comparison (§2.2, §3.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ocpp.v16.enums import AuthorizationStatus

from csms_tools.charge_point.domain import times


@dataclass(frozen=True)
class IdTagInfo:
    status: str = AuthorizationStatus.accepted
    expiry: datetime | None = None
    parent: str | None = None

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> "IdTagInfo":
        expiry = data.get("expiryDate")
        return cls(data["status"], times.parse(expiry) if expiry else None, data.get("parentIdTag"))

    def accepted(self, at: datetime) -> bool:
        expired = self.expiry is not None and self.expiry <= at
        return self.status == AuthorizationStatus.accepted and not expired


def same(one: str | None, other: str | None) -> bool:
    """Id tags are CiStrings: upper and lower case are one tag (C-11)."""
    return one is not None and other is not None and one.casefold() == other.casefold()


class Cache:
    """The tags that the central system has spoken of (§3.5.2)."""

    def __init__(self) -> None:
        self._infos: dict[str, IdTagInfo] = {}

    def find(self, tag: str) -> IdTagInfo | None:
        return self._infos.get(tag.casefold())

    def remember(self, tag: str, info: IdTagInfo) -> None:
        self._infos[tag.casefold()] = info

    def clear(self) -> None:
        self._infos.clear()

    def __len__(self) -> int:
        return len(self._infos)
