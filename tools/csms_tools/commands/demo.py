"""`csms demo`: `csms up` and three charge points on it, one of them faulty."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from csms_tools.commands import Failed

CSMS = Path(sys.argv[0])
FLEET = Path(__file__).parents[1] / "local" / "demo_fleet.yaml"


@click.command()
@click.option("--sessions", type=click.IntRange(1), help="Of each charge point, then it ends.")
@click.option("--time-scale", default=10.0, show_default=True, help="10: ten times as fast.")
@click.option("--up", "options", multiple=True, metavar="OPTION", help="Passed on to csms up.")
@click.pass_context
def demo(
    context: click.Context, sessions: int | None, time_scale: float, options: tuple[str, ...]
) -> None:
    """Run everything, with three charge points that charge; the third misbehaves. Ctrl-C ends it.

    On a terminal 1, 2 and 3 pull the network cable of a charge point, or plug it in again.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # its children, too
    with NamedTemporaryFile("w", prefix="csms-demo-", suffix=".log", delete=False) as log:
        command = [str(CSMS), "up", "--seed", str(FLEET), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as up:
            try:
                ready = _ready(up, Path(log.name))
                click.echo(f"log    {log.name}")
                click.echo("fleet  DEMO-1, DEMO-2, and DEMO-3, which is faulty")
                click.echo(f"look   {CSMS} log DEMO-1 --follow --tail 20 --api {ready['api']}")
                context.exit(_simulate(ready["ws"], sessions, time_scale))
            finally:
                up.terminate()  # a Ctrl-C has reached it already


def _ready(up: subprocess.Popen[str], log: Path) -> dict[str, str]:
    """What it prints is passed on; returns its addresses: `ws` for charge points, and `api`."""
    addresses = {}
    assert up.stdout
    for line in up.stdout:
        click.echo(line, nl=False)
        if found := re.match(r"(ws|api) +([^\s{]+)", line):
            addresses[found[1]] = found[2].rstrip("/")
        if line.strip() == "ready":
            return addresses
    raise Failed(log.read_text().strip().rpartition("\n")[2].removeprefix("csms: "))


def _simulate(url: str, sessions: int | None, time_scale: float) -> int:
    command = [str(CSMS), "simulate", "--url", url, "--id", "DEMO-{n}", "--count", "3"]
    command += ["--connectors", "2", "--faulty", "--time-scale", str(time_scale)]
    for tag in ("TAG-1", "TAG-2", "TAG-BLOCKED"):
        command += ["--id-tag", tag]
    if sessions:
        command += ["--sessions", str(sessions)]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
