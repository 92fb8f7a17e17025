"""`csms completion`: a script for each shell."""

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from csms_tools.cli import csms
from tests.conversations.running import PATIENCE

OF_CP1 = "/charge-points/CP1"
LISTS: dict[str, list[dict[str, object]]] = {
    "/charge-points": [{"id": "DEPOT-1"}],
    "/id-tags": [{"idTag": "CARD-77"}],
    "/campaigns": [{"campaignId": "spring"}],
    "/inbox": [{"identity": "STRANGER"}],
    f"{OF_CP1}/transactions": [{"transactionId": 4711}],
    f"{OF_CP1}/reservations": [{"reservationId": 815}],
    f"{OF_CP1}/orphans": [{"digest": "5f3c9a"}],
    f"{OF_CP1}/connectors": [{"connectorId": 31}],
    f"{OF_CP1}/configuration": [{"key": "WebSocketPingInterval"}],
    f"{OF_CP1}/problems": [{"problem": "Silent"}],
    f"{OF_CP1}/certificates": [{"digest": "6a01"}],
    "/root-certificates": [{"sha256": "7b02"}],
}
SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SET_UP = {
    "bash": "bind 'set enable-bracketed-paste off'; eval \"$(csms completion bash)\"",
    "zsh": 'autoload -Uz compinit; compinit -u -D; eval "$(csms completion zsh)"',
    "fish": "csms completion fish | source",
}
IN_CHARGE = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal the one that controls the shell: fish does not run without."""

TYPED = [
    ("csms charge-points cr", "eate", None),
    ("csms local-lists repl", "ace", None),
    ("csms configuration templates st", "ore", None),
    ("csms call CP1 TriggerM", "essage", None),
    ("csms call CP1 Reset type=S", "oft", None),
    ("csms transactions --runn", "ing", None),
    ("csms log DEP", "OT-1", "/charge-points"),
    ("csms local-lists DEP", "OT-1", "/charge-points"),
    ("csms id-tags show CAR", "D-77", "/id-tags"),
    ("csms call CP1 RemoteStartTransaction idTag=CAR", "D-77", "/id-tags"),
    ("csms transactions show CP1 47", "11", f"{OF_CP1}/transactions"),
    ("csms transactions close CP1 47", "11", f"{OF_CP1}/transactions"),
    ("csms call CP1 RemoteStopTransaction transactionId=47", "11", f"{OF_CP1}/transactions"),
    ("csms reservations cancel CP1 8", "15", f"{OF_CP1}/reservations"),
    ("csms campaigns pause spr", "ing", "/campaigns"),
    ("csms inbox accept STR", "ANGER", "/inbox"),
    ("csms orphans show CP1 5f", "3c9a", f"{OF_CP1}/orphans"),
    ("csms connectors CP1 3", "1", f"{OF_CP1}/connectors"),
    ("csms call CP1 UnlockConnector connectorId=3", "1", f"{OF_CP1}/connectors"),
    ("csms configuration set CP1 WebS", "ocketPingInterval", f"{OF_CP1}/configuration"),
    ("csms problems CP1 --clear Sil", "ent", f"{OF_CP1}/problems"),
    ("csms reservations start CP1 --connector 3", "1", f"{OF_CP1}/connectors"),
    ("csms root-certificates delete CP1 6", "a01", f"{OF_CP1}/certificates"),
    ("csms root-certificates holders 7", "b02", "/root-certificates"),
    ("csms whoami --profile de", "pot", None),
    ("csms login --profile de", "pot", None),
]
"""What is typed before the tab, what the shell adds, and the list that is asked for it."""


class Lists(BaseHTTPRequestHandler):
    """An API that has but lists."""

    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        where = self.path.partition("?")[0]
        self.asked.append(where)
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"items": LISTS[where]}).encode())

    def log_message(self, *_: object) -> None:
        pass


class Terminal:
    """A shell that somebody types into."""

    def __init__(self, words: list[str], around: dict[str, str]) -> None:
        self._ours, its = pty.openpty()
        self._shell = subprocess.Popen(
            [sys.executable, "-c", IN_CHARGE, *words],
            stdin=its,
            stdout=its,
            stderr=its,
            env=around,
            start_new_session=True,
        )
        os.close(its)

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def shows(self, wanted: str, patience: float = PATIENCE) -> str:
        """All that came until `wanted` did, or until patience ended."""
        said, ends = "", time.monotonic() + patience
        while wanted not in said and (left := ends - time.monotonic()) > 0:
            if select.select([self._ours], [], [], left)[0]:
                said += os.read(self._ours, 4096).decode(errors="replace")
        return said

    def close(self) -> None:
        self._shell.kill()
        self._shell.wait()
        os.close(self._ours)


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Lists) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module", params=SHELLS)
def terminal(
    request: pytest.FixtureRequest, api: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    shell = request.param
    if not shutil.which(shell):
        pytest.skip(f"this machine has no {shell}: its completion stays untried here")
    home = str(tmp_path_factory.mktemp(shell))
    around = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "INPUTRC": "/dev/null",
        "TERM": "dumb",
        "COLUMNS": "200",
        "CSMS_API": api,
        "CSMS_TOKEN": "token",
    }
    named = ["csms", "profile", "set", "depot", "--api", api]
    subprocess.run(named, env=around, check=True, stdout=subprocess.DEVNULL)
    terminal = Terminal(SHELLS[shell], around)
    try:
        terminal.type(f"{SET_UP[shell]}; echo rea''dy\n")
        assert "ready" in terminal.shows("ready\r\n")
        yield terminal
    finally:
        terminal.close()


@pytest.mark.parametrize(("line", "rest", "asked"), TYPED, ids=[line for line, *_ in TYPED])
def test_a_tab_completes_what_is_typed(
    terminal: Terminal, line: str, rest: str, asked: str | None
) -> None:
    Lists.asked.clear()
    whole = line + rest
    terminal.type(line)
    said = ""
    for _ in range(3):  # under load the list may come too late for the first
        terminal.type("\t")
        said += terminal.shows(whole, PATIENCE / 3)
        if whole in said:
            break
    terminal.type("\x15")  # the line is taken back
    assert whole in said
    assert set(Lists.asked) == ({asked} if asked else set())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_csms(shell: str) -> None:
    done = CliRunner().invoke(csms, ["completion", shell])
    assert done.exit_code == 0
    assert f"_CSMS_COMPLETE={shell}_complete" in done.output


@pytest.mark.parametrize(
    ("line", "words", "replies"),
    [
        ("csms  regi", "csms regi", ["registration"]),
        ("csms call CP1 TriggerM", "csms call CP1 TriggerM", ["TriggerMessage"]),
        ("csms call CP1 Reset ", "csms call CP1 Reset ''", ["type="]),
        ("csms call CP1 Reset type=", "csms call CP1 Reset type =", ["Hard", "Soft"]),
        ("csms call CP1 Reset type=S", "csms call CP1 Reset type = S", ["Soft"]),
        ("csms call  A:1 Reset ty", "csms call A : 1 Reset ty", ["type="]),
    ],
)
def test_bash_gets_back_the_part_that_it_asks_for(
    line: str, words: str, replies: list[str]
) -> None:
    """Bash parts words at `=` and `:`, and puts the reply in place of the last part."""
    script = f"""
        eval "$(csms completion bash)"
        compopt() {{ :; }}
        COMP_LINE='{line}' COMP_POINT={len(line)} COMP_WORDS=({words})
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _csms_completion csms
        for each in "${{COMPREPLY[@]}}"; do echo "$each"; done
    """
    here = str(Path(sys.executable).parent)
    around = {**os.environ, "PATH": f"{here}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=around, stdout=subprocess.PIPE, text=True)
    assert done.stdout.split() == replies


def test_another_shell_has_none() -> None:
    assert CliRunner().invoke(csms, ["completion", "cmd"]).exit_code == 2
