"""What cannot be undone is asked before, on a terminal of its own; else it is refused."""

import os
import pty
import subprocess
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import click
import pytest
from click.testing import CliRunner

from csms_tools.cli import csms
from tests.conversations.running import CSMS, PATIENCE

DELETIONS = [
    ["charge-points", "delete", "CP1"],
    ["id-tags", "delete", "CARD-1"],
    ["inbox", "delete", "CP1"],
    ["firmware-images", "delete", "one"],
    ["configuration", "templates", "delete", "one"],
    ["root-certificates", "delete", "CP1", "one"],
    ["certificates", "revoke", "CP1", "ab" * 32],
]
ENDINGS = [
    ["campaigns", "cancel", "one"],
    ["local-lists", "replace", "CP1", "--empty"],
]
"""What is not called so, and cannot be taken back either."""


class Deletions(BaseHTTPRequestHandler):
    """An API that deletes whatever it is told to."""

    asked: list[str] = []  # noqa: RUF012

    def do_DELETE(self) -> None:
        self.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Deletions) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def asked(api: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("CSMS_API", api)
    monkeypatch.setenv("CSMS_TOKEN", "token")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    Deletions.asked.clear()
    return Deletions.asked


@pytest.mark.parametrize("typed", ["y", "n"])
def test_who_writes_to_a_file_is_asked_all_the_same(
    typed: str, asked: list[str], tmp_path: Path
) -> None:
    ours, its = pty.openpty()
    said = ""
    with (
        (tmp_path / "out").open("w") as out,
        subprocess.Popen(
            [CSMS, "charge-points", "delete", "CP1"], stdin=its, stdout=out, stderr=its
        ) as deleting,
    ):
        os.close(its)
        ends = time.monotonic() + PATIENCE
        while "Delete CP1? [y/N]" not in said and time.monotonic() < ends:
            said += os.read(ours, 1024).decode()
        assert asked == []
        os.write(ours, f"{typed}\n".encode())
        code = deleting.wait(PATIENCE)
    os.close(ours)
    deleted = typed == "y"
    assert (code, asked) == ((0, ["/charge-points/CP1"]) if deleted else (1, []))
    assert (tmp_path / "out").read_text() == ("CP1 is deleted\n" if deleted else "")


def test_who_sits_before_a_terminal_that_only_shows_cannot_be_asked(asked: list[str]) -> None:
    ours, its = pty.openpty()
    done = subprocess.run(
        [CSMS, "charge-points", "delete", "CP1"],
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=subprocess.PIPE,
        timeout=PATIENCE,
        check=False,
    )
    os.close(ours)
    os.close(its)
    assert (done.returncode, asked) == (2, [])
    assert b"--yes" in done.stderr


@pytest.mark.parametrize("words", [*DELETIONS, *ENDINGS], ids=lambda words: words[0])
def test_without_a_terminal_what_destroys_demands_yes(words: list[str], asked: list[str]) -> None:

    refused = CliRunner().invoke(csms, words)
    assert (refused.exit_code, asked) == (2, [])
    assert "--yes says so" in refused.stderr


def test_every_command_that_deletes_or_revokes_may_be_told_yes() -> None:
    def below(group: click.Group) -> Iterator[click.Command]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from below(command)
            elif command and command.name in ("delete", "revoke"):
                yield command

    destroying = list(below(csms))
    assert len(destroying) > len(DELETIONS)
    for command in destroying:
        assert "yes" in [each.name for each in command.params], command.help
