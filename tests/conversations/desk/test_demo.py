"""`csms demo`, as somebody who sees it for the first time."""

import fcntl
import os
import re
import shlex
import subprocess
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

from tests.conversations.running import CSMS, PATIENCE, Csms, children

FREE_PORTS = [f"--{port}-port=0" for port in ("ws", "wss", "api")]


@dataclass
class Terminal:
    """Somebody sits at it: what is to be seen on it, and keys to press."""

    end: int
    process: subprocess.Popen[bytes]
    seen: str = ""

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Until it is to be seen; what came before is forgotten."""
        while not (found := re.search(pattern, self.seen)):
            self.seen += os.read(self.end, 4096).decode(errors="replace")
        self.seen = self.seen[found.end() :]
        return found

    def press(self, key: str) -> None:
        os.write(self.end, key.encode())


@contextmanager
def terminal(*words: str) -> Iterator[Terminal]:
    """A program that runs on a terminal of its own until the block ends."""
    ours, its = os.openpty()
    with subprocess.Popen(
        [CSMS, *words],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200", "LINES": "40"},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(its)
        try:
            yield Terminal(ours, process)
        finally:
            process.terminate()
            os.close(ours)


def followed(look: list[str], until: datetime) -> str:
    """What a command goes on to show, until a line of this moment."""
    with subprocess.Popen(look, stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout
        lines = takewhile(lambda line: line[:19] < f"{until:%Y-%m-%d %H:%M:%S}", command.stdout)
        shown = "".join(lines)
        command.terminate()
    return shown


def test_one_is_unplugged_and_plugged_in_again_and_the_log_tells_what_it_said() -> None:
    with terminal("demo", "--time-scale", "60", *FREE_PORTS) as screen:
        keys = Path(screen.wait_for(r"(/\S+)/tls/ca\.pem")[1])
        screen.wait_for("inbox  GARAGE-7, which nobody has provisioned")
        look = shlex.split(screen.wait_for(r"look +(\S+ log DEMO-1 .*)\r\n")[1])
        look[look.index("--tail") + 1] = "1000"  # at this speed the last 20 are a moment
        screen.wait_for("press 1 to 3")
        screen.wait_for("DEMO-1 connector . is Charging")
        screen.press("1")
        screen.wait_for(r"DEMO-1 +unplugged, \d+ waiting")
        screen.press("1")
        screen.wait_for("DEMO-1 +online +Charging")
        said = followed(look, until=datetime.now(UTC) + timedelta(seconds=2))
        screen.press("\x03")
        screen.wait_for(r"charge points 3, sessions \d+, [^\r]*\r\n")
        assert screen.process.wait(PATIENCE) == 0
    assert not keys.exists()
    assert said.count('"BootNotification"') == 1
    assert '"MeterValues"' in said


def test_the_demo_charges_and_ends_after_its_sessions() -> None:
    words = ["demo", "--sessions", "1", "--time-scale", "60", *FREE_PORTS]
    done = subprocess.run([CSMS, *words], capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    assert "\nready\n" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("charge points 3, sessions 3, ")
    assert done.stderr == ""


def test_a_taken_port_is_told_in_one_line(csms: Csms) -> None:
    taken = csms.ws.split(":")[2].split("/")[0]
    done = subprocess.run(
        [CSMS, "demo", f"--ws-port={taken}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert done.stderr == f"csms: --ws-port {taken}: address already in use\n"


def test_whoever_ends_it_by_a_signal_leaves_nothing_behind() -> None:
    with subprocess.Popen(
        [CSMS, "demo", *FREE_PORTS], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:
            if " connector " in line:  # the fleet is at work
                break
        started = children(process.pid)
        process.terminate()
        assert process.wait(PATIENCE) == 143
    assert len(started) == 2
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
