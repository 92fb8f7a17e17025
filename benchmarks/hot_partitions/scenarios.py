"""The worst seconds of a fleet, each as what its charge points say, and when."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from benchmarks.hot_partitions.messages import BOOT, HEARTBEAT, ordinary, plugs_in, returns
from benchmarks.hot_partitions.recorded import Kind
from benchmarks.hot_partitions.tally import Said, Tally
from benchmarks.hot_partitions.timing import (
    SCATTER,
    Admission,
    BackOff,
    admitted,
    exponential,
    fixed,
)
from csms.domain.intervals import spread

SITE, SITE_AT = 500, 60
ANSWER = 0.05, 0.5  # seconds that one takes, from where the next interval is counted
IN_PHASE, CLOCKS = 1.0, 2.0  # seconds within which they come; how exact clocks are


class Scenario(NamedTuple):
    """`grows`: twice the fleet asks twice as much; else a quota is in the way.

    `sudden`: more comes than a second before, so that functions have to start environments.
    """

    name: str
    what: str
    tally: Tally
    grows: bool = True
    admission: Admission | None = None
    sudden: bool = True


def charge_point(number: int) -> str:
    return f"CP-{number:06}"


def all_of_them(
    kinds: Mapping[str, Kind], fleet: int, seed: int, jitter: int
) -> Iterator[Scenario]:
    def random(name: str) -> Random:
        return Random(f"{seed} {name}")  # noqa: S311 - no secret

    midday = _midday(kinds, fleet, random("midday"))
    yield midday
    what = "every function has a new version, of which no environment has started"
    yield midday._replace(name="a deployment at midday", what=what, sudden=True)
    for tags in ("its own tag each", "one tag for all"):
        yield _site(kinds, fleet, random("midday"), tags)
    yield from _heartbeats(kinds, fleet, random("heartbeats"), jitter)
    yield _aligned(kinds, fleet, random("aligned"))
    steady, spread_out = fixed(10), exponential(10, 300)
    for quota, back_off, how in (
        (500, steady, "again after 10 s, all alike"),
        (500, spread_out, "again after a random part of 10, 20, 40 … 300 s"),
        (2_000, spread_out, "the same, with a quota of 2,000 connections/s"),
        (None, steady, "no quota of connections in the way"),
    ):
        storm = _storm(kinds, fleet, random("storm"), quota, back_off, how)
        yield storm
        if (quota, back_off) == (500, spread_out) and storm.admission:
            yield _echo(kinds, storm.admission, random("echo"))
    for what in ("a stranger", "around the edge", "a wrong password"):
        yield _refused(kinds, fleet, random("refused"), what)


def _midday(kinds: Mapping[str, Kind], fleet: int, random: Random) -> Scenario:
    tally = Tally(kinds)
    for number in range(fleet):
        tally.add(charge_point(number), ordinary(random))
    what = "heartbeats, sessions, samples and reconnects"
    return Scenario("an ordinary midday", what, tally, sudden=False)


def _site(kinds: Mapping[str, Kind], fleet: int, random: Random, tags: str) -> Scenario:
    tally = Tally(kinds)
    tag = "FLEET" if tags == "one tag for all" else ""
    for number in range(fleet):
        said = list(ordinary(random))
        if number < SITE:
            said += plugs_in(SITE_AT + random.uniform(0, IN_PHASE), tag)
        tally.add(charge_point(number), said)
    what = f"{SITE} plug in within {IN_PHASE:.0f} s, with {tags}, at midday"
    return Scenario(f"a site, {tags}", what, tally, grows=False)


def _heartbeats(
    kinds: Mapping[str, Kind], fleet: int, random: Random, jitter: int
) -> Iterator[Scenario]:
    phases = [random.uniform(0, IN_PHASE) for _ in range(fleet)]
    for percent, after in ((0, 0), (0, 10), (jitter, 1), (jitter, 10)):
        tally = Tally(kinds)
        for number, phase in enumerate(phases):
            name = charge_point(number)
            each = spread(HEARTBEAT, percent, name)
            waits = sum(random.uniform(*ANSWER) for _ in range(after))
            tally.add(name, [Said(after * each + phase + waits, "Heartbeat")])
        later = f", {after} interval{'s' * (after > 1)} later" if after else ""
        how = f", jitter {percent} %" if percent else ""
        what = f"in phase within {IN_PHASE:.0f} s; each waits an interval after its answer"
        yield Scenario(f"heartbeats in phase{later}{how}", what, tally)


def _aligned(kinds: Mapping[str, Kind], fleet: int, random: Random) -> Scenario:
    tally = Tally(kinds)
    for number in range(fleet):
        tally.add(charge_point(number), [Said(random.uniform(0, CLOCKS), "MeterValues")])
    what = f"all charge; ClockAlignedDataInterval is the same, clocks are exact to {CLOCKS:.0f} s"
    return Scenario("clock-aligned samples", what, tally)


def _storm(
    kinds: Mapping[str, Kind],
    fleet: int,
    random: Random,
    quota: int | None,
    back_off: BackOff,
    how: str,
) -> Scenario:
    tally, admission = Tally(kinds), admitted(fleet, quota, back_off, random)
    tally.asked.update(admission.asked)
    for number, at in enumerate(admission.at):
        tally.add(charge_point(number), returns(at, random))
    what = f"all lost power and come back at once, {how}"
    return Scenario(f"a storm, {how}", what, tally, quota is None, admission)


def _echo(kinds: Mapping[str, Kind], admission: Admission, random: Random) -> Scenario:
    tally = Tally(kinds)
    for number, at in enumerate(admission.at):
        again = at + 1 + random.uniform(0, SCATTER)
        tally.add(charge_point(number), [Said(at, "disconnect"), Said(again, "connect")])
    what = "API Gateway ends the connections of that storm, as old as they may be, in its order"
    return Scenario("two hours after that storm", what, tally, grows=False)


def _refused(kinds: Mapping[str, Kind], fleet: int, random: Random, what: str) -> Scenario:
    """Nobody is let in, so they come for as long as the quota lets them."""
    tally, back_off, seconds = Tally(kinds), fixed(10), 30
    let_in = 500
    for second in range(seconds):
        for _ in range(let_in):
            said = [Said(second + random.random(), f"connect, refused: {what}")]
            tally.add(charge_point(random.randrange(fleet)), said)
        tally.asked[second] = round(fleet / back_off(random, 0))
    return Scenario(
        f"refused: {what}", "all come again every 10 s, 500 a second get through", tally, False
    )


def returning(kinds: Mapping[str, Kind]) -> Tally:
    """One charge point that comes back and boots, within a second."""
    one = Tally(kinds)
    one.add(charge_point(0), [Said(0, name) for name in ("connect", *BOOT)])
    return one
