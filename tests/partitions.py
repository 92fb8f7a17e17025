"""Which partitions each message asks of DynamoDB, and for how many units: counted, not guessed.

`python -m tests.partitions` writes what `python -m benchmarks.hot_partitions` multiplies.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import ceil
from typing import Any, NamedTuple

import pytest

from benchmarks.hot_partitions.recorded import FILE
from csms.inbound import last_seen
from csms.store.table import keys
from csms_tools.cost import units
from tests import conftest, fleet_steps, partition_steps  # noqa: F401 - it has the environment
from tests.counting import TABLES, Raw, Recorder, key_of, world
from tests.fleet_steps import CP, TAG
from tests.partition_steps import STRANGER
from tests.support import RESOURCES

PATTERNS = [
    (re.compile(f"{CP}|{STRANGER}"), "{cp}"),
    (re.compile(TAG), "{tag}"),
    (re.compile(r"(?<=THROTTLE#)\d+"), "{place}"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "{id}"),
    (re.compile(r"(?<=INBOX#)\d"), "{shard}"),
    (re.compile(r"^#\d$"), "{address}"),
]


class Touched(NamedTuple):
    """A partition of a table, or of an index; `sk` is that of the item."""

    table: str
    of_index: str
    kind: str
    pk: str
    sk: str = ""


class Partitions(Recorder):
    """The units of each partition."""

    def __init__(self) -> None:
        super().__init__()
        self.touched: defaultdict[Touched, float] = defaultdict(float)

    def read(self, operation: str, asked: Raw, answer: Raw) -> None:
        for touched, some in _read(operation, asked, answer):
            self.touched[touched] += some

    def written(self, part: Raw, stood: Raw | None, stands: Raw | None, times: int) -> None:
        table, key = TABLES[part["TableName"]], key_of(part)
        own, _ = units.written(stood, stands)
        self.touched[Touched(table, "", "write", key["pk"]["S"], key["sk"]["S"])] += own * times
        for index in RESOURCES[table]["Properties"]["GlobalSecondaryIndexes"]:
            pk, sk = (part["AttributeName"] for part in index["KeySchema"])
            was, now = (
                (item[pk]["S"], item[sk]["S"]) if item and item.keys() >= {pk, sk} else None
                for item in (stood, stands)
            )
            for entry in (was, now):
                if was != now and entry:
                    self.touched[Touched(table, index["IndexName"], "write", *entry)] += 1


def _read(operation: str, asked: Raw, answer: Raw) -> Iterator[tuple[Touched, float]]:
    if operation == "Query":
        pk = asked["ExpressionAttributeValues"][":pk"]["S"]
        consistent = asked.get("ConsistentRead", False)
        some = units.queried(answer["Items"], consistent=consistent)
        yield Touched(TABLES[asked["TableName"]], asked.get("IndexName", ""), "read", pk), some
        return
    if operation == "GetItem":
        table, items = asked["TableName"], [answer["Item"]] if "Item" in answer else []
        asked = {"RequestItems": {table: {"Keys": [asked["Key"]]}}}
        answer = {"Responses": {table: items}}
    for table, wanted in asked["RequestItems"].items():
        sizes = {
            (item["pk"]["S"], item["sk"]["S"]): units.size(item)
            for item in answer["Responses"].get(table, [])
        }
        for key in wanted["Keys"]:
            pk, sk = key["pk"]["S"], key["sk"]["S"]
            size = sizes.get((pk, sk), 0)
            yield Touched(TABLES[table], "", "read", pk, sk), max(1, ceil(size / units.READ_UNIT))


def recorded(**environment: str) -> dict[str, Any]:
    """By step and function: requests by service, and units by partition; deterministic."""
    kinds: dict[str, Any] = {}
    with world(**environment) as (sockets, _log), pytest.MonkeyPatch.context() as patch:
        recorder = Partitions()
        recorder.put_before(patch)
        patch.setattr(keys, "_shard", partial(_shard, shard=keys._shard))
        fleet_steps.provisioned()
        recorder.tasks.clear()
        for step in partition_steps.steps(sockets):
            functions: dict[str, tuple[Counter[str], defaultdict[str, float]]] = {}
            for function, run in step.invocations(recorder.tasks):
                recorder.touched, recorder.counted = defaultdict(float), Counter()
                reached = len(sockets.sizes) + len(sockets.closed)
                last_seen._noted.clear()
                run()
                reached = len(sockets.sizes) + len(sockets.closed) - reached
                counted = recorder.counted + Counter(invocations=1, posts=reached)
                of = functions.setdefault(function, (Counter(), defaultdict(float)))
                of[0].update(counted)
                for touched, some in recorder.touched.items():
                    of[1][_told(touched)] += some
            kinds[step.name] = {
                "frames": len(step.bytes_in),
                "functions": {
                    name: {"counted": _in_order(counted), "touched": _in_order(touched)}
                    for name, (counted, touched) in functions.items()
                },
            }
    return kinds


def _shard(name: str, *, shard: Callable[[str], int]) -> int | str:
    """A pattern, if what it goes by is one's own; else all have this one."""
    return "{shard}" if any(found.search(name) for found, _ in PATTERNS) else shard(name)


def _told(touched: Touched) -> str:
    """Its key as a pattern, of what one of many has, or of what all have in common."""
    pk = touched.pk
    for found, pattern in PATTERNS:
        pk = found.sub(pattern, pk)
    return f"{touched.table}{touched.of_index and '.'}{touched.of_index} {touched.kind} {pk}"


def _in_order(found: Mapping[str, float]) -> dict[str, float]:
    """By name; whole numbers as such."""
    return {name: int(it) if it == int(it) else it for name, it in sorted(found.items())}


if __name__ == "__main__":
    told = {"recorded": "python -m tests.partitions", "kinds": recorded()}
    FILE.write_text(json.dumps(told, indent=1) + "\n")
