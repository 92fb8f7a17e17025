"""How it is told: the scenarios against the limits, as JSON and as tables."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from benchmarks.hot_partitions.limits import limits
from benchmarks.hot_partitions.recorded import Kind
from benchmarks.hot_partitions.scenarios import Scenario, returning
from benchmarks.hot_partitions.tally import Peak, Tally
from csms_tools.cost.tables import Table

SIZES = 1_000, 10_000, 50_000, 100_000, 500_000
MINUTES, DOOR = 5, limits()["connections"].most
NEEDED = "connections", "table-writes", "requests", "all-cold"
SHOWN = 3  # limits of a scenario, and only from this share on
LEAST = 0.25
OF_STARTS = "all-cold", "cold"  # limits of environments that have to start
SAVED_UP = 300  # seconds of capacity that was not used, as DynamoDB keeps it


def as_json(scenarios: Sequence[Scenario], fleet: int, seed: int, jitter: int) -> dict[str, Any]:
    return {
        "charge points": fleet,
        "seed": seed,
        "jitter": jitter,
        "scenarios": {one.name: _scenario(one, fleet) for one in scenarios},
    }


def _scenario(one: Scenario, fleet: int) -> dict[str, Any]:
    peaks = one.tally.peaks()
    told: dict[str, Any] = {"what": one.what, "asked": {}}
    for name, share in shares(peaks, sudden=one.sudden):
        peak = peaks[name]
        asked = {"peak": peak.most, "second": peak.second, "of": peak.of, "share": round(share, 3)}
        if one.grows:
            asked["reached at charge points"] = int(fleet / share)
        told["asked"][name] = asked
    for kind in ("read", "write"):
        hottest = one.tally.hottest(kind)
        told[f"hottest shared partition, {kind}s"] = {"of": hottest.of, "units": hottest.most}
    if one.admission:
        back = {f"{share:.0%}": round(one.admission.back(share)) for share in (0.5, 0.99, 1)}
        told["seconds until they are back"] = back
    return told


def shares(peaks: Mapping[str, Peak], *, sudden: bool = True) -> list[tuple[str, float]]:
    """Of each limit that is asked for anything, the one that is reached first in front."""
    found = [
        (name, peaks[name].most / limit.most)
        for name, limit in limits().items()
        if sudden or name not in OF_STARTS
    ]
    return sorted(((name, share) for name, share in found if share), key=lambda one: -one[1])


def tables(scenarios: Sequence[Scenario], kinds: Mapping[str, Kind], fleet: int) -> Iterator[Table]:
    yield Table(
        f"By the size of a fleet, and what it takes to be back in {MINUTES} minutes",
        [
            "charge points",
            "first limit of a midday",
            *map(_words, NEEDED),
            f"back at {DOOR:,}/s in",
        ],
        list(_sizes(scenarios[0], returning(kinds), fleet)),
        numbers=len(NEEDED) + 1,
    )
    yield Table(
        f"What a fleet of {fleet:,} asks in its worst second",
        ["when", "of which limit", "peak", "times the limit", "reached at charge points"],
        [row for one in scenarios for row in _rows(one, fleet)],
        numbers=3,
    )
    yield Table(
        "How soon they are back",
        ["after a loss of power", "half", "99 %", "all"],
        [
            [one.name, *(f"{one.admission.back(share):.0f} s" for share in (0.5, 0.99, 1))]
            for one in scenarios
            if one.admission
        ],
        numbers=3,
    )
    yield Table(
        "Partitions that charge points share",
        ["when", "written most", "units/s", "read most", "units/s"],
        list(_shared(scenarios)),
        numbers=0,
    )
    yield _each_second(returning(kinds))
    yield _minimums(returning(kinds))
    yield Table(
        "What each asks for",
        ["what", "API Gateway", "functions, ms", "state writes", "history writes", "reads"],
        [_kind(kind) for kind in kinds.values()],
        numbers=5,
    )
    yield Table(
        "The limits, as they are assumed",
        ["of", "what", "moved by", "read in"],
        [
            [it.of, f"{it.most:,} {it.unit}", it.moved_by, it.read or "**nowhere**"]
            for it in limits().values()
        ],
        numbers=0,
    )


def _sizes(midday: Scenario, one: Tally, fleet: int) -> Iterator[list[str]]:
    peaks = one.peaks()
    for size in SIZES:
        name, share = shares(midday.tally.peaks(), sudden=False)[0]
        rate = size / (MINUTES * 60)
        asked = [f"{peaks[it].most * rate:,.0f}" for it in NEEDED]
        first = f"{_times(share * size / fleet)} of {limits()[name].most:,} {_words(name)}"
        yield [f"{size:,}", first, *asked, f"{size / DOOR:,.0f} s"]


def _rows(one: Scenario, fleet: int) -> Iterator[list[str]]:
    peaks = one.tally.peaks()
    first = shares(peaks, sudden=one.sudden)
    for place, (name, share) in enumerate(first):
        if place and (place >= SHOWN or share < LEAST):
            return
        at = f"{int(fleet / share):,}" if one.grows else ""
        told = f"{_words(name)} {peaks[name].of}".strip()
        yield [one.name if not place else "", told, f"{peaks[name].most:,.0f}", _times(share), at]


def _times(share: float) -> str:
    return f"{share:.0f}" if share >= 10 else f"{share:.2f}"


def _words(name: str) -> str:
    return limits()[name].unit.partition(":")[0]


def _shared(scenarios: Sequence[Scenario]) -> Iterator[list[str]]:
    for one in scenarios:
        written, read = one.tally.hottest("write"), one.tally.hottest("read")
        if written.of or read.of:
            yield [one.name, *_told(written), *_told(read)]


def _told(peak: Peak) -> tuple[str, str]:
    return (f"`{peak.of}`", f"{peak.most:,.0f}") if peak.of else ("", "")


def _each_second(one: Tally) -> Table:
    """What of one that comes back is the dearest, and how many a second each limit bears."""
    found = sorted(
        (limits()[name].most / peak.most, name, peak)
        for name, peak in one.peaks().items()
        if peak.most and not name.startswith("partition")
    )
    return Table(
        "How many can come back in a second, each with a boot and three statuses",
        ["limit", "of one", "a second"],
        [[f"{_words(name)} {p.of}".strip(), f"{p.most:,.3g}", f"{n:,.0f}"] for n, name, p in found],
        numbers=2,
    )


def _minimums(one: Tally) -> Table:
    """Nothing was said before, so that all that a table may save up is there."""
    asked = {
        (where, kind): units
        for kind in ("write", "read")
        for where, units in one.most(kind).items()
    }
    seconds = SAVED_UP + MINUTES * 60
    return Table(
        f"What provisioned capacity must have at least, for all to be back in {MINUTES} minutes",
        ["charge points", *(f"{kind}s/s of {where}" for where, kind in asked)],
        [
            [f"{size:,}", *(f"{ceil(size * units / seconds):,}" for units in asked.values())]
            for size in SIZES
        ],
        numbers=len(asked),
    )


def _kind(kind: Kind) -> list[str]:
    written = {
        table: sum(
            it.units for it in kind.touches if it.kind == "write" and it.where.startswith(table)
        )
        for table in ("State", "History")
    }
    read = sum(it.units for it in kind.touches if it.kind == "read")
    busy = sum(kind.seconds.values()) * 1000
    figures = [kind.requests, busy, written["State"], written["History"], read]
    return [kind.name, *(f"{figure:.0f}" for figure in figures)]
