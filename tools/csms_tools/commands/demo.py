"""`csms demo`: `csms up` and three charge points on it, one of them faulty."""

import asyncio
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from csms_tools.commands.own_csms import CSMS, own_csms

STRANGER = "GARAGE-7"
STAY = 600
"""Seconds that a car stays, more or less: a curve that one can watch."""

_SCALE = click.FloatRange(0.01)
_PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--sessions", type=click.IntRange(1), help="Of each charge point, then it ends.")
@click.option(
    "--time-scale", default=10.0, type=_SCALE, show_default=True, help="10: ten times as fast."
)
@click.option("--ws-port", type=_PORT, default=9000, show_default=True, help="0: any free port.")
@click.option("--wss-port", type=_PORT, default=9443, show_default=True)
@click.option("--api-port", type=_PORT, default=8080, show_default=True)
@click.option("--up", "options", multiple=True, metavar="OPTION", help="Passed on to csms up.")
@click.pass_context
def demo(
    context: click.Context,
    /,
    sessions: int | None,
    time_scale: float,
    options: tuple[str, ...],
    **ports: int,
) -> None:
    """Run everything, with three charge points that charge; the third misbehaves. Ctrl-C ends it.

    On a terminal 1, 2 and 3 pull the network cable of a charge point, or plug it in again. It goes
    into an empty store only, or where it was before.
    """
    from csms_tools.local.seed import FLEET

    for ours in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ours, lambda number, _: sys.exit(128 + number))  # its children, too
    with TemporaryDirectory(prefix="csms-demo-") as folder:
        log = Path(folder) / "log"
        seeded = ["--seed", str(FLEET)]
        seeded += [f"--{name.replace('_', '-')}={port}" for name, port in ports.items()]
        with own_csms([*seeded, *options], log, click.echo) as ready:
            click.echo(f"log    {log}")
            click.echo("fleet  DEMO-1, DEMO-2, and DEMO-3, which is faulty")
            asyncio.run(_knock(f"{ready['ws'].removesuffix('/')}/{STRANGER}"))
            click.echo(f"inbox  {STRANGER}, which nobody has provisioned")
            click.echo(f"look   {CSMS} log DEMO-1 --follow --tail 20 --api {ready['api']}")
            context.exit(_simulate(ready["ws"], sessions, time_scale))


async def _knock(url: str) -> None:
    """As a charge point does that somebody has mounted, and told nobody of."""
    from websockets.asyncio.client import connect
    from websockets.exceptions import InvalidStatus
    from websockets.typing import Subprotocol

    with suppress(InvalidStatus, OSError, TimeoutError):
        async with connect(url, subprotocols=[Subprotocol("ocpp1.6")]):
            pass


def _simulate(url: str, sessions: int | None, time_scale: float) -> int:
    command = [str(CSMS), "simulate", "--url", url, "--id", "DEMO-{n}", "--count", "3"]
    command += ["--connectors", "2", "--faulty", "--time-scale", str(time_scale)]
    for tag in ("TAG-1", "TAG-2", "TAG-BLOCKED"):
        command += ["--id-tag", tag]
    if sessions is None:
        command += ["--duration", str(STAY)]
    else:
        command += ["--sessions", str(sessions)]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
