"""What the processes of a system hold, looked at again and again, and whether that grows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, median

from benchmarks.processes import Roles
from benchmarks.soak.results import Growth, Process

HOUR = 3600.0


@dataclass(frozen=True)
class Look:
    at: float  # seconds since the begin
    mb: float  # resident
    files: int  # open


@dataclass
class Watch:
    looks: dict[int, list[Look]] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    stored: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the begin, and megabytes on the disk."""

    def look(self, at: float, roles: Roles, data: Path) -> None:
        self.roles |= roles
        for pid in roles:
            try:
                status = Path(f"/proc/{pid}/status").read_text()
                files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
            except (FileNotFoundError, ProcessLookupError):
                continue  # it has ended meanwhile
            kilobytes = next(
                int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")
            )
            self.looks.setdefault(pid, []).append(Look(at, kilobytes / 1024, files))
        self.stored.append((at, sum(map(_size, data.rglob("*"))) / 2**20))

    def grown(self, after: float) -> list[Process]:
        """Of each process that has lived through all of the time after so many seconds."""
        last = max((looks[-1].at for looks in self.looks.values()), default=0.0)
        found: list[Process] = []
        for pid, looks in self.looks.items():
            kept = [look for look in looks if look.at >= after]
            begin = next((at for at, _ in self.stored if at >= after), last)
            if len(kept) < 3 or kept[0].at > begin or kept[-1].at < last:
                continue
            memory = growth({look.at: look.mb for look in kept})
            files = growth({look.at: look.files for look in kept})
            found.append(Process(role=self.roles[pid], memory_mb=memory, files=files))
        return sorted(found, key=lambda each: each.role)

    def stored_mb(self, after: float) -> Growth:
        return growth({at: size for at, size in self.stored if at >= after})

    def processes(self, after: float) -> Growth:
        """How many there were."""
        counts: dict[float, int] = {at: 0 for at, _ in self.stored if at >= after}
        for looks in self.looks.values():
            for look in looks:
                if look.at in counts:
                    counts[look.at] += 1
        return growth(counts)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:  # replaced by another meanwhile
        return 0


def growth(seen: Mapping[float, float]) -> Growth:
    """Of what was seen at so many seconds."""
    times, values = list(seen), list(seen.values())
    third = max(len(values) // 3, 1)
    return Growth(
        first=_rounded(median(values[:third])),
        last=_rounded(median(values[-third:])),
        most=_rounded(max(values)),
        an_hour=_rounded(_slope(times, values) * HOUR),
    )


def _slope(times: Sequence[float], values: Sequence[float]) -> float:
    return linear_regression(times, values).slope if len(set(times)) > 1 else 0.0


def _rounded(value: float) -> float:
    return round(value, 1)
