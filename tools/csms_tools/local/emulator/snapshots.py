"""The files of a journal's directory: read in order, and put together into one snapshot."""

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

Item = dict[str, Any]
Change = tuple[str, str, str, Item | None]  # table, pk, sk, what stands there now
Tables = dict[str, dict[tuple[str, str], Item]]

_AT_ONCE = 1000  # lines that are parsed together: then equal names are the same string


class Damaged(Exception):
    """A file is broken where no death of a process can have broken it."""


def line(changes: Iterable[Change]) -> bytes:
    text = json.dumps(list(changes), separators=(",", ":")).encode()
    return b"%08x %b\n" % (crc32(text), text)


def journal(directory: Path, number: int) -> Path:
    return directory / f"journal-{number:06}"


def newest(directory: Path) -> int:
    """The highest number in use."""
    return max(map(_number, directory.glob("*-[0-9]*")), default=0)


def size(directory: Path) -> int:
    """Of the snapshot, in bytes."""
    return max((file.stat().st_size for file in directory.glob("snapshot-*")), default=0)


def compact(directory: Path, up_to: int | None = None) -> Tables:
    """Make a snapshot of everything up to a number (all there is), and return it.

    The old files go when the new one is complete: at any moment they say the same.
    """
    last = newest(directory)
    number = last if up_to is None else up_to
    old = [file for file in _in_order(directory) if _number(file) <= number]
    tables = _tables(old, journal(directory, last))
    if old and old[0].name.startswith("snapshot-") and not any(map(_length, old[1:])):
        complete = old[0]  # nothing has changed since
    else:
        complete = _snapshot(directory, number)
        _write(complete, tables)
    for file in directory.glob("*-[0-9]*"):
        if _number(file) <= number and file != complete:
            file.unlink()
    return tables


def _write(complete: Path, tables: Tables) -> None:
    directory = complete.parent
    fresh = directory / "fresh"
    fresh.touch(mode=0o600)
    with fresh.open("wb") as stream:
        for table, items in tables.items():
            stream.writelines(line([(table, *key, item)]) for key, item in items.items())
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(complete)
    sync(directory)


def _tables(files: Iterable[Path], last: Path) -> Tables:
    tables: Tables = {}
    gc.disable()  # nothing of it is garbage: looking it through takes longer than reading it
    try:
        for file in files:
            for table, pk, sk, item in _changes(file, may_end_broken=file == last):
                if item is None:
                    tables.get(table, {}).pop((pk, sk), None)
                else:
                    tables.setdefault(table, {})[pk, sk] = item
    finally:
        gc.freeze()
        gc.enable()
    return tables


def sync(directory: Path) -> None:
    """Names of files are data, too."""
    handle = os.open(directory, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _in_order(directory: Path) -> list[Path]:
    snapshot = max((_number(file) for file in directory.glob("snapshot-*")), default=None)
    journals = sorted(directory.glob("journal-*"), key=_number)
    if snapshot is None:
        return journals
    # journals that a snapshot stands for may be left over
    later = [file for file in journals if _number(file) > snapshot]
    return [_snapshot(directory, snapshot), *later]


def _changes(file: Path, *, may_end_broken: bool) -> Iterator[Change]:
    with file.open("rb") as stream:
        while rows := list(islice(stream, _AT_ONCE)):
            texts: list[bytes] = []
            for row in rows:
                checksum, _, text = row.rstrip(b"\n").partition(b" ")
                if checksum != b"%08x" % crc32(text):
                    break
                texts.append(text)
            for changes in json.loads(b"[%b]" % b",".join(texts)):
                yield from changes
            if len(texts) < len(rows):
                if not may_end_broken:
                    raise Damaged(f"{file} is damaged")
                print(f"{file}: an unfinished write was dropped", file=sys.stderr, flush=True)
                return


def _length(file: Path) -> int:
    return file.stat().st_size


def _snapshot(directory: Path, number: int) -> Path:
    return directory / f"snapshot-{number:06}"


def _number(file: Path) -> int:
    return int(file.name.rpartition("-")[2])


if __name__ == "__main__":
    os.nice(10)
    compact(Path(sys.argv[1]), int(sys.argv[2]))
