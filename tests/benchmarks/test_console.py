"""The console's budget, as it was measured last, and that the measuring works."""

from statistics import median

import pytest

from benchmarks.console.polls import CHANGES, QUERIES
from benchmarks.console.results import (
    MOST_KILOBYTES,
    MOST_SECONDS,
    Fleet,
    Fluid,
    Live,
    Poll,
    Result,
    View,
    markdown,
)
from tests.support import ROOT

NEWEST = max((ROOT / "benchmarks" / "results" / "console").glob("*.json"))


@pytest.fixture(scope="module")
def kept() -> Result:
    return Result.model_validate_json(NEWEST.read_text())


def test_what_is_told_of_the_newest_figures_is_what_they_are(kept: Result) -> None:
    assert NEWEST.with_suffix(".md").read_text() == markdown(kept)


def test_the_first_view_is_within_its_budget_however_large_the_fleet(kept: Result) -> None:
    assert {fleet.charge_points for fleet in kept.fleets} >= {100, 10_000}
    for fleet in kept.fleets:
        assert fleet.view.kilobytes <= MOST_KILOBYTES
        assert median(fleet.live.seconds) <= MOST_SECONDS


def test_what_a_large_fleet_is_asked_for_is_little_more_than_what_a_small_one_is(
    kept: Result,
) -> None:
    small, large = (
        next(fleet for fleet in kept.fleets if fleet.charge_points == number)
        for number in (100, 10_000)
    )
    units = {
        fleet.charge_points: {poll.path: poll.read_units for poll in fleet.polls}
        for fleet in (small, large)
    }
    assert units[10_000][CHANGES] == units[100][CHANGES]
    assert units[10_000].keys() >= {CHANGES, *QUERIES} - {"/inbox"}


def test_the_dollars_are_those_of_all_that_is_asked_for() -> None:
    poll = Poll(path="/a", an_hour=10, requests=1, read_units=1, cpu_ms=1, dollars=0.25)
    fleet = Fleet(
        charge_points=1,
        transactions=0,
        view=View(kilobytes=1, first_ms=[1], again_ms=[1]),
        loaded_s=1,
        fluid=Fluid(frames=1, median_ms=1, longest_ms=1, over_50_ms=0, heap_mb=1),
        live=Live(seconds=[1]),
        polls=[poll, poll],
    )
    assert fleet.dollars == 0.5
