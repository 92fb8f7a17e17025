"""A `csms up` that another command needs for itself, and ends."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from csms_tools.commands import Failed, Wrong

CSMS = Path(sys.argv[0])
PATIENCE = 10.0  # seconds, to end once it is told to


@contextmanager
def own_csms(
    options: Sequence[str], log: Path, tell: Callable[[str], None] = lambda _: None
) -> Iterator[Mapping[str, str]]:
    """Yields its addresses once it is ready: `ws` and `wss` for charge points, `api`, and `ca`.

    What it says on standard output is told line by line, what on standard error goes to the log.
    Raises Failed, Wrong.
    """
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [str(CSMS), "up", *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # a Ctrl-C is for us: a second signal would be one too many
        ) as up,
    ):
        try:
            yield _ready(up, log, tell)
        finally:
            _end(up)


def _ready(up: subprocess.Popen[str], log: Path, tell: Callable[[str], None]) -> dict[str, str]:
    addresses = {}
    assert up.stdout
    for line in up.stdout:
        tell(line.rstrip("\n"))
        if found := re.match(r"(ws|wss|ca|api) +([^\s{]+)", line):
            addresses[found[1]] = found[2].rstrip("/")
        if line.strip() == "ready":
            return addresses
    said = log.read_text().strip().rpartition("\n")[2].removeprefix("csms: ")
    raise Wrong(said) if up.wait() == Wrong.exit_code else Failed(said)


def _end(up: subprocess.Popen[str]) -> None:
    up.terminate()
    try:
        up.wait(PATIENCE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        up.terminate()  # which ends it at once
        up.wait()
