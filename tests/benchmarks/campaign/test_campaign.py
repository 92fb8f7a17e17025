import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.campaign.results import Result, expected
from tests.support import ROOT


@pytest.mark.sweep
def test_a_campaign_ends_as_it_was_set_and_each_end_is_recorded_once(tmp_path: Path) -> None:
    few = ["--charge-points=10", "--concurrency=5", "--seconds=25"]
    folders = [f"--scratch={tmp_path / 'scratch'}", f"--output={tmp_path / 'results'}"]
    command = [sys.executable, "-m", "benchmarks.campaign", *few, *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "results").glob("*.json")
    made = Result.model_validate(json.loads(path.read_text()))
    assert (made.status, made.ends, made.recorded_once) == ("expired", expected(10), True)


def test_the_newest_figures_are_of_two_hundred_within_three_minutes() -> None:
    newest = max((ROOT / "benchmarks" / "results" / "campaigns").glob("*.json"))
    kept = Result.model_validate(json.loads(newest.read_text()))
    assert (kept.charge_points, kept.ends) == (200, expected(200))
    assert kept.recorded_once
    assert kept.seconds < 180
    assert kept.machine.cores == 2
