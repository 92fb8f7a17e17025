"""The simulation of a large fleet: what is recorded is today's, and the sums are right."""

import json
import sys
from pathlib import Path
from random import Random

import pytest

from benchmarks.hot_partitions import __main__ as program
from benchmarks.hot_partitions.limits import limits
from benchmarks.hot_partitions.recorded import FILE, Kind, Touch, kinds
from benchmarks.hot_partitions.report import shares
from benchmarks.hot_partitions.scenarios import all_of_them, returning
from benchmarks.hot_partitions.tally import Peak, Said, Tally
from benchmarks.hot_partitions.timing import admitted, exponential, fixed
from tests.partitions import recorded
from tests.support import RESOURCES, TEMPLATE

AGAIN = "record anew: .venv/bin/python -m tests.partitions, then -m benchmarks.hot_partitions"

BEAT = Kind(
    "Heartbeat",
    frames=1,
    requests=2,
    executions=0,
    seconds={"Heartbeat": 0.5},
    invocations={"Heartbeat": 1},
    touches=[
        Touch("StateTable", "write", "CP#{cp}", 2),
        Touch("StateTable.by_name", "write", "LIST#{shard}", 1),
        Touch("StateTable", "write", "TAG#{tag}", 1),
        Touch("StateTable", "read", "ALL", 0.5),
    ],
)


def test_what_is_recorded_is_what_the_functions_ask_today() -> None:
    assert recorded() == json.loads(FILE.read_text())["kinds"], AGAIN


@pytest.fixture
def tally() -> Tally:
    """Three beats within the first second, two of them of one charge point, and one in the next."""
    tally = Tally({"Heartbeat": BEAT})
    tally.add("CP1", [Said(0, "Heartbeat", "T"), Said(0.9, "Heartbeat", "T")])
    tally.add("CP2", [Said(0.5, "Heartbeat", "T"), Said(1.5, "Heartbeat", "T")])
    return tally


def test_units_add_up_by_table_index_and_partition(tally: Tally) -> None:
    peaks = tally.peaks()
    assert peaks["table-writes"] == Peak(9, 0, "StateTable")
    assert peaks["table-reads"] == Peak(1.5, 0, "StateTable")
    assert peaks["partition-writes"] == Peak(4, 0, "StateTable CP#{cp}")
    assert peaks["partition-reads"] == Peak(1.5, 0, "StateTable ALL")
    assert tally.hottest("write") == Peak(3, 0, "StateTable TAG#T")


def test_environments_are_as_many_as_calls_take_seconds(tally: Tally) -> None:
    peaks = tally.peaks()
    assert peaks["concurrency"] == Peak(1.5, 0)
    assert peaks["cold"].of == "Heartbeat"
    assert peaks["cold"].most == pytest.approx(3 * (0.5 + 0.8))
    assert (peaks["messages"].most, peaks["requests"].most) == (3, 6)


def test_the_first_limit_is_the_one_of_which_most_is_asked(tally: Tally) -> None:
    found = shares(tally.peaks())
    assert found[0][0] == "partition-writes"
    assert [share for _, share in found] == sorted((share for _, share in found), reverse=True)
    assert "executions" not in dict(found)


def test_of_each_second_so_many_get_in() -> None:
    found = admitted(1000, 100, fixed(10), Random(1))
    assert len(found.at) == 1000
    within = [int(at) for at in found.at]
    assert max(map(within.count, set(within))) == 100
    assert sum(found.asked.values()) > 1000


def test_who_waits_at_random_is_back_sooner_than_who_comes_in_step() -> None:
    step = admitted(5000, 100, fixed(10), Random(1))
    random = admitted(5000, 100, exponential(10, 300), Random(1))
    assert random.back(0.5) < step.back(0.5)
    assert admitted(5000, None, fixed(10), Random(1)).last < 2


def test_the_same_seed_tells_the_same() -> None:
    def peaks() -> list[dict[str, Peak]]:
        return [one.tally.peaks() for one in all_of_them(kinds(), 300, 1, 10)]

    assert peaks() == peaks()


def test_one_that_comes_back_opens_a_socket_and_says_four_things() -> None:
    peaks = returning(kinds()).peaks()
    assert (peaks["connections"].most, peaks["messages"].most) == (1, 4)


def test_what_the_template_limits_is_assumed_as_it_says() -> None:
    declared = RESOURCES["ChargePointApi"]["Properties"]["DefaultRouteSettings"]
    scaling = RESOURCES["TasksFromQueue"]["Properties"]["ScalingConfig"]
    for limit, asked in (
        ("messages", declared["ThrottlingRateLimit"]),
        ("tasks", scaling["MaximumConcurrency"]),
    ):
        assert limits()[limit].most == TEMPLATE["Parameters"][asked["Ref"]]["Default"]


def test_the_page_shows_what_the_results_have() -> None:
    results = (program.RESULTS / "figures.md").read_text()
    page = program.PAGE.read_text()
    made = page.partition("<!-- made -->")[2].partition("<!-- end -->")[0]
    rows = [line for line in made.splitlines() if line.startswith("|")]
    assert len(rows) > 20
    assert [row for row in rows if row not in results] == [], AGAIN


def test_it_writes_its_figures_and_their_place_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- made -->\nold\n<!-- end -->\nafter\n")
    options = ["--charge-points", "600", "--results", str(tmp_path), "--page", str(page)]
    monkeypatch.setattr(sys, "argv", ["it", *options])
    program.main()
    told = json.loads((tmp_path / "figures.json").read_text())
    midday = told["scenarios"]["an ordinary midday"]["asked"]["table-writes"]
    assert midday["reached at charge points"] > 600
    text = page.read_text()
    assert "600 charge points, seed 1" in text
    assert "old" not in text
    assert text.endswith("<!-- end -->\nafter\n")
