import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from csms_tools.local.emulator import snapshots
from csms_tools.local.emulator.journal import InUse, Journal
from csms_tools.local.emulator.snapshots import Change, Tables
from tests.csms_tools.local.emulator import journal_writer
from tests.support import ROOT


def put(sk: str) -> Change:
    return ("state", "CP#1", sk, {"value": {"S": "x"}})


def expected(last: int) -> Tables:
    """What the writer has written when it has come to this number."""
    state: dict[tuple[str, str], snapshots.Item] = {}
    for number in range(1, last + 1):
        for _, pk, sk, item in journal_writer.changes(number):
            if item is None:
                state.pop((pk, sk), None)
            else:
                state[pk, sk] = item
    return {"state": state}


def started(directory: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.csms_tools.local.emulator.journal_writer", str(directory)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tools'}"},
        stdout=subprocess.PIPE,
        text=True,
    )


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def killed_after(seconds: float, directory: Path) -> int:
    """Run the writer and kill it; returns the last number that it said."""
    process = started(directory)
    assert process.stdout
    process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    said = process.stdout.read().split()
    process.stdout.close()
    process.wait()
    return int(said[-1]) if said else 0


def test_nothing_that_was_said_to_be_safe_is_lost_by_kill_9_at_any_moment(tmp_path: Path) -> None:
    for number in range(12):
        said = killed_after(random.uniform(0.0, 0.15), tmp_path)
        if number % 3 == 2:  # a write that the death of the machine cuts off
            last = snapshots.journal(tmp_path, snapshots.newest(tmp_path))
            if last.exists():
                with last.open("ab") as stream:
                    stream.write(snapshots.line([put("torn")])[: random.randint(1, 40)])
        journal = Journal(tmp_path)  # waits for a compaction that has outlived its parent
        kept = max(int(sk) for pk, sk in journal.recovered["state"] if pk == "own")
        assert kept >= said
        assert journal.recovered == expected(kept)
        asyncio.run(journal.close())
    assert said > 100  # snapshots were made on the way


def test_a_successor_waits_for_a_compaction_that_has_outlived_its_parent(tmp_path: Path) -> None:
    writer = started(tmp_path)
    compaction = None
    while compaction is None:
        compaction = next((pid for pid in children(writer.pid)), None)
    os.kill(compaction, signal.SIGSTOP)
    writer.kill()
    writer.communicate()
    with ThreadPoolExecutor() as threads:
        successor = threads.submit(Journal, tmp_path)
        time.sleep(0.1)
        assert not successor.done()
        os.kill(compaction, signal.SIGCONT)
        asyncio.run(successor.result(timeout=10).close())


async def test_requests_that_come_together_share_one_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    syncs: list[int] = []
    monkeypatch.setattr(os, "fdatasync", syncs.append)
    journal = Journal(tmp_path)

    async def write(number: int) -> None:
        journal.append([put(str(number))])
        await journal.durable()

    await asyncio.gather(*map(write, range(10)))
    assert len(syncs) == 1
    await journal.close()


async def test_a_reader_waits_for_what_it_could_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(os, "fdatasync", lambda _: order.append("on disk"))
    journal = Journal(tmp_path)
    journal.append([put("A")])
    await journal.durable()  # a reader's own wait: it has appended nothing
    order.append("shown")
    await journal.durable()
    assert order == ["on disk", "shown"]
    await journal.close()


async def test_who_goes_away_while_waiting_disturbs_nobody(tmp_path: Path) -> None:
    journal = Journal(tmp_path)

    async def write(sk: str) -> None:
        journal.append([put(sk)])
        await journal.durable()

    impatient, patient = (asyncio.create_task(write(sk)) for sk in "AB")
    asyncio.get_running_loop().call_soon(impatient.cancel)  # after both have begun to wait
    await patient
    assert impatient.cancelled()
    await journal.close()


def test_two_cannot_work_in_one_directory(tmp_path: Path) -> None:
    first = Journal(tmp_path)
    with pytest.raises(InUse, match="in use by another runtime"):
        Journal(tmp_path)
    asyncio.run(first.close())
    asyncio.run(Journal(tmp_path).close())


async def test_a_grown_journal_is_made_into_a_snapshot_while_writing_goes_on(
    tmp_path: Path,
) -> None:
    journal = Journal(tmp_path, worth_a_snapshot=500)
    for number in range(400):
        journal.append([put(str(number % 7))])
        await journal.durable()
        await asyncio.sleep(0.001)
    await journal.close()
    assert snapshots.newest(tmp_path) > 2
    assert snapshots.size(tmp_path) < 20_000
    assert len(snapshots.compact(tmp_path)["state"]) == 7
