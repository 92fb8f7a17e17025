"""A copy is what the front door would have written of another charge point."""

import json
import re
import time
import zlib
from base64 import b64decode
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.growth import copies
from benchmarks.growth.copies import Copy
from benchmarks.growth.session import SAMPLES, SESSIONS
from benchmarks.growth.snapshot import Recording, write
from csms.store import table
from csms.store.reported.shared_readings import MINUTES
from csms.store.table.packing import unpacked
from csms_tools.local.emulator import snapshots
from tests.growth import TABLES, lived_here, stored
from tests.support import Sockets

NUMBER = 7
AT_MOST = 10  # seconds that two lives take
_ZLIB = 0x78  # what a stream of zlib begins with


@pytest.fixture
def recording(store: None, sockets: Sockets) -> Recording:
    left = 60 * MINUTES - time.time() % (60 * MINUTES)
    if left < AT_MOST:  # of the samples' window, which what is compared has to share
        time.sleep(left)
    began = lived_here(sockets, 0)
    return Recording(stored(), began)


def read(change: list[Any]) -> str:
    *place, item = change
    shared = {name for name in item if re.fullmatch("[0-9a-f]{12}", name)}
    contents = sorted(_unpacked(item[name]["B"]) for name in shared)
    rest = {name: item[name] for name in item.keys() - shared - {"filled"}}
    text = json.dumps([*place, rest, contents], sort_keys=True, ensure_ascii=False)
    return told(
        re.sub(r'(?<={"B": )"([^"]+)"', lambda found: json.dumps(_unpacked(found[1])), text)
    )


def _unpacked(content: str) -> str:
    """Without names, and without the milliseconds within a window."""
    packed = b64decode(content)
    text = zlib.decompress(packed).decode() if packed[0] == _ZLIB else unpacked(packed)
    return re.sub(r"^\[-?\d+,-?\d+,|(?<=GROWTH-)\d+", "", text)


def told(text: str) -> str:
    """Without times, and what is drawn by lot or made of times: ids, digests, shards of those."""
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?(Z|\+00:?00)|(?=#))", "TIME", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-\w{4}-\w{4}-\w{12}", "UUID", text)
    text = re.sub(r"[0-9a-f]{24,64}", "DIGEST", text)
    text = re.sub(r"message-[\d.]+", "MESSAGE", text)
    text = re.sub(r'("(?:expires_at|milliseconds)": {"N": ")\d+|\b\d{7,13}\b', r"\1", text)
    text = re.sub(r'(AUDIT#charge-points/[^"]+" TIME)#[^"]+', r"\1", text)
    return re.sub(r'(AUDIT#\d{4}-\d\d|RUNNING|WORK)#\d"', '"', text)


def test_a_copy_is_what_the_front_door_writes_but_for_times(
    sockets: Sockets, recording: Recording
) -> None:
    before = stored()
    lived_here(sockets, NUMBER)
    expected = Counter(
        read([name, *key, item])
        for name, items in stored().items()
        for key, item in items.items()
        if key not in before[name]
    )
    copy = Copy(NUMBER, [timedelta()] * (SESSIONS + 1))
    found = Counter(read(json.loads(text)) for text in recording.of(copy, datetime.now(UTC)))
    assert found - expected == Counter()
    assert expected - found == Counter()
    assert sum(found.values()) > SESSIONS * SAMPLES


def test_copies_stand_in_the_shards_and_months_of_their_own_names_and_times(
    recording: Recording, tmp_path: Path
) -> None:
    assert copies.SHARDS == table.SHARDS
    now = datetime.now(UTC)
    counted = write(recording, 3, tmp_path, now)
    assert counted["transaction"] == counted["id tag"] == 3 * SESSIONS
    assert counted["meter readings"] == 3 * SESSIONS
    items = snapshots.compact(tmp_path / "dynamodb")
    months = set()
    for (pk, sk), item in [each for name in TABLES for each in items[name].items()]:
        assert (item["pk"]["S"], item["sk"]["S"]) == (pk, sk)
        if "by_time_pk" in item:
            of, order = item["by_time_pk"]["S"], item["by_time_sk"]["S"]
            at, _, owner = order.partition("#")
            shard = f"#{zlib.crc32(owner.encode()) % table.SHARDS}"
            if re.search(r"#\d{4}-\d\d#", of):  # else it is on a list by when it ends or began
                months.add(at[:7])
                shard = f"#{at[:7]}{shard}"
            assert of.endswith(shard)
        if re.search(r"#\d$", item.get("by_name_pk", {"S": ""})["S"]):
            owner = item["by_name_sk"]["S"]
            assert item["by_name_pk"]["S"].endswith(f"#{zlib.crc32(owner.encode()) % table.SHARDS}")
        if pk.startswith(("METER#", "LOG#")):
            assert sk.startswith(pk.rpartition("#")[2])
        if "expires_at" in item:
            assert int(item["expires_at"]["N"]) > now.timestamp()
    assert len(months) > 2
