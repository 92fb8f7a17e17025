"""What becomes of processes."""

import asyncio
from pathlib import Path

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
