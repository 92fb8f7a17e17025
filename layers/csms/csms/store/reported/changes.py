"""Which charge points have changed of late: they connected, disconnected, booted, or told a status.

A connection is on a list by when it was opened, and so are the logged frames that tell of the rest.
Heartbeats and meter values are on neither. An entry is seen some time after the time it bears, so
that the latest seconds are looked through again, without what was found there before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from csms.store.reported.connections import CONNECTED, Connection
from csms.store.reported.message_log import CHANGED, LoggedFrame
from csms.store.table import SHARDS, Raw, first_of, when

MOST = 100  # entries that are told of at once
AGAIN = timedelta(seconds=20)
MOST_REMEMBERED = 300  # entries of that time

_NO_END = "\U0010ffff"
LISTS = ((Connection, CONNECTED), (LoggedFrame, CHANGED))


@dataclass(frozen=True)
class Place:
    """How far the lists have been read: from `low` on but for those that are `known`."""

    low: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """`more`: there are more already."""

    charge_point_ids: tuple[str, ...]
    place: Place
    more: bool


def beginning(at: datetime) -> Place:
    """Of who reads the charge points themselves from now on."""
    return Place(when(at - AGAIN))


def after(place: Place) -> Found:
    """Two queries a shard, however large the fleet is."""
    known = frozenset(place.known)
    entries, end = _entries(place.low, MOST + len(known))
    fresh = [entry for entry in entries if entry <= end and _mark(entry) not in known]
    told = fresh[:MOST]
    more = len(fresh) > MOST or end != _NO_END
    if not told:
        return Found((), place, more)
    ids = dict.fromkeys(entry.partition("#")[2] for entry in told)
    return Found(tuple(ids), _behind(place, entries, told), more)


def _entries(low: str, most: int) -> tuple[list[str], str]:
    """`<time>#<charge point>` in order, and the last one up to which there is no gap."""
    found: set[str] = set()
    end = _NO_END
    for model, kind in LISTS:
        for shard in range(SHARDS):
            arguments: Raw = {
                "TableName": model.Meta.table_name,
                "IndexName": "by_time",
                "KeyConditionExpression": "by_time_pk = :pk AND by_time_sk >= :low",
                "ExpressionAttributeValues": {
                    ":pk": {"S": f"{kind}#{shard}"},
                    ":low": {"S": low},
                },
            }
            some = [one["by_time_sk"]["S"] for one in first_of(arguments, most)]
            if len(some) == most:
                end = min(end, some[-1])
            found.update(some)
    return sorted(found), end


def _behind(place: Place, entries: list[str], told: list[str]) -> Place:
    """Those of the latest seconds are remembered, and what is older is not asked for again."""
    newest = datetime.fromisoformat(told[-1].partition("#")[0])
    marks = {*place.known, *map(_mark, told)}
    low = max(place.low, when(newest - AGAIN))
    read = [entry for entry in entries if entry >= low and _mark(entry) in marks]
    kept = read[-MOST_REMEMBERED:]
    return Place(low if len(kept) == len(read) else kept[0], tuple(_mark(one) for one in kept))


def _mark(entry: str) -> str:
    return f"{crc32(entry.encode()):08x}"
