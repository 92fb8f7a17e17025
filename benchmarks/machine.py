"""What the figures were made on."""

import os
import platform
import re
import statistics
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.results import Machine

EMULATORS = Path(__file__).parents[1] / "requirements" / "emulators.lock"
SYNCS = 200


def load() -> float:
    """Processes that ran or waited to run, in the mean of the last minute."""
    return round(os.getloadavg()[0], 2)


def machine(directory: Path, load_before: float | None = None) -> Machine:
    return Machine(
        processor=_first("/proc/cpuinfo", "model name") or platform.machine(),
        cores=os.cpu_count() or 1,
        memory_gb=round(int((_first("/proc/meminfo", "MemTotal") or "0").split()[0]) / 2**20, 1),
        kernel=platform.release(),
        sync_ms=round(_sync(directory), 3),
        load_before=load_before,
    )


def versions() -> dict[str, str]:
    packages = ("serverless-csms", "aiohttp", "pynamodb", "pydantic", "uvloop", "websockets")
    found = {name: version(name) for name in (*packages, "botocore", "ocpp")}
    [ministack] = re.findall(r"^ministack==(\S+)", EMULATORS.read_text(), re.MULTILINE)
    return {"python": platform.python_version(), **found, "ministack": ministack}


def busy_seconds() -> float:
    """Of all cores together, since the machine started."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    user, nice, system, _idle, _waiting, *others = map(int, fields[:8])
    return (user + nice + system + sum(others)) / os.sysconf("SC_CLK_TCK")


def _first(path: str, name: str) -> str | None:
    for line in Path(path).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return None


def _sync(directory: Path) -> float:
    """Milliseconds that a short line takes to the disk: what durability costs at the least."""
    path = directory / "sync"
    took = []
    with path.open("ab", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(b"." * 1000)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    path.unlink()
    return statistics.median(took) * 1000
