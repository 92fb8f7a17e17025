import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.operators_results import Result
from tests.support import ROOT


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
