"""The local authorization list: versions, full and differential updates (§5.15, C-51, C-52)."""

from collections.abc import Mapping, Sequence
from typing import Any

from ocpp.v16.enums import UpdateStatus, UpdateType

from csms_tools.charge_point.domain.id_tags import IdTagInfo

Update = Sequence[Mapping[str, Any]]


class LocalList:
    def __init__(self) -> None:
        self._version = 0
        self._entries: dict[str, IdTagInfo] = {}

    @property
    def version(self) -> int:
        """0 says that the list is empty, whatever its last update was called (§5.10)."""
        return self._version if self._entries else 0

    def find(self, tag: str) -> IdTagInfo | None:
        return self._entries.get(tag.casefold())

    def __len__(self) -> int:
        return len(self._entries)

    def update(
        self, kind: str, version: int, entries: Update, *, send_limit: int, limit: int
    ) -> UpdateStatus:
        """Take an update as a whole or not at all."""
        tags = [str(entry["idTag"]).casefold() for entry in entries]
        if version < 1 or len(entries) > send_limit or len(set(tags)) < len(tags):
            return UpdateStatus.failed
        if kind == UpdateType.full:
            if any("idTagInfo" not in entry for entry in entries):
                return UpdateStatus.failed
            changed: dict[str, IdTagInfo] = {}
        elif version <= self._version:
            return UpdateStatus.version_mismatch
        else:
            changed = dict(self._entries)
        for tag, entry in zip(tags, entries, strict=True):
            if "idTagInfo" in entry:
                changed[tag] = IdTagInfo.from_wire(entry["idTagInfo"])
            else:
                changed.pop(tag, None)
        if len(changed) > limit:
            return UpdateStatus.failed
        self._version, self._entries = version, changed
        return UpdateStatus.accepted
