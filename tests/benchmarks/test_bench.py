"""The program as `make bench` runs it, for a few seconds."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks import results, systems
from benchmarks.results import Result
from tests.support import ROOT

pytestmark = pytest.mark.alone  # what measures time wants the machine for itself

QUICK = ["--runs=1", "--warm-up=0.3", "--seconds=0.7", "--interval=0.3"]


def bench(output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *QUICK, f"--output={output}", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)


def running(scratch: Path) -> list[int]:
    """The processes that were told of this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if str(scratch).encode() in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


def the_result(output: Path) -> Result:
    [path] = output.glob("*.json")
    assert path.with_suffix(".html").exists()
    assert path.with_suffix(".md").exists()
    return results.read(path)


def test_every_system_is_measured_and_nothing_is_left_behind(tmp_path: Path) -> None:
    scratch, output = tmp_path / "scratch", tmp_path / "results"
    done = bench(output, f"--scratch={scratch}", "--charge-points=2", "--crowd=5")
    assert done.returncode == 0, done.stderr
    assert not list(scratch.iterdir())
    assert not running(scratch)
    result = the_result(output)
    measured = [(runs.system, runs.charge_points) for runs in result.runs]
    assert measured == [
        (system, number)
        for system in (
            "csms, durable",
            "csms, in memory",
            "ocpp package, SQLite",
            "ocpp package, no store",
        )
        for number in (1, 2)
    ]
    for runs in result.runs:
        assert runs.messages[0] > 0
        assert runs.missed == [0]
        ours = {"gateway", "emulator", "warm parent", "workers"}
        assert set(runs.cpu) == {"client", *(ours if runs.round_trips else {"server"})}
        assert runs.cpu["workers" if runs.round_trips else "server"][0] > 0
    assert [runs.durable for runs in result.runs] == [True, True, False, False] * 2
    assert all(2 < each < 4 for runs in result.runs[:4] for each in runs.round_trips or [0])
    assert result.crowd
    assert result.crowd.missed == 0
    assert result.crowd.storm_latency.count == 5


def test_another_system_can_take_its_place(tmp_path: Path) -> None:
    with systems.floor(tmp_path, durable=False) as system:
        done = bench(
            tmp_path / "results",
            "--url",
            system.url,
            "--name",
            "a peer",
            "--charge-points=2",
            "--crowd=0",
        )
    assert done.returncode == 0, done.stderr
    result = the_result(tmp_path / "results")
    assert [(runs.system, runs.durable, set(runs.cpu)) for runs in result.runs] == [
        ("a peer", None, {"client"})
    ] * 2
    assert result.crowd is None


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--url=ws://127.0.0.1:9/{id}", "--crowd=0"], "Lost"),
        (["--at-most=1"], "not done in time"),
    ],
    ids=["nobody there", "too slow"],
)
def test_what_cannot_be_measured_is_told_and_published_nowhere(
    options: list[str], told: str, tmp_path: Path
) -> None:
    scratch, output = tmp_path / "scratch", tmp_path / "results"
    done = bench(output, f"--scratch={scratch}", *options)
    assert done.returncode == 1
    assert told in done.stderr
    assert not output.exists()
    assert not running(scratch)
