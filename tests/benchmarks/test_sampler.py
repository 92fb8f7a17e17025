import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.sampler import SLOTS, sampled_too
from tests.support import ROOT

BUSY = """
import os, time
def work():
    end = time.process_time() + 0.7
    while time.process_time() < end:
        pass
def main():
    if not os.fork():
        work()
        os._exit(0)
    os.wait()
    work()
if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("program", ["busy", "busy:main"])
def test_a_process_and_its_forks_tell_what_they_are_at(tmp_path: Path, program: str) -> None:
    (tmp_path / "busy.py").write_text(BUSY)
    (tmp_path / "into").mkdir()
    began = int(time.time() * SLOTS)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.sampler", f"--into={tmp_path / 'into'}", program],
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}"},
        check=True,
        timeout=30,
    )
    files = list((tmp_path / "into").iterdir())
    assert len(files) == 2
    for file in files:
        rows = [line.split("\t") for line in file.read_text().splitlines()]
        assert all(began <= int(slot) <= time.time() * SLOTS for slot, *_ in rows)
        within = sum(int(times) for _, times, *stack in rows if stack[0].endswith("busy.py:work"))
        assert within > 0.5 * sum(int(times) for _, times, *_ in rows)


async def test_what_it_starts_is_sampled_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    async def start(*words: object, **options: object) -> None:
        started.append((words, options))

    monkeypatch.setattr(asyncio, "create_subprocess_exec", start)
    sampled_too(tmp_path)
    await asyncio.create_subprocess_exec("python", "-m", "a.b", "--c", env={"PYTHONPATH": "/d"})
    await asyncio.create_subprocess_exec("ls", "/")
    sampler = ("python", "-m", "benchmarks.sampler", f"--into={tmp_path}", "a.b", "--c")
    assert started == [
        (sampler, {"env": {"PYTHONPATH": f"/d:{ROOT}"}}),
        (("ls", "/"), {}),
    ]
