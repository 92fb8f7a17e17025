"""Logs and firmware from the command line; the simulated charge point really transfers them."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
    words = ("simulate", "--url", csms.ws, "--id", "SIM-FILES", "--sessions", "0")
    with subprocess.Popen([CSMS, *words], stdout=subprocess.DEVNULL) as simulation:
        for _ in range(100):
            shown = run("charge-points", "show", "SIM-FILES", "--json")
            if json.loads(shown.stdout).get("boot"):
                break
            time.sleep(0.1)
        yield "SIM-FILES"
        simulation.terminate()
        simulation.wait(PATIENCE)


def test_a_log_is_asked_for_and_fetched(run: Run, simulated: str, tmp_path: Path) -> None:
    for kind in ((), ("--log-type", "SecurityLog")):
        started = run("logs", "start", simulated, *kind)
        assert started.returncode == 0, started.stderr
        file = started.stdout.split()[0]
        fetched = run("logs", "download", simulated, file, "--to", "log.txt")
        assert fetched.returncode == 0, fetched.stderr
        assert fetched.stdout.startswith("log.txt  ")
        assert (tmp_path / "log.txt").stat().st_size > 0
        assert file in run("logs", simulated).stdout


def test_a_log_that_cannot_be_brought_is_told(run: Run, simulated: str) -> None:
    failed = run("logs", "start", simulated, "--location", "http://127.0.0.1:9/", "--wait", "20s")
    assert failed.returncode == 1
    assert "UploadFailed" in failed.stderr
    wrong = run("logs", "start", simulated, "--location", "gopher://x/")
    assert wrong.returncode == 2


def test_an_image_is_brought_and_installed(run: Run, simulated: str, tmp_path: Path) -> None:
    (tmp_path / "x1.bin").write_bytes(b"firmware" * 1000)
    added = run("firmware-images", "add", "x1.bin", "--version", "2.0", "--json")
    image = json.loads(added.stdout)
    assert (image["status"], image["size"], image["firmwareVersion"]) == ("Available", 8000, "2.0")
    location = run("firmware-images", "location", image["imageId"]).stdout.strip()
    retrieve = "2026-01-01T00:00:00Z"
    words = ("UpdateFirmware", f"location={location}", f"retrieveDate={retrieve}", "--wait")
    called = run("call", simulated, *words)
    assert called.returncode == 0, called.stderr
    for _ in range(100):
        log = run("log", simulated).stdout
        if "Installed" in log:
            break
        time.sleep(0.2)
    assert "Installed" in log
    assert location not in log
    assert image["imageId"] in run("firmware-images").stdout
    assert image["name"] in run("firmware-images", "show", image["imageId"]).stdout
    assert run("firmware-images", "delete", image["imageId"]).returncode == 0
    assert run("firmware-images", "show", image["imageId"]).returncode == 1
    assert run("firmware-images", "add", "none.bin").returncode == 2


def test_a_download_goes_on_where_it_broke_off(run: Run, simulated: str, tmp_path: Path) -> None:
    file = run("logs", "start", simulated).stdout.split()[0]
    assert run("logs", "download", simulated, file, "--to", "whole.txt").returncode == 0
    whole = (tmp_path / "whole.txt").read_bytes()
    (tmp_path / "rest.txt.part").write_bytes(whole[:10])
    assert run("logs", "download", simulated, file, "--to", "rest.txt").returncode == 0
    assert (tmp_path / "rest.txt").read_bytes() == whole
    assert not (tmp_path / "rest.txt.part").exists()
