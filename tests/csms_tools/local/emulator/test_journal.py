import asyncio
import fcntl
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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


@contextmanager
def writing(directory: Path, said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Let the writer write, and say in a file what is safe; returns when it is killed."""
    with said.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", journal_writer.__name__, str(directory)],
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tools'}"},
            stdout=output,
        )
    while not said.stat().st_size:
        time.sleep(0.001)
    yield process
    process.kill()
    process.wait()


def compaction_of(pid: int) -> int | None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_text() for child in children}
    return next((child for child, it in commands.items() if snapshots.__name__ in it), None)


def test_nothing_that_was_said_to_be_safe_is_lost_by_kill_9_at_any_moment(tmp_path: Path) -> None:
    directory, said = tmp_path / "data", tmp_path / "said"
    for number in range(12):
        with writing(directory, said):
            time.sleep(random.uniform(0.0, 0.15))
        if number % 3 == 2:  # a write that the death of the machine cuts off
            last = snapshots.journal(directory, snapshots.newest(directory))
            if last.exists():
                with last.open("ab") as stream:
                    stream.write(snapshots.line([put("torn")])[: random.randint(1, 40)])
        journal = Journal(directory)
        kept = max(int(sk) for pk, sk in journal.recovered["state"] if pk == "own")
        assert kept >= int(said.read_text().split()[-1])
        assert journal.recovered == expected(kept)
        asyncio.run(journal.close())
    assert kept > 100  # so snapshots were made on the way


def test_a_successor_waits_for_a_compaction_that_has_outlived_its_parent(tmp_path: Path) -> None:
    directory = tmp_path / "data"
    with writing(directory, tmp_path / "said") as writer:
        compaction = None
        while compaction is None:
            compaction = compaction_of(writer.pid)
        os.kill(compaction, signal.SIGSTOP)
    with ThreadPoolExecutor() as threads:
        successor = threads.submit(Journal, directory)
        time.sleep(0.1)
        too_early = successor.done()
        os.kill(compaction, signal.SIGCONT)
        asyncio.run(successor.result(timeout=10).close())
    assert not too_early


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


def test_a_lock_that_is_let_go_in_a_moment_is_waited_for(tmp_path: Path) -> None:
    held = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(held, fcntl.LOCK_EX)
    with ThreadPoolExecutor(1) as threads:
        begun = threads.submit(Journal, tmp_path)
        time.sleep(0.1)
        os.close(held)
        asyncio.run(begun.result().close())
