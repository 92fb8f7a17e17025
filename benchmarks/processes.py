"""What /proc says of processes: what they are, what they have used, what they hold."""

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

Roles = Mapping[int, str]  # process id -> what it is to the system

_TICKS = os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        found = [(task / "children").read_text().split() for task in tasks]
    except FileNotFoundError:  # it has ended
        return []
    return [int(child) for several in found for child in several]


def roles_of_csms(pid: int) -> dict[int, str]:
    """The gateway is `csms up` itself; its workers are forks of the warm parent."""
    roles = {pid: "gateway"}
    for child in children(pid):
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"csms_tools.local.emulator" in command:
            roles[child] = "emulator"
        elif b"csms_tools.local.interpreter" in command:
            roles[child] = "interpreter"
        elif b"zygote" in command:
            roles[child] = "warm parent"
            roles |= dict.fromkeys(children(child), "workers")
    return roles


def named(pids: Iterable[int]) -> dict[int, str]:
    """Each by the name of its program. Raises FileNotFoundError."""
    return {pid: Path(f"/proc/{pid}/comm").read_text().strip() for pid in pids}


def cpu_seconds(roles: Roles) -> dict[str, float]:
    """User and system time so far, by role; of a process that has ended, nothing."""
    used: dict[str, float] = defaultdict(float)
    for pid, role in roles.items():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except FileNotFoundError:
            continue
        # the second field is a name in parentheses, which may hold anything
        fields = stat.rpartition(")")[2].split()
        used[role] += (int(fields[11]) + int(fields[12])) / _TICKS
    return used


def memory_mb(roles: Roles, kind: str = "Pss") -> dict[str, float]:
    """By role; of a page that processes share each has its share, unless `kind` says otherwise."""
    held: dict[str, float] = defaultdict(float)
    for pid, role in roles.items():
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError, PermissionError):  # another user's, too
            continue
        [size] = (line.split()[1] for line in lines if line.startswith(f"{kind}:"))
        held[role] += int(size) / 1024
    return held
