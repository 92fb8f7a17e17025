import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.compare import Row, markdown, rows
from benchmarks.results import Result
from benchmarks.systems import FLOOR, OURS
from tests.benchmarks.samples import crowd, load, result
from tests.support import ROOT

OLD = [load(per_second=each, milliseconds=100) for each in (300, 310, 320)]
NEW = [load(per_second=each, milliseconds=50) for each in (315, 600, 620)]


def row(what: str, old: Result, new: Result) -> Row:
    [found] = [row for row in rows(old, new) if row.what == what]
    return found


def test_a_ratio_is_of_the_medians() -> None:
    found = row("messages/s", result(*OLD), result(*NEW))
    assert found.ratio == pytest.approx(600 / 310)
    assert found.cells()[3:6] == ("310 (300 to 320)", "600 (315 to 620)", "1.94")


def test_runs_that_overlap_have_no_mark() -> None:
    assert row("messages/s", result(*OLD), result(*NEW)).mark == ""


@pytest.mark.parametrize(
    ("what", "mark"), [("messages/s", "worse"), ("p50 ms", "worse"), ("p99 ms", "worse")]
)
def test_what_is_outside_of_the_spread_is_marked(what: str, mark: str) -> None:
    slower = [load(per_second=each, milliseconds=120) for each in (200, 210)]
    assert row(what, result(*OLD), result(*slower)).mark == mark
    assert row(what, result(*slower), result(*OLD)).mark == "better"


def test_of_one_run_each_nobody_knows_the_spread() -> None:
    assert row("messages/s", result(OLD[0]), result(NEW[1])).mark == ""


def test_actions_processes_and_requests_are_compared() -> None:
    told = {row.what for row in rows(result(*OLD), result(*NEW))}
    assert told >= {
        "Heartbeat p50 ms",
        "StopTransaction p99 ms",
        "CPU ms a message",
        "CPU ms a message, workers",
        "requests a message",
    }


def test_beside_its_floor_a_slow_machine_is_as_fast() -> None:
    quick = result(load(per_second=400, milliseconds=10), load(FLOOR, per_second=2000))
    slow = result(load(per_second=200, milliseconds=20), load(FLOOR, per_second=1000))
    assert row("messages/s, of the floor's", quick, slow).ratio == pytest.approx(1)
    assert not [row for row in rows(quick, slow) if row.system == FLOOR and "floor" in row.what]


def test_crowds_are_compared_if_they_are_as_large() -> None:
    many = result().model_copy(update={"crowd": crowd().model_copy(update={"missed": 3})})
    assert row("connected: answers missed", result(), many).cells()[3:6] == ("0.00", "3.0", "")
    larger = many.model_copy(update={"crowd": crowd().model_copy(update={"charge_points": 2000})})
    assert not [row for row in rows(result(), larger) if row.what.startswith("connected")]


def test_it_says_what_is_compared() -> None:
    other = result(load("another"), with_crowd=False)
    assert "nothing in common" in markdown(result(), other)
    elsewhere = other.machine.model_copy(update={"cores": 8})
    moved = other.model_copy(update={"machine": elsewhere, "command": "make bench ARGS=…"})
    assert "different machines" in markdown(other, moved)
    assert "New: 2026-06-01T12:00:00+00:00, `make bench ARGS=…`" in markdown(other, moved)


def test_files_or_the_newest_of_folders_are_compared(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new"
    new.mkdir()
    results.write(result(*OLD), old)
    results.write(result(*NEW), new / "2026-06-01.json")
    done = compare(old, new)
    assert done.returncode == 0, done.stderr
    assert f"| {OURS} | 50 | messages/s | 310 (300 to 320) |" in done.stdout


def test_what_is_no_result_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}")
    for path in (tmp_path / "other.json", tmp_path / "absent.json"):
        done = compare(path, path)
        assert done.returncode == 1
        assert done.stderr.startswith("compare: ")


def compare(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.compare", *map(str, paths)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
