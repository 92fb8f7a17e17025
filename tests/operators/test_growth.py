"""What a page of a list takes is bounded, however much there is."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from moto.backends import get_backend

from benchmarks.growth.lists import List, lists
from benchmarks.growth.session import charge_point_id
from benchmarks.growth.snapshot import Recording
from csms import aws
from csms.store.paging import parts
from csms.store.paging.parts import MOST_EMPTY
from csms.store.table import SHARDS
from tests.api.support import ask
from tests.growth import TABLES, lived_here, stored
from tests.support import Sockets

LIMIT = 1
ROUNDS = 2  # instead of parts.MOST_ROUNDS: moto takes its time
CHARGE_POINTS = 22  # and ten transactions and id tags of each: more than a page may look at
OF_EACH = ("METER#", "LOG#", "CALL#")  # these stand in partitions of charge points alone
EMPTY = ("/campaigns", "/client-certificates", "/configuration-templates", "/firmware-images")
"""These are of what no charge point brings along."""
MOST_ITEMS = ROUNDS * ((LIMIT + 1) * SHARDS + LIMIT + 1)  # keys, and what they stand for
MOST_REQUESTS = ROUNDS * (SHARDS + 1) + MOST_EMPTY


def test_a_page_takes_no_more_than_its_rounds_however_many_charge_points_there_are(
    store: None, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CHARGE_POINTS > MOST_ITEMS
    monkeypatch.setattr(parts, "MOST_ROUNDS", ROUNDS)
    began = lived_here(sockets, 0)
    recording, now = Recording(stored(), began), datetime.now(UTC)
    asked = list(_fleet_wide())
    _fill(recording, CHARGE_POINTS, now)
    taken = {one.name: _taken(one, now, monkeypatch) for one in asked}
    assert len(taken) > 40
    assert {name for name, took in taken.items() if took["items"] > MOST_ITEMS} == set()
    assert {name for name, took in taken.items() if took["requests"] > MOST_REQUESTS} == set()


def _fleet_wide() -> Iterator[List]:
    description = ask("GET", "/openapi.json", role=None).json
    [root] = ask("GET", "/root-certificates").json["items"]
    known = {"rootSha256": root["sha256"], "chargePointId": charge_point_id(7)}
    for one in lists(description, known, limit=LIMIT):
        if "{chargePointId}" not in one.name and not one.name.startswith(EMPTY):
            yield one


def _fill(recording: Recording, charge_points: int, now: datetime) -> None:
    tables = get_backend("dynamodb")["123456789012"]["eu-west-1"].tables
    for name in TABLES:
        tables[name].items.clear()
    for text in recording.copies(charge_points, now):
        table, pk, _, item = json.loads(text)
        if not pk.startswith(OF_EACH):
            tables[table].put_item(item)


def _taken(one: List, now: datetime, patch: pytest.MonkeyPatch) -> Counter[str]:
    counted: Counter[str] = Counter()
    call = aws.call

    def count(service: Any, operation: str, arguments: Any) -> Any:
        answer = call(service, operation, arguments)
        counted["requests"] += 1
        counted["items"] += len(answer.get("Items", ()))
        counted["items"] += sum(map(len, answer.get("Responses", {}).values()))
        return answer

    patch.setattr(aws, "call", count)
    path, _, query = one.path.partition("?")
    wanted = dict(part.split("=", 1) for part in query.split("&"))
    answer = ask("GET", path, query={name: unquote(text) for name, text in wanted.items()}, at=now)
    assert answer.status == 200, answer.text
    patch.setattr(aws, "call", call)
    return counted
