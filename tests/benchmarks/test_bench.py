"""The program as `make bench` runs it, for a few seconds."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from socket import socket

import pytest

from benchmarks import results, systems
from benchmarks.__main__ import time_for_another
from benchmarks.report import publish
from benchmarks.results import Result
from benchmarks.systems import FLOOR, OURS
from tests.csms_tools.certification.stranger import Stranger
from tests.support import ROOT

pytestmark = pytest.mark.alone  # what measures time wants the machine for itself

QUICK = ["--quick", "--charge-points=1,2", "--seconds=0.7", "--interval=0.3", "--crowd-seconds=0.6"]


def bench(output: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *QUICK, f"--output={output}", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)


@pytest.mark.parametrize(
    ("runs", "took", "left", "time"),
    [(0, 0, 100, True), (1, 90, 100, True), (2, 180, 100, True), (2, 220, 100, False)],
)
def test_a_run_is_begun_if_there_is_time_for_it(
    runs: int, took: float, left: float, time: bool
) -> None:
    assert time_for_another(runs, took, left) == time


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
    for name, content in publish.files(results.read(path), output).items():
        assert (output / name).read_text() == content
    return results.read(path)


def test_every_system_is_measured_and_nothing_is_left_behind(tmp_path: Path) -> None:
    scratch, output = tmp_path / "scratch", tmp_path / "results"
    readme = publish.README.read_text()
    done = bench(output, f"--scratch={scratch}", "--crowd=5")
    assert done.returncode == 0, done.stderr
    assert not list(scratch.iterdir())
    assert not running(scratch)
    assert publish.README.read_text() == readme, "whose figures are of the results"
    result = the_result(output)
    memory, no_store = "csms, in memory", "ocpp package, no store"
    assert result.systems == [OURS, FLOOR, memory, no_store]
    measured = {(runs.system, runs.charge_points) for runs in result.runs}
    assert measured == {(OURS, 1), (FLOOR, 1), (OURS, 2), (FLOOR, 2), (memory, 1), (no_store, 1)}
    for runs in result.runs:
        assert runs.messages[0] > 0
        assert runs.missed == [0]
        assert bool(runs.by_action) == (runs.charge_points == 1)
        ours = {"gateway", "emulator", "interpreter", "warm parent", "workers"}
        assert set(runs.cpu) == {"client", *(ours if runs.round_trips else {"server"})}
        assert runs.cpu["workers" if runs.round_trips else "server"][0] > 0
        assert runs.durable == (runs.system in (OURS, FLOOR))
    assert all(2 < each < 4 for runs in result.of(OURS) for each in runs.round_trips or [0])
    assert result.crowd
    assert result.crowd.missed == 0
    assert result.crowd.storm_latency
    assert result.crowd.storm_latency.count == 5
    assert result.cost
    assert 0.01 < result.cost.dollars[10_000] < result.cost.dollars[10] < 10


def test_another_system_can_take_its_place(tmp_path: Path) -> None:
    with systems.floor(tmp_path, durable=False) as system:
        options = ["--url", system.url, "--name=a peer", "--alone", f"--pid={system.pid}"]
        done = bench(tmp_path / "results", *options, "--crowd=0")
    assert done.returncode == 0, done.stderr
    result = the_result(tmp_path / "results")
    assert [(runs.system, runs.durable, len(runs.cpu)) for runs in result.runs] == [
        ("a peer", None, 2)
    ] * 2
    assert result.crowd is None


async def test_one_without_meter_values_is_measured_beside_ours(tmp_path: Path) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stranger = Stranger(str(port))
    await stranger.product()
    options = [f"--url=ws://127.0.0.1:{port}/ocpp/{{id}}", "--name=a stranger", "--crowd=3"]
    done = await asyncio.to_thread(bench, tmp_path, *options)
    await stranger.close()
    assert done.returncode == 0, done.stderr
    assert "MeterValues: NotImplemented" in done.stderr
    result = the_result(tmp_path)
    assert result.systems == ["a stranger", OURS, FLOOR]
    [one, _] = result.of("a stranger")
    assert set(one.by_action) == set(result.of(OURS)[0].by_action) - {"MeterValues"}
    assert one.missed[0] > 0
    assert result.crowd
    assert (result.crowd.system, result.crowd.missed) == ("a stranger", 0)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--url=ws://127.0.0.1:9/{id}", "--alone"], "Lost"),
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
