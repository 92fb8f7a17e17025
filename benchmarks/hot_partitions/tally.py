"""Counts by the second: what a fleet's messages ask of each partition, function and quota."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from zlib import crc32

from benchmarks.hot_partitions.recorded import Kind
from csms.store.reported.failures import PLACES
from csms.store.table import SHARDS
from csms_tools.cost.prices import prices

TASKS = "Tasks"
Of = Callable[[Kind], float]
Series = Mapping[int, float]  # by the second


class Said(NamedTuple):
    """`at`: seconds from the beginning; `tag`: whose id tag, where there is one."""

    at: float
    kind: str
    tag: str = ""


class Peak(NamedTuple):
    """The most within a second, which second that was, and of what."""

    most: float = 0
    second: int = 0
    of: str = ""


class Tally:
    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self.kinds = kinds
        self.said: dict[str, Counter[int]] = {name: Counter() for name in kinds}
        self.asked: Counter[int] = Counter()
        """Upgrades that were asked for, also those that API Gateway refused."""
        self._shared: defaultdict[tuple[str, str, int], float] = defaultdict(float)
        self._own: dict[str, Peak] = {"read": Peak(), "write": Peak()}

    def add(self, charge_point: str, said: Iterable[Said]) -> None:
        """All that one charge point says."""
        own: defaultdict[tuple[str, str, int], float] = defaultdict(float)
        digest = crc32(charge_point.encode())
        for at, name, tag in said:
            second = int(at)
            self.said[name][second] += 1
            for where, kind, pattern, units in self.kinds[name].touches:
                key = pattern
                if "{cp}" in pattern or "{id}" in pattern:
                    own[f"{where} {pattern}", kind, second] += units
                    continue
                if "{tag}" in pattern:
                    key = pattern.replace("{tag}", tag or charge_point)
                elif "{shard}" in pattern:
                    key = pattern.replace("{shard}", str(digest % SHARDS))
                elif "{place}" in pattern:
                    key = pattern.replace("{place}", str(digest % PLACES))
                self._shared[f"{where} {key}", kind, second] += units
        for (of, kind, second), most in own.items():
            if most > self._own[kind].most:
                self._own[kind] = Peak(most, second, of)

    def peaks(self) -> dict[str, Peak]:
        """By the names of the limits."""
        found = {
            "connections": _highest({"": self.asked or self._connections()}),
            "requests": _highest({"": self._sum(lambda kind: kind.requests)}),
            "messages": _highest({"": self._sum(lambda kind: kind.frames)}),
            "concurrency": _highest({"": self._busy(0)}),
            "all-cold": _highest({"": self._busy(_start())}),
            "cold": _highest(self._starting()),
            "executions": _highest({"": self._sum(lambda kind: kind.executions)}),
            "tasks": _highest({TASKS: self._of_function(TASKS, 0)}),
        }
        for kind in ("read", "write"):
            by_table = {where: self._units(where, kind) for where in self._places(kind)}
            found[f"table-{kind}s"] = _highest(by_table)
            found[f"partition-{kind}s"] = max(self._own[kind], self.hottest(kind))
        return found

    def most(self, kind: str) -> dict[str, float]:
        """Units in a second, by the table or index."""
        found = {where: self._units(where, kind) for where in self._places(kind)}
        return {where: max(each.values()) for where, each in sorted(found.items()) if each}

    def hottest(self, kind: str) -> Peak:
        """Of the partitions that charge points share."""
        shared = {key: units for key, units in self._shared.items() if key[1] == kind}
        if not shared:
            return Peak()
        (of, _, second), most = max(shared.items(), key=lambda one: (one[1], one[0]))
        return Peak(most, second, of)

    def _connections(self) -> Series:
        return self._sum(lambda kind: int(kind.connects))

    def _sum(self, of: Of) -> Series:
        total: defaultdict[int, float] = defaultdict(float)
        for name, seconds in self.said.items():
            if each := of(self.kinds[name]):
                for second, times in seconds.items():
                    total[second] += times * each
        return total

    def _functions(self) -> set[str]:
        return {function for kind in self.kinds.values() for function in kind.seconds}

    def _of_function(self, function: str, more: float) -> Series:
        """Environments at once: how often it is called a second, times how long it takes."""
        return self._sum(
            lambda kind: kind.seconds.get(function, 0) + more * kind.invocations.get(function, 0)
        )

    def _busy(self, more: float) -> Series:
        total: defaultdict[int, float] = defaultdict(float)
        for function in self._functions():
            for second, busy in self._of_function(function, more).items():
                total[second] += busy
        return total

    def _starting(self) -> dict[str, Series]:
        """If none was there before: each call finds no environment while the first ones start."""
        return {function: self._of_function(function, _start()) for function in self._functions()}

    def _places(self, kind: str) -> set[str]:
        touches = [touch for of in self.kinds.values() for touch in of.touches]
        return {touch.where for touch in touches if touch.kind == kind}

    def _units(self, where: str, kind: str) -> Series:
        return self._sum(
            lambda of: sum(it.units for it in of.touches if (it.where, it.kind) == (where, kind))
        )


def _start() -> float:
    """Seconds."""
    return prices().assumed("cold-start") / 1000


def _highest(series: Mapping[str, Series]) -> Peak:
    peaks = [
        Peak(round(most, 1), second, of)
        for of, counted in sorted(series.items())
        for second, most in counted.items()
    ]
    return max(peaks, default=Peak())
