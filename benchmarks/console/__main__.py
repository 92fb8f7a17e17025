"""`python -m benchmarks.console`: how soon the console is there, how live and how fluid it is, and
what an open page costs, with a hundred charge points and with ten thousand that have a hundred
thousand transactions.
"""

import argparse
import asyncio
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import machine
from benchmarks.console import page as pages
from benchmarks.console.polls import polls
from benchmarks.console.results import Fleet, Result, markdown
from benchmarks.growth import snapshot
from benchmarks.growth.__main__ import recorded
from benchmarks.growth.session import SESSIONS
from benchmarks.processes import cpu_seconds
from benchmarks.program import bounded, keep
from benchmarks.systems import ROOT, Broken, System, csms_of
from csms_tools import console_build
from csms_tools.cost.prices import prices

HERE = Path(__file__).parents[1]
SETTLED = 10.0  # seconds: what was read is read; and as long it takes until all has been asked for
HOUR = 3600


async def measured(
    system: System, charge_points: int, options: argparse.Namespace
) -> tuple[Fleet, str]:
    assert system.api
    async with pages.signed_in(system.api) as page:
        assert page.context.browser
        chromium = f"Chromium {page.context.browser.version}"
        view = await pages.view(page, system.api, options.visits)
        loaded = await pages.loaded(page, system.api, charge_points)
        fluid = await pages.fluid(page)
        live = await pages.live(page, system, options.changes)
        await asyncio.sleep(SETTLED)
        asked = await pages.asked(page, options.seconds)
    an_hour = {path: times * HOUR / options.seconds for path, times in asked.items()}
    found = polls(
        {path: each for path, each in an_hour.items() if "@" not in path}, system, prices()
    )
    fleet = Fleet(
        charge_points=charge_points,
        transactions=(charge_points - 1) * SESSIONS,
        view=view,
        loaded_s=loaded,
        fluid=fluid,
        live=live,
        polls=found,
    )
    return fleet, chromium


def main(arguments: list[str]) -> None:
    assert __doc__
    parser = argparse.ArgumentParser(prog="console", description=__doc__)
    add = parser.add_argument
    add("--charge-points", type=int, nargs="+", default=[100, 10_000])
    add("--visits", type=int, default=5, help="with and without the files at hand")
    add("--changes", type=int, default=10)
    add("--seconds", type=int, default=60, help="in which nothing happens")
    add("--at-most", type=int, default=1200, help="seconds until all is given up")
    add("--scratch", type=Path, default=ROOT / "build", help="for data; on a disk, not in memory")
    add("--output", type=Path, default=HERE / "results" / "console")
    options = parser.parse_args(arguments)
    bounded("console", options.at_most)
    options.scratch.mkdir(parents=True, exist_ok=True)
    console_build.built()
    fleets: list[Fleet] = []
    with TemporaryDirectory(prefix="console-", dir=options.scratch) as folder:
        busy, began, ours = machine.busy_seconds(), perf_counter(), 0.0
        recording = recorded(Path(folder))
        for number in options.charge_points:
            data = Path(folder) / f"of-{number}"
            snapshot.write(recording, number - 1, data, datetime.now(UTC))
            with csms_of(data, f"with {number}", charge_points=1) as system:
                fleet, chromium = asyncio.run(measured(system, number, options))
                ours += sum(cpu_seconds(system.roles).values())
            fleets.append(fleet)
        elsewhere = (machine.busy_seconds() - busy - ours) / (perf_counter() - began)
    result = Result(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=shlex.join(["python", "-m", "benchmarks.console", *arguments]),
        machine=machine.machine(options.scratch),
        versions=machine.versions(),
        chromium=chromium,
        elsewhere=round(max(elsewhere, 0), 2),
        prices_of=f"{prices().region}, {prices().date}",
        fleets=fleets,
    )
    keep(options.output, result, markdown(result))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Broken, subprocess.SubprocessError) as failure:
        sys.exit(f"console: {failure}")
