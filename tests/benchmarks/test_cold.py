import subprocess
import sys
from pathlib import Path

from benchmarks.cold.results import Result, markdown
from tests.support import RESOURCES, ROOT

NEWEST = max((ROOT / "benchmarks" / "results" / "cold").glob("*.json"))


def test_a_fresh_process_answers_over_tls_and_tells_what_it_used(tmp_path: Path) -> None:
    few = ["--unbuilt", "--only=Heartbeat", "--runs=1"]
    folders = [f"--scratch={tmp_path / 'scratch'}", f"--output={tmp_path / 'results'}"]
    command = [sys.executable, "-m", "benchmarks.cold", *few, *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    [path] = (tmp_path / "results").glob("*.json")
    [start] = Result.model_validate_json(path.read_text()).starts
    used = start.median
    assert start.function == "Heartbeat"
    assert 0 < used.interpreter_cpu < used.init_cpu
    assert used.first_cpu > 0
    assert used.modules_after >= used.modules > 100
    assert 10 < used.memory < 1000


def test_the_newest_figures_are_of_every_function_that_answers_charge_points() -> None:
    kept = Result.model_validate_json(NEWEST.read_text())
    told = {start.function: start for start in kept.starts}
    routes = RESOURCES["ChargePointApi"]["Properties"]["Routes"]
    actions = {route for route in routes if not route.startswith("$")}
    assert {name for name, start in told.items() if start.targeted} == actions | {"Authorizer"}
    assert {"Connect", "Disconnect", "Default", "Api", "Tasks"} < told.keys()
    assert len(kept.layers) == 2
    assert all(layer.bytecode for layer in kept.layers)
    assert kept.runs >= 5
    assert NEWEST.with_suffix(".md").read_text() == markdown(kept)
