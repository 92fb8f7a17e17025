"""docs/reliability.md: what can go wrong, how it was made to, and how long it was felt.

    .venv/bin/python -m tests.faults.page docs/reliability.md

runs the suite of faults, the sweeps as well, and writes the table if nothing was lost.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.machine import load, machine
from tests.faults.table import ELSEWHERE, HERE, Elsewhere, Fault

MEASURED = "CSMS_TESTS_MEASURED"  # the environment's name of the file of seconds
ROOT = Path(__file__).resolve().parents[2]
COMMAND = ".venv/bin/python -m tests.faults.page docs/reliability.md"
QUIET = 0.5  # processes that run or wait to run, in the mean of a minute

HEAD = (
    "| fault | how it is injected | what was lost | whole again after |\n"
    "| --- | --- | --- | --- |\n"
)


def row(fault: Fault, seconds: Iterable[float]) -> str:
    longest = max(seconds)
    felt = "less than a second" if longest < 1 else f"{longest:.0f} s"
    return f"| {fault.name} | {fault.injected} | nothing | {felt} |\n"


def measured(seconds: Mapping[str, list[float]], told: str) -> str:
    rows = "".join(row(fault, seconds[fault.test]) for fault in HERE)
    return f"{told}\n\n{HEAD}{rows}".rstrip()


def elsewhere(faults: Iterable[Elsewhere]) -> str:
    rows = (
        f"| {fault.name} | `{fault.test.partition('::')[0]}` | nothing | {fault.whole_again} |\n"
        for fault in faults
    )
    head = HEAD.replace("how it is injected", "the test that injects it")
    return f"{head}{''.join(rows)}".rstrip()


def quiet(load_before: float) -> str:
    if load_before < QUIET:
        return "Nothing else ran on them."
    return (
        f"**The machine was not quiet**: its load was {load_before:.1f} before the start, and all"
        " of this takes longer than it would."
    )


def run() -> dict[str, list[float]]:
    """Of each test the seconds that it has told; raises CalledProcessError if one failed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "measured"
        command = [sys.executable, "-m", "pytest", "-q", "-m", "", "tests/faults"]
        command += ["--ignore", "tests/faults/test_page.py"]  # of the page as it was
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, MEASURED: str(file)})
        seconds: dict[str, list[float]] = {}
        for test, taken in map(json.loads, file.read_text().splitlines()):
            seconds.setdefault(test, []).append(taken)
    return seconds


def replaced(page: str, name: str, made: str) -> str:
    """What stands between the marks of that name is made anew."""
    begin, end = f"<!-- {name} -->\n", "\n<!-- end -->"
    before, _, rest = page.partition(begin)
    return f"{before}{begin}{made}{end}{rest.partition(end)[2]}"


def main(path: Path) -> None:
    load_before = load()
    seconds, here = run(), machine(ROOT)
    told = (
        f"{datetime.now(UTC):%Y-%m-%d}, `{COMMAND}`: {here.processor}, {here.cores} cores for"
        f" everything. {quiet(load_before)}"
    )
    page = replaced(path.read_text(), "made", measured(seconds, told))
    path.write_text(replaced(page, "elsewhere", elsewhere(ELSEWHERE)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
