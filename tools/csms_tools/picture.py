"""`docs/terminal.svg`: the product at work in a terminal, for README.

`python -m csms_tools.picture FILE` runs it on loopback, on free ports and in a temporary folder.
"""

import fcntl
import io
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

COLUMNS, ROWS = 80, 50
PATIENCE = 60  # seconds
CSMS = str(Path(sys.executable).with_name("csms"))

COMMANDS = (
    "csms charge-points",
    "csms call CP001 RemoteStartTransaction idTag=TAG-ACCEPTED --wait",
    "csms transactions",
    "csms connectivity CP002",
    "csms log CP001 --tail 1",
)
CHARGES = "MeterValues"  # what the charge point has said by the third of them
CHARGE_POINT = (
    *("--id", "CP001", "--sessions", "0", "--time-scale", "60"),
    *("--set", "MeterValuesSampledData=Energy.Active.Import.Register"),
)
ELSEWHERE = {"CSMS_TOKEN", "CSMS_PROFILE", "NO_COLOR"}

_MOVES = re.compile(r"\x1b\[\?25l.*?\x1b\[\?25h(?:\x1b\[1A|\x1b\[2K|\r)*", re.DOTALL)
"""What moves while somebody waits, and is wiped away."""

_LAYOUT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px;
line-height: {line_height}px;
}}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def drawn(shown: str) -> str:
    """What a terminal shows, with its colours, as an SVG that loads nothing."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), legacy_windows=False)
    for line in Text.from_ansi(shown).split():
        for part in line.divide(range(COLUMNS, len(line), COLUMNS)):
            console.print(part, no_wrap=True)
    svg = console.export_svg(title="csms", code_format=_LAYOUT, unique_id="csms")
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)


def recorded() -> str:
    """The commands, each with what it shows on a terminal."""
    with TemporaryDirectory() as folder, _running(Path(folder)) as environment:
        parts = []
        for command in COMMANDS:
            words = [CSMS, *shlex.split(command)[1:]]
            shown = _on_a_terminal(words, environment)
            while words[1] == "log" and CHARGES not in shown:  # a Heartbeat came last
                shown = _on_a_terminal(words, environment)
            parts.append(f"\x1b[1;32m$\x1b[0m \x1b[1m{command}\x1b[0m\n{shown}")
            if "RemoteStart" in command:
                _until(lambda: CHARGES in _log(environment))
        return "\n".join(parts)


@contextmanager
def _running(folder: Path) -> Iterator[Mapping[str, str]]:
    """What is in the environment of a command, while the charge point CP001 is connected.

    CP002 has tried a wrong password.
    """
    up, refused = folder / "up.log", folder / "CP002.log"
    ports = ["--ws-port", "0", "--wss-port", "0", "--api-port", "0"]
    with _started([CSMS, "up", *ports], up):
        _until(lambda: "\nready\n" in up.read_text())
        told = dict(re.findall(r"^(ws|api) +(\S+)$", up.read_text(), re.MULTILINE))
        others = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
        environment = {**others, "CSMS_API": told["api"]}
        simulate = [CSMS, "simulate", "--url", told["ws"].removesuffix("/{id}")]
        with _started([*simulate, "--id", "CP002", "--password", "another-password"], refused):
            _until(lambda: "401" in refused.read_text())
        with _started([*simulate, *CHARGE_POINT], folder / "CP001.log"):
            _until(lambda: "StatusNotification" in _log(environment))
            yield environment


def _log(environment: Mapping[str, str]) -> str:
    command = [CSMS, "log", "CP001"]
    return subprocess.check_output(command, env=environment, stderr=subprocess.DEVNULL, text=True)


@contextmanager
def _started(command: list[str], log: Path) -> Iterator[None]:
    with log.open("w") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        try:
            yield
        finally:
            process.terminate()


def _until(true: Callable[[], bool]) -> None:
    """Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("what the picture shows does not come about")
        time.sleep(0.1)


def _on_a_terminal(command: list[str], environment: Mapping[str, str]) -> str:
    """What it shows; raises CalledProcessError."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment) as process:
        os.close(its)
        shown = b""
        with closing(os.fdopen(ours, "rb", buffering=0)) as terminal:
            try:
                while part := terminal.read(4096):
                    shown += part
            except OSError:  # Linux says so when the other end is closed
                pass
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, shown)
    return _MOVES.sub("", shown.decode().replace("\r\n", "\n"))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(drawn(recorded()))
