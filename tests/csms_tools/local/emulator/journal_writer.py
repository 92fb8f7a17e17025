"""A process to be killed: appends numbers for ever and says each as soon as it is safe.

Every request writes one item of its own and one of a hundred that are written again and again, so
that journals and snapshots must be put together in their order. An even number also deletes.
"""

import asyncio
import sys
from itertools import count
from pathlib import Path

from csms_tools.local.emulator.journal import Journal
from csms_tools.local.emulator.snapshots import Change


def changes(number: int) -> list[Change]:
    item = {"number": {"N": str(number)}}
    written: list[Change] = [
        ("state", "own", str(number), item),
        ("state", "shared", str(number % 100), item),
    ]
    if number % 2 == 0:
        written.append(("state", "own", str(number - 1), None))
    return written


async def write(directory: Path) -> None:
    journal = Journal(directory, worth_a_snapshot=2_000)
    known = [int(sk) for pk, sk in journal.recovered.get("state", {}) if pk == "own"]
    for number in count(max(known, default=0) + 1):
        journal.append(changes(number))
        await journal.durable()
        print(number, flush=True)


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1])))
