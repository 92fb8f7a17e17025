import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.soak.results import Result, broken, markdown
from tests.support import ROOT


@pytest.mark.sweep
def test_a_short_soak_of_a_few_breaks_no_promise(tmp_path: Path) -> None:
    few = ["--charge-points=5", "--minutes=0.25", "--pace=0.03", "--every=1"]
    folders = [f"--scratch={tmp_path / 'scratch'}", f"--output={tmp_path / 'results'}"]
    command = [sys.executable, "-m", "benchmarks.soak", *few, *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = (tmp_path / "results").glob("*.json")
    made = Result.model_validate(json.loads(path.read_text()))
    assert broken(made) == []
    assert made.transactions > 10
    assert made.reconnects > 5
    assert made.commands > 10
    assert {process.role for process in made.processes} >= {"gateway", "emulator", "interpreter"}


def test_the_newest_figures_are_of_many_and_break_no_promise() -> None:
    newest = max((ROOT / "benchmarks" / "results" / "soak").glob("*.json"))
    kept = Result.model_validate_json(newest.read_text())
    assert newest.with_suffix(".md").read_text() == markdown(kept)
    assert broken(kept) == []
    assert kept.charge_points >= 100
