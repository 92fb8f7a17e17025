"""What becomes of processes."""

import asyncio
import os
import sys
from pathlib import Path

from tests.support import ROOT

PATIENCE = 5.0  # seconds


async def gone(pid: int) -> bool:
    """Whether a process ends soon."""
    for _ in range(int(PATIENCE / 0.02)):
        if not alive(pid):
            return True
        await asyncio.sleep(0.02)
    return False


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"  # dead, though nobody has asked how


async def pids_printed(program: str) -> list[int]:
    """What a program in Python prints on its first line; returns once it has ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", program),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
    )
    assert process.stdout
    pids = [int(word) for word in (await process.stdout.readline()).split()]
    await process.wait()
    return pids
