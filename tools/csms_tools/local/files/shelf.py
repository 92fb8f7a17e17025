"""Objects as files: whole or not there, and on the disk before it is said that they are."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from csms.domain.file_addresses import Stored

DAY = 86400


@dataclass(frozen=True)
class Kept:
    """An object as it lies there; `etag` names this content, not the one before or after."""

    stored: Stored
    size: int
    etag: str
    at: float  # seconds since 1970


class Shelf:
    def __init__(self, folder: Path) -> None:
        """Halves that somebody's end has left in `folder` are thrown away."""
        self._objects = folder / "objects"
        self._incoming = folder / "incoming"
        shutil.rmtree(self._incoming, ignore_errors=True)
        for each in (self._objects, self._incoming):
            each.mkdir(parents=True, exist_ok=True)

    def path(self, stored: Stored) -> Path:
        return self._objects / stored.key

    def find(self, stored: Stored) -> Kept | None:
        try:
            found = self.path(stored).stat()
        except FileNotFoundError:
            return None
        etag = f"{found.st_mtime_ns:x}-{found.st_size:x}"  # as aiohttp answers it
        return Kept(stored, found.st_size, etag, found.st_mtime)

    async def put(self, stored: Stored, chunks: AsyncIterator[bytes]) -> Kept:
        """Never more of it in memory than a chunk. What breaks off leaves nothing behind."""
        half = self._incoming / uuid4().hex
        try:
            with half.open("wb") as file:
                async for chunk in chunks:
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_to_disk, file.fileno())
            return await asyncio.to_thread(self._placed, half, stored)
        finally:
            half.unlink(missing_ok=True)

    def delete(self, stored: Stored) -> None:
        path = self.path(stored)
        path.unlink(missing_ok=True)
        try:
            path.parent.rmdir()
        except OSError:  # others lie there, or it is gone
            return

    def all(self) -> Iterator[Kept]:
        for path in sorted(self._objects.glob("*/*/*")):
            stored = Stored.of(path.relative_to(self._objects).as_posix())
            kept = stored and self.find(stored)
            if kept:
                yield kept

    def expire_uploads(self, days: int) -> None:
        """As S3's lifecycle rule does, once a day."""
        for kept in list(self.all()):
            if kept.stored.kind == "uploads" and kept.at < time.time() - days * DAY:
                self.delete(kept.stored)

    def _placed(self, half: Path, stored: Stored) -> Kept:
        path = self.path(stored)
        path.parent.mkdir(parents=True, exist_ok=True)
        half.replace(path)
        for folder in (path.parent, path.parent.parent):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        kept = self.find(stored)
        assert kept, "it has just been put there"
        return kept


def _to_disk(descriptor: int) -> None:
    os.fsync(descriptor)
