"""`csms demo`: `csms up` and three charge points on it, one of them faulty."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from csms_tools.commands import Failed, Wrong

CSMS = Path(sys.argv[0])
PATIENCE = 10.0  # seconds, for csms up to end once it is told to
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
        path = Path(folder) / "log"
        command = [str(CSMS), "up", "--seed", str(FLEET)]
        command += [f"--{name.replace('_', '-')}={port}" for name, port in ports.items()]
        with (
            path.open("w") as log,
            subprocess.Popen(
                [*command, *options],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,  # a Ctrl-C is for us: a second signal would be one too many
            ) as up,
        ):
            try:
                ready = _ready(up, path)
                click.echo(f"log    {path}")
                click.echo("fleet  DEMO-1, DEMO-2, and DEMO-3, which is faulty")
                click.echo(f"look   {CSMS} log DEMO-1 --follow --tail 20 --api {ready['api']}")
                context.exit(_simulate(ready["ws"], sessions, time_scale))
            finally:
                _end(up)


def _end(up: subprocess.Popen[str]) -> None:
    up.terminate()
    try:
        up.wait(PATIENCE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        up.terminate()  # which ends it at once
        up.wait()


def _ready(up: subprocess.Popen[str], log: Path) -> dict[str, str]:
    """What it prints is passed on; returns its addresses: `ws` for charge points, and `api`.

    Raises Failed, Wrong.
    """
    addresses = {}
    assert up.stdout
    for line in up.stdout:
        click.echo(line, nl=False)
        if found := re.match(r"(ws|api) +([^\s{]+)", line):
            addresses[found[1]] = found[2].rstrip("/")
        if line.strip() == "ready":
            return addresses
    said = log.read_text().strip().rpartition("\n")[2].removeprefix("csms: ")
    raise Wrong(said) if up.wait() == Wrong.exit_code else Failed(said)


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
