"""A journal of accepted writes: what was acknowledged is on disk, whatever becomes of the process.

A directory holds numbered journals and one snapshot, which stands for the journals up to its own
number. A line of either is what came of one request, `[table, pk, sk, item]` for each item it
changed (null: it is gone), and a checksum before it: a request counts as a whole or not at all.
What was being written when the process died is a broken end of the last journal. Nobody was told
that it was accepted, so it is dropped.
"""

import asyncio
import fcntl
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from . import snapshots
from .snapshots import Change, Tables

# A process that was killed as it started a compaction leaves the lock to that, until it is exec'd
_TRIES, _PAUSE = 20, 0.05  # seconds
_WORTH_A_SNAPSHOT = 64 * 1024 * 1024  # bytes


class InUse(Exception):
    """Another process works in this directory."""


class Journal:
    def __init__(self, directory: Path, worth_a_snapshot: int = _WORTH_A_SNAPSHOT) -> None:
        """Raises InUse, or snapshots.Damaged if anything but the very end is broken."""
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._worth_a_snapshot = worth_a_snapshot
        self._lock = _locked(directory / "lock", wait=False)
        # outlives this process in a compaction, which must have ended before another begins
        self._compacting = _locked(directory / "compacting", wait=True)
        self._lines: list[bytes] = []
        self._waiting: asyncio.Future[None] | None = None
        self._compaction: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self.recovered: Tables = snapshots.compact(directory)
        self._begin(snapshots.newest(directory) + 1)

    def append(self, changes: Iterable[Change]) -> None:
        """Take note of what came of a request; it is safe when `durable` has returned."""
        self._lines.append(snapshots.line(changes))
        if self._waiting is None:
            loop = asyncio.get_running_loop()
            self._waiting = loop.create_future()
            # at the end of this turn of the loop: requests that came together share the sync
            loop.call_soon(self._flush)

    async def durable(self) -> None:
        """Returns when everything appended so far is on disk.

        Readers wait for it as well: what somebody was shown must not be lost either.
        """
        if self._waiting is not None:
            await asyncio.shield(self._waiting)

    async def close(self) -> None:
        if self._waiting is not None:
            await self.durable()
        if self._compaction is not None and self._task is not None:
            self._compaction.kill()
            await self._task
        os.close(self._file)
        os.close(self._lock)
        os.close(self._compacting)

    def _flush(self) -> None:
        assert self._waiting is not None
        data = b"".join(self._lines)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(self._file, left) :]
            # a fifth of a millisecond: handing it to a thread would take longer
            os.fdatasync(self._file)
        except OSError as error:
            # memory has what the disk has not, so nothing may be answered from here on
            print(f"the journal cannot be written: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        self._lines.clear()
        self._waiting.set_result(None)
        self._waiting = None
        self._size += len(data)
        if self._size >= self._limit and self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._compact())

    async def _compact(self) -> None:
        """Begin a new journal; another process makes a snapshot of the finished ones."""
        finished = self._number
        os.close(self._file)
        self._begin(finished + 1)
        self._compaction = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", snapshots.__name__, self._directory, str(finished)),
            pass_fds=[self._compacting],
        )
        await self._compaction.wait()
        self._task = self._compaction = None

    def _begin(self, number: int) -> None:
        self._number = number
        self._size = 0
        self._limit = max(self._worth_a_snapshot, snapshots.size(self._directory))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self._file = os.open(snapshots.journal(self._directory, number), flags, 0o600)
        snapshots.sync(self._directory)


def _locked(file: Path, *, wait: bool) -> int:
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    if wait:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return handle
    for tries_left in reversed(range(_TRIES)):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if tries_left:
                time.sleep(_PAUSE)
        else:
            return handle
    os.close(handle)
    raise InUse(f"{file.parent} is in use by another runtime")
