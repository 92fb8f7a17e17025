import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import figures, operators
from benchmarks.operators import Commands, Pages, Result
from tests.benchmarks.samples import result
from tests.support import ROOT

FAST = figures.latency([20.0, 30.0, 40.0])


def sample() -> Result:
    return Result(
        at="2026-11-22T12:00:00+00:00",
        command="make benchapi",
        machine=result().machine,
        versions={"python": "3.11.7"},
        commands=[
            Commands(
                charge_points=50,
                per_second=50.04,
                command=FAST,
                socket=figures.latency([4.0]),
                missed=0,
                requests=12.5,
            )
        ],
        pages=[Pages(transactions=100_000, page=FAST, requests=5.0, function_ms=9.04)],
    )


def test_the_figures_stand_in_two_tables() -> None:
    told = operators.markdown(sample())
    assert "| 50 | 50 | 30.0 | 40.0 | 4.0 | 4.0 | 12.5 |" in told
    assert "| 100,000 | 30.0 | 40.0 | 5.0 | 9.0 |" in told
    assert told.startswith("2026-11-22, `make benchapi`")


@pytest.mark.alone  # what measures time wants the machine for itself
def test_commands_and_pages_are_measured_and_written_down(tmp_path: Path) -> None:
    quick = ["--runs=1", "--seconds=1", "--charge-points=2", "--transactions=1100"]
    folders = [f"--scratch={tmp_path / 'scratch'}", f"--output={tmp_path / 'results'}"]
    command = [sys.executable, "-m", "benchmarks.operators", *quick, *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "results").glob("*.json")
    made = Result.model_validate(json.loads(path.read_text()))
    assert [run.charge_points for run in made.commands] == [1, 2]
    assert all(run.missed == 0 and run.command.count for run in made.commands)
    assert [run.transactions for run in made.pages] == [100, 1000, 1100]
    assert not list((tmp_path / "scratch").iterdir())
