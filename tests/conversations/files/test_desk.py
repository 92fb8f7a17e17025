"""Logs and firmware from the command line; the simulated charge point really transfers them."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from tests.conversations.running import CSMS, PATIENCE, Csms
from tests.stored import provision

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(csms: Csms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CSMS_API", csms.api)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [CSMS, *words], capture_output=True, text=True, timeout=2 * PATIENCE, check=False
        )

    return run


@pytest.fixture
def simulated(csms: Csms, store: None, run: Run) -> Iterator[str]:
    provision("SIM-FILES", security_profile=0)
    before = charge_point().booted_at
    words = ("simulate", "--url", csms.ws, "--id", "SIM-FILES", "--sessions", "0")
    with subprocess.Popen([CSMS, *words], stdout=subprocess.DEVNULL) as simulation:
        until(lambda: charge_point().booted_at != before, "it boots")
        yield "SIM-FILES"
        simulation.terminate()
        simulation.wait(PATIENCE)


def charge_point() -> ChargePoint:
    (found,) = fetch(ChargePoint.of("SIM-FILES"))
    assert found
    return found


def statuses() -> str:
    return json.dumps(charge_point().statuses.as_dict())


def until(comes: Callable[[], bool], what: str) -> None:
    for _ in range(200):
        if comes():
            return
        time.sleep(0.1)
    raise AssertionError(what)


def test_logs_are_asked_for_and_fetched(run: Run, simulated: str, tmp_path: Path) -> None:
    started = run("logs", "start", simulated)
    assert started.returncode == 0, started.stderr
    file = started.stdout.split()[0]
    fetched = run("logs", "download", simulated, file, "--to", "log.txt")
    assert fetched.stdout.startswith("log.txt  ")
    whole = (tmp_path / "log.txt").read_bytes()
    assert b"SIM-FILES" in whole

    job = json.loads(run("logs", "show", simulated, file[:36], "--json").stdout)
    assert (job["action"], job["files"][0]["fileId"]) == ("GetDiagnostics", file)
    assert run("logs", "show", simulated, "none").returncode == 1

    half, another = (tmp_path / f"rest.txt.{place}.part" for place in (file[:36], "other"))
    another.write_bytes(b"of another file")
    for begun in (whole[:10], whole):
        half.write_bytes(begun)
        assert run("logs", "download", simulated, file, "--to", "rest.txt").returncode == 0
        assert (tmp_path / "rest.txt").read_bytes() == whole
        assert not half.exists()

    assert run("logs", "start", simulated, "--log-type", "SecurityLog").returncode == 0
    listed = run("logs", simulated).stdout
    assert (file in listed, "SecurityLog" in listed) == (True, True)

    nowhere = ("--location", "http://127.0.0.1:9/", "--wait", "30s")
    failed = run("logs", "start", simulated, *nowhere)
    assert (failed.returncode, "UploadFailed" in failed.stderr) == (1, True)


def test_an_image_is_brought_and_installed(run: Run, simulated: str, tmp_path: Path) -> None:
    (tmp_path / "x1.bin").write_bytes(b"firmware" * 1000)
    added = run("firmware-images", "add", "x1.bin", "--version", "2.0", "--json")
    image = json.loads(added.stdout)
    assert (image["status"], image["size"], image["firmwareVersion"]) == ("Available", 8000, "2.0")
    location = run("firmware-images", "location", image["imageId"]).stdout.strip()
    words = (f"location={location}", "retrieveDate=2026-01-01T00:00:00Z", "--wait")
    called = run("call", simulated, "UpdateFirmware", *words)
    assert called.returncode == 0, called.stderr
    until(lambda: "Installed" in statuses(), "it is installed")
    assert location not in run("log", simulated).stdout
    assert image["imageId"] in run("firmware-images").stdout
    assert run("firmware-images", "delete", image["imageId"], "--yes").returncode == 0
    assert run("firmware-images", "show", image["imageId"]).returncode == 1
    assert run("firmware-images", "add", "none.bin").returncode == 2


def test_an_image_is_named_by_its_id(run: Run, simulated: str, tmp_path: Path) -> None:
    (tmp_path / "x1.bin").write_bytes(b"firmware")
    image: str = json.loads(run("firmware-images", "add", "x1.bin", "--json").stdout)["imageId"]
    updated = run("firmware", "start", simulated, "--image", image, "--json")
    assert updated.returncode == 0, updated.stderr
    assert json.loads(updated.stdout)["image"] == image
    away = run("firmware", "start", "AWAY", "https://x.example/f", "--image", image)
    assert (away.returncode, "its LOCATION, or --image" in away.stderr) == (2, True)
    campaign = ("campaigns", "start", "spring", "--image", image, "--charge-point", simulated)
    rolled_out = run(*campaign, "--json")
    assert rolled_out.returncode == 0, rolled_out.stderr
    assert json.loads(rolled_out.stdout)["progress"]["ends"] == {"installed": 1}
    assert run("firmware-images", "delete", image, "--yes").returncode == 0
