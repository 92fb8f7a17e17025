import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from csms.domain.file_addresses import Stored
from csms_tools.local.files.shelf import DAY, Shelf

LOG, IMAGE = Stored("uploads", "1", "log.txt"), Stored("images", "2", "fw.bin")


async def chunks(*parts: bytes | Exception) -> AsyncIterator[bytes]:
    for part in parts:
        if isinstance(part, Exception):
            raise part
        yield part


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


async def test_an_object_is_whole_or_the_one_before(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    first = await shelf.put(LOG, chunks(b"one ", b"two"))
    assert (first.size, shelf.path(LOG).read_bytes()) == (7, b"one two")
    with pytest.raises(ConnectionResetError):
        await shelf.put(LOG, chunks(b"thr", ConnectionResetError()))
    assert shelf.find(LOG) == first
    assert left(tmp_path) == ["log.txt"]


async def test_halves_of_an_end_are_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / "half").write_bytes(b"x")
    Shelf(tmp_path)
    assert left(tmp_path) == []


async def test_uploads_expire_and_images_stay(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for stored in (LOG, IMAGE, Stored("uploads", "1", "new.txt")):
        await shelf.put(stored, chunks(b"x"))
    month_ago = time.time() - 31 * DAY
    for stored in (LOG, IMAGE):
        os.utime(shelf.path(stored), (month_ago, month_ago))
    shelf.expire_uploads(30)
    assert [kept.stored.name for kept in shelf.all()] == ["fw.bin", "new.txt"]
    shelf.delete(IMAGE)
    shelf.delete(IMAGE)
    assert shelf.find(IMAGE) is None
