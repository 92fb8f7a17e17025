"""A data folder with the items of thousands of charge points, each a copy of one that was recorded.

What a charge point left by the front door is copied under other names and at other times. Whatever
the store writes today is copied as it is, what is packed with the names and times within: of its
records nothing is known here but that samples of a few minutes share an item, whose key tells the
minute and whose content the rest.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

from benchmarks.growth.copies import (
    LATER,
    RECORDED,
    SHARDS,
    VARIABLE,
    Copy,
    Expires,
    Groups,
    Later,
    Text,
)
from benchmarks.growth.session import SESSIONS
from csms.store.reported import shared_readings
from csms_tools.local.emulator.snapshots import Item, Tables

APART = timedelta(days=10)  # the transactions of a charge point
RECENTLY = timedelta(hours=1)  # ago is the least time since any of it
WINDOW = timedelta(minutes=shared_readings.MINUTES)

_NOT_COPIED = ("SERVER-CERTIFICATE#",)  # of the machine, and not of the charge point

_KIND = re.compile(r'"kind": \{"S": "([^"]+)"')
_MONTH = re.compile(r"(?<=#)\d{4}-\d\d(-\d\d)?(?=#|$)")
_SHARD = re.compile(r"(?<=#)\d$")


class Recorded:
    """One item, to be copied."""

    def __init__(self, table: str, item: Item, groups: Groups) -> None:
        own = _own_group(item, groups)
        values, later = dict(item), dict[str, list[Later | Expires]]()
        for index in ("", "by_time_", "by_name_"):
            if f"{index}pk" in item:
                text, found = _key(item, index, groups, own)
                values[f"{index}pk"], later[f"{index}pk"] = {"S": text}, found
        self._expires: Expires | None = None
        if "expires_at" in item:
            self._expires = Expires(int(item["expires_at"]["N"]), own)
            values["expires_at"], later["expires_at"] = {"N": LATER}, [self._expires]
        change = [table, values["pk"]["S"], item["sk"]["S"], values]
        in_order = [*later["pk"], *(one for name in values for one in later.get(name, ()))]
        self._text = Text(json.dumps(change, ensure_ascii=False), groups, own, in_order)

    def of(self, copy: Copy, now: datetime) -> str | None:
        """`[table, pk, sk, item]`; None if it is gone by now."""
        if self._expires and int(self._expires.of(copy)) <= now.timestamp():
            return None
        return self._text.of(copy)


def _own_group(item: Item, groups: Groups) -> int:
    """By the first time that its keys tell, else the first that it has."""
    if item.get("kind") == {"S": shared_readings.KIND}:
        return groups.time(shared_readings.each(item)[0]["received_at"]["S"], 0)
    keys = " ".join(item[name]["S"] for name in ("sk", "by_time_sk", "by_name_sk") if name in item)
    for found in VARIABLE.finditer(keys + json.dumps(item)):
        if found["second"]:
            return groups.time(found["second"] + found["rest"], 0)
        if found["uuid"]:
            return groups.uuid(found["uuid"], 0)
    return 0


def _key(item: Item, index: str, groups: Groups, own: int) -> tuple[str, list[Later | Expires]]:
    """A partition's key, and what stands in the places that depend on the sort key."""
    pk, sk = item[f"{index}pk"]["S"], item[f"{index}sk"]["S"]
    later: list[Later | Expires] = []
    if month := _MONTH.search(pk):
        time = next((one for one in VARIABLE.finditer(sk) if one["second"] or one["minute"]), None)
        if time:
            later.append(Later(Text(f"{time[0]}#", groups, own), len(month[0])))
            pk = f"{pk[: month.start()]}{LATER}{pk[month.end() :]}"
    if index and (shard := _SHARD.search(pk)):
        owner = sk.partition("#")[2] if index == "by_time_" else sk
        if crc32(owner.encode()) % SHARDS != int(shard[0]):
            raise ValueError(f"{pk} is not the shard of {sk}")
        later.append(Later(Text(owner, groups, own)))
        pk = f"{pk[: shard.start()]}{LATER}"
    return pk, later


class Recording:
    def __init__(self, tables: Tables, began: Sequence[datetime]) -> None:
        """`began`: when each transaction of the recorded charge point did."""
        self._began = began
        groups = Groups(began, datetime.now(UTC))
        self._recorded: list[Recorded] = []
        self._shared: list[str] = []
        for table, items in tables.items():
            for (pk, sk), item in items.items():
                if pk.startswith(_NOT_COPIED):
                    continue
                if RECORDED in json.dumps([pk, item]) or RECORDED.lower() in pk:
                    self._recorded.append(Recorded(table, item, groups))
                else:
                    self._shared.append(json.dumps([table, pk, sk, item], ensure_ascii=False))

    def copies(self, charge_points: int, now: datetime) -> Iterator[str]:
        """Each item as JSON, `[table, pk, sk, item]`; the transactions of all reach to `now`."""
        yield from self._shared
        for number in range(charge_points):
            yield from self.of(Copy(number, self.shifts(number / charge_points, now)), now)

    def of(self, copy: Copy, now: datetime) -> Iterator[str]:
        for recorded in self._recorded:
            if (text := recorded.of(copy, now)) is not None:
                yield text

    def shifts(self, share: float, now: datetime) -> list[timedelta]:
        last = now - RECENTLY - share * APART
        groups = [self._began[0], *self._began]
        ago = [SESSIONS, *range(SESSIONS - 1, -1, -1)]
        return [
            WINDOW * round((last - times * APART - at) / WINDOW)
            for at, times in zip(groups, ago, strict=True)
        ]


def write(recording: Recording, charge_points: int, data: Path, now: datetime) -> Mapping[str, int]:
    """Into the data folder of a `csms up` that has not begun; how many items of each kind."""
    counted: dict[str, int] = {}
    folder = data / "dynamodb"
    folder.mkdir(parents=True)
    with (folder / "snapshot-000001").open("wb") as file:
        for text in recording.copies(charge_points, now):
            kind = _KIND.search(text)
            assert kind
            counted[kind[1]] = counted.get(kind[1], 0) + 1
            line = f"[{text}]".encode()
            file.write(b"%08x %b\n" % (crc32(line), line))
    return counted
