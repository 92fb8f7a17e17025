import json
import subprocess
import sys
from pathlib import Path

from benchmarks.campaign import Result, expected, markdown
from tests.benchmarks.samples import result
from tests.support import ROOT


def sample(**more: object) -> Result:
    told = {
        "at": "2026-11-27T12:00:00+00:00",
        "command": "python -m benchmarks.campaign",
        "machine": result().machine,
        "versions": {"python": "3.11.7"},
        "charge_points": 200,
        "concurrency": 50,
        "status": "expired",
        "ends": {"installed": 160, "failed": 20, "skipped": 20},
        "seconds": 151.0,
        "updated_seconds": 60.2,
        "executions": 1,
        "recorded_once": True,
        "cpu": {"workers": 10.0},
    }
    return Result.model_validate(told | more)


def test_a_tenth_fails_and_a_tenth_is_never_there() -> None:
    assert expected(200) == {"installed": 160, "failed": 20, "skipped": 20}


def test_the_figures_stand_in_a_table() -> None:
    told = markdown(sample())
    assert "| charge points | at once | those there updated, s | its end, s |" in told
    assert "| 200 | 50 | 60 | 151 | 20 | 160 | 20 | all | 1 |" in told
    assert "| not all |" in markdown(sample(recorded_once=False))


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
