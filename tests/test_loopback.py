"""No test reaches a host but this machine, in its own process or in one that it starts."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from csms.aws import pool
from tests.loopback.sitecustomize import REACHED, is_loopback
from tests.support import ROOT

ELSEWHERE = "192.0.2.1"  # for documentation (RFC 5737): nobody has it


def refused(host: str) -> pytest.RaisesExc[Exception]:
    """By the hook of this process, or by that which it found as it started."""
    return pytest.raises(Exception, match=f"a test wants to reach {host}")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where hosts are written down, in the place of the file that this test would fail by."""
    file = tmp_path / "reached"
    file.touch()
    monkeypatch.setenv(REACHED, str(file))
    return file


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "", None, b"::1"])
def test_this_machine_may_be_reached(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", [ELSEWHERE, "10.0.0.1", "2001:db8::1", "localhost.example", b"a.b"]
)
def test_no_other_may(host: object) -> None:
    assert not is_loopback(host)


def test_whoever_tries_fails_before_anything_leaves_and_is_written_down(told: Path) -> None:
    with socket.socket() as one, refused(ELSEWHERE):
        one.connect((ELSEWHERE, 443))
    with refused(r"dynamodb\.eu-west-1"):
        socket.getaddrinfo("dynamodb.eu-west-1.amazonaws.com", 443)
    with socket.socket(type=socket.SOCK_DGRAM) as one, refused(ELSEWHERE):
        one.sendto(b"?", (ELSEWHERE, 53))
    with refused(ELSEWHERE):
        pool.Pool().send("GET", f"https://{ELSEWHERE}/", {}, b"")
    hosts = [ELSEWHERE, "dynamodb.eu-west-1.amazonaws.com", ELSEWHERE, ELSEWHERE]
    assert told.read_text().split() == hosts


def test_a_process_that_a_test_starts_is_held_to_it(told: Path) -> None:
    program = f"import socket; socket.create_connection(('{ELSEWHERE}', 443), 1)"
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "NotLoopback" in child.stderr
    if not (forked := os.fork()):
        try:
            socket.create_connection((ELSEWHERE, 443), 1)
        finally:
            os._exit(0)
    os.waitpid(forked, 0)
    assert told.read_text().split() == [ELSEWHERE, ELSEWHERE]


def test_a_test_that_takes_no_notice_fails_all_the_same(tmp_path: Path) -> None:
    test = tmp_path / "test_of_a_test.py"
    test.write_text(
        "import contextlib, socket\n"
        "def test_it():\n"
        "    with contextlib.suppress(Exception):\n"
        f"        socket.create_connection(('{ELSEWHERE}', 443), 1)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", str(test)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert f"it has tried to reach {ELSEWHERE}" in ran.stdout
    assert ran.returncode == 1
