import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.machine import busy_seconds
from benchmarks.processes import children, cpu_seconds, memory_mb, named, roles_of_csms


def test_work_is_seen_and_told_by_role() -> None:
    roles = {os.getpid(): "us"}
    before, busy = cpu_seconds(roles), busy_seconds()
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    assert cpu_seconds(roles)["us"] - before["us"] >= 0.15
    assert busy_seconds() - busy >= 0.15


def test_processes_of_one_role_are_added_up() -> None:
    both = {os.getppid(): "us", os.getpid(): "us"}
    assert cpu_seconds(both)["us"] >= sum(cpu_seconds({pid: "us"})["us"] for pid in both) - 0.02
    assert memory_mb(both)["us"] > memory_mb({os.getpid(): "us"})["us"] > 1


def test_a_process_is_called_as_its_program() -> None:
    assert named([os.getpid()]) == {os.getpid(): Path("/proc/self/comm").read_text().strip()}
    with pytest.raises(FileNotFoundError):
        named([2**22 + 1])


def test_a_child_is_found_until_it_has_ended() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in children(os.getpid())
        child.communicate(b"\n")
    assert child.pid not in children(os.getpid())
    assert not cpu_seconds({child.pid: "gone"})
    assert not memory_mb({child.pid: "gone"})
    assert children(child.pid) == []


def test_a_kind_of_memory_that_there_is_not_is_no_zero() -> None:
    with pytest.raises(ValueError, match="unpack"):
        memory_mb({os.getpid(): "us"}, "Imaginary")


@pytest.mark.parametrize(
    ("module", "role"),
    [
        ("csms_tools.local.emulator", "emulator"),
        ("csms_tools.local.interpreter", "interpreter"),
        ("csms_tools.local.functions.zygote", "warm parent"),
    ],
)
def test_a_process_of_a_csms_is_known_by_the_module_that_it_runs(module: str, role: str) -> None:
    """Not by its environment's name: both services run in that of the emulators."""
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()', *sys.argv])"
    command = [sys.executable, "-c", program, "/.venv-emulators/bin/python", "-m", module]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as parent:
        while not (found := children(parent.pid)):
            pass
        line = Path(f"/proc/{found[0]}/cmdline")
        # first it is its parent once more, and then nothing, before it is what it is
        while not (said := line.read_bytes()) or b"subprocess" in said:
            pass
        assert roles_of_csms(parent.pid) == {parent.pid: "gateway", found[0]: role}
        parent.communicate(b"\n")
