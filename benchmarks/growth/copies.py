"""What differs from copy to copy of a recorded text: names, times, and what is made of these."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zlib import crc32

from benchmarks.growth.session import charge_point_id

SHARDS = 4  # as csms.store.table has it, which a test compares
RECORDED = charge_point_id(0)

LATER = "\ue000"  # no text has it: for what depends on another part of the item
VARIABLE = re.compile(
    rf"(?P<id>{RECORDED}|{RECORDED.lower()})"
    r"|(?P<second>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?P<rest>(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))"
    r"|(?P<minute>\d{4}-\d\d-\d\dT\d\d:\d\d)(?=#)"
    r"|(?P<uuid>[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})"
    rf"|(?P<later>{LATER})"
)


@dataclass
class Copy:
    """One charge point; its time runs beside that of the recorded one, by whole windows."""

    number: int
    shifts: Sequence[timedelta]  # of what came before the first transaction, and of each
    known: dict[object, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return charge_point_id(self.number)

    def second(self, text: str, group: int) -> str:
        key = (text, group)
        if key not in self.known:
            self.known[key] = (datetime.fromisoformat(text) + self.shifts[group]).isoformat()
        return self.known[key]

    def uuid(self, text: str, group: int) -> str:
        if text not in self.known:
            plain = text.replace("-", "")
            at = int(plain[:12], 16) + self.shifts[group] // timedelta(milliseconds=1)
            plain = f"{at:012x}{plain[12:-5]}{self.number:05x}"
            parts = plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]
            self.known[text] = "-".join(parts)
        return self.known[text]


class Text:
    """A recorded text, with what differs from copy to copy."""

    def __init__(
        self, text: str, groups: "Groups", own: int, later: "Iterable[Later | Expires]" = ()
    ) -> None:
        self._parts: list[str | tuple[str, str, int] | Later | Expires] = []
        following, place = iter(later), 0
        for found in VARIABLE.finditer(text):
            self._parts.append(text[place : found.start()])
            place = found.end()
            if found["later"]:
                self._parts.append(next(following))
            elif found["second"]:
                group = groups.time(found["second"] + found["rest"], own)
                self._parts += [("second", found["second"], group), found["rest"]]
            elif found["minute"]:
                self._parts.append(("minute", found["minute"], own))
            elif found["uuid"]:
                self._parts.append(("uuid", found["uuid"], groups.uuid(found["uuid"], own)))
            else:
                self._parts.append(("id", found["id"], 0))
        self._parts.append(text[place:])

    def of(self, copy: Copy) -> str:
        return "".join([one if isinstance(one, str) else _varied(copy, one) for one in self._parts])


def _varied(copy: Copy, part: "tuple[str, str, int] | Later | Expires") -> str:
    if not isinstance(part, tuple):
        return part.of(copy)
    kind, text, group = part
    if kind == "second":
        return copy.second(text, group)
    if kind == "minute":
        return copy.second(text, group)[: len(text)]
    if kind == "uuid":
        return copy.uuid(text, group)
    return copy.name if text == RECORDED else copy.name.lower()


@dataclass(frozen=True)
class Later:
    """What is worked out from the sort key: a month or a day of so many characters, or a shard."""

    source: Text
    length: int = 0

    def of(self, copy: Copy) -> str:
        text = self.source.of(copy)
        return text[: self.length] if self.length else str(crc32(text.encode()) % SHARDS)


@dataclass(frozen=True)
class Expires:
    at: int
    group: int

    def of(self, copy: Copy) -> str:
        return str(self.at + int(copy.shifts[self.group].total_seconds()))


class Groups:
    """To which transaction a recorded time belongs: 0, it was before all of them."""

    def __init__(self, began: Sequence[datetime], ended: datetime) -> None:
        self._began = began
        self._first, self._last = began[0] - timedelta(hours=1), ended

    def time(self, text: str, own: int) -> int:
        """Of a time that is none of the recording, such as an end of validity, the item's own."""
        at = datetime.fromisoformat(text)
        return self._of(at) if self._first <= at <= self._last else own

    def uuid(self, text: str, own: int) -> int:
        at = datetime.fromtimestamp(int(text.replace("-", "")[:12], 16) / 1000, UTC)
        return self._of(at) if self._first <= at <= self._last else own

    def _of(self, at: datetime) -> int:
        return sum(began <= at for began in self._began)
