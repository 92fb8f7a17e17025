"""`make growth`: what grows with what is stored, and what does not.

One charge point's life is recorded by the front door and multiplied. Systems with none, some and
ten thousand of them run side by side, and are asked the same in turn, so that whatever else the
machine does falls on all alike.
"""

import argparse
import asyncio
import shlex
import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks import machine
from benchmarks.growth import session, snapshot
from benchmarks.growth.asked import messages, pages
from benchmarks.growth.results import Result, Start, markdown
from benchmarks.processes import cpu_seconds, memory_mb
from benchmarks.program import bounded, keep
from benchmarks.systems import ROOT, Broken, System, csms_of
from csms_tools.local.emulator import snapshots

HERE = Path(__file__).parents[1]
EMPTY, SMALL, GROWN = "empty", "small", "grown"
END = "-----END CERTIFICATE-----\n"


def recorded(folder: Path) -> snapshot.Recording:
    data = folder / "recorded"
    with csms_of(data, "recorded") as system:
        root = (data / "tls" / "ca.pem").read_text().split(END)[0] + END
        began = asyncio.run(session.record(system, root))
    tables = snapshots.compact(data / "dynamodb")
    shutil.rmtree(data)
    return snapshot.Recording(tables, began)


def measured(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    recording = recorded(folder)
    sizes = {EMPTY: 0, SMALL: options.small, GROWN: options.charge_points}
    now = datetime.now(UTC)
    starts: list[Start] = []
    with ExitStack() as stack:
        systems: dict[str, System] = {}
        for name, charge_points in sizes.items():
            data = folder / name
            counted: Mapping[str, int] = {}
            if charge_points:
                counted = snapshot.write(recording, charge_points, data, now)
            began = perf_counter()
            system = stack.enter_context(csms_of(data, name, charge_points=1))
            took = perf_counter() - began
            systems[name] = system
            starts.append(
                Start(
                    system=name,
                    charge_points=charge_points,
                    items=dict(counted),
                    seconds=round(took, 1),
                    emulator_cpu=round(cpu_seconds(system.roles)["emulator"], 1),
                    emulator_mb=round(memory_mb(system.roles)["emulator"]),
                )
            )
            print(starts[-1], flush=True)
        busy, began = machine.busy_seconds(), perf_counter()
        roles = {pid: name for one in systems.values() for pid, name in one.roles.items()}
        ours = sum(cpu_seconds(roles).values())
        both = {name: systems[name] for name in (EMPTY, GROWN)}
        of_messages = asyncio.run(messages(both, options.sessions))
        both = {name: systems[name] for name in (SMALL, GROWN)}
        of_lists = asyncio.run(pages(both, options.rounds))
        roles = {pid: name for one in systems.values() for pid, name in one.roles.items()}
        ours = sum(cpu_seconds(roles).values()) - ours
        elsewhere = (machine.busy_seconds() - busy - ours) / (perf_counter() - began)
    return {
        "starts": starts,
        "messages": of_messages,
        "lists": of_lists,
        "elsewhere": round(max(elsewhere, 0), 2),
    }


def main(arguments: list[str]) -> None:
    assert __doc__
    parser = argparse.ArgumentParser(prog="growth", description=__doc__)
    add = parser.add_argument
    add("--charge-points", type=int, default=10_000, help="with ten transactions and id tags each")
    add("--small", type=int, default=400, help="of the system whose lists just fill their pages")
    add("--sessions", type=int, default=100, help="of a charge point at each")
    add("--rounds", type=int, default=20, help="of each list")
    add("--at-most", type=int, default=1500, help="seconds until all is given up")
    add("--scratch", type=Path, default=ROOT / "build", help="for data; on a disk, not in memory")
    add("--output", type=Path, default=HERE / "results" / "growth")
    options = parser.parse_args(arguments)
    bounded("growth", options.at_most)
    options.scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="growth-", dir=options.scratch) as folder:
        seen = measured(options, Path(folder))
    result = Result(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        command=f'make growth ARGS="{shlex.join(arguments)}"' if arguments else "make growth",
        machine=machine.machine(options.scratch),
        versions=machine.versions(),
        **seen,
    )
    keep(options.output, result, markdown(result))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Broken as failure:
        sys.exit(f"growth: {failure}")
