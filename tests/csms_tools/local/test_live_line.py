import asyncio
import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import suppress
from io import StringIO

import pytest

from csms_tools.local import live_line
from csms_tools.local.live_line import ERASED, LiveLine, live
from tests.conversations.running import CSMS


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def shown(written: str) -> list[str]:
    """The lines that a terminal shows after all that."""
    return [re.sub(r".*\r\x1b\[2K", "", line) for line in written.split("\n")]


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Not as a fixture: pytest has streams of its own for each phase of a test."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(live_line, "EVERY", 0.01)
    return terminal


async def test_it_stays_below_what_else_is_written_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_a_terminal(monkeypatch)
    async with live(lambda: "3 charge points"):
        await asyncio.sleep(0.02)
        assert shown(terminal.getvalue()) == ["3 charge points"]
        print("one")
        print("two", file=sys.stderr)
        assert shown(terminal.getvalue()) == ["one", "two", ""]
        await asyncio.sleep(0.02)
        assert shown(terminal.getvalue()) == ["one", "two", "3 charge points"]
    assert shown(terminal.getvalue()) == ["one", "two", ""]
    assert sys.stdout is terminal


async def test_it_is_not_drawn_into_a_line_that_has_no_end_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_a_terminal(monkeypatch)
    async with live(lambda: "3 charge points"):
        print("half", end="")
        await asyncio.sleep(0.02)
        assert shown(terminal.getvalue()) == ["half"]
        print(" a line")
    assert shown(terminal.getvalue()) == ["half a line", ""]


async def test_where_there_is_no_terminal_there_is_no_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = StringIO()
    monkeypatch.setattr(sys, "stdout", file)
    async with live(lambda: "3 charge points"):
        await asyncio.sleep(0.01)
        print("one")
    assert file.getvalue() == "one\n"


def test_it_is_no_longer_than_the_terminal_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    LiveLine(terminal).draw("x" * 30)
    assert terminal.getvalue() == ERASED + "x" * 19


@pytest.mark.alone
def test_csms_up_shows_it_on_a_terminal_and_erases_it_at_its_end() -> None:
    """A whole runtime, whose terminal this is."""
    ours, theirs = pty.openpty()
    ports = ("--ws-port", "0", "--wss-port", "0", "--api-port", "0", "--log", "lines")
    written = b""
    with subprocess.Popen([str(CSMS), "up", *ports], stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        try:
            while b"0 errors" not in written:
                written += os.read(ours, 4096)
            process.send_signal(signal.SIGINT)
            with suppress(OSError):  # which is how a terminal ends
                while more := os.read(ours, 4096):
                    written += more
        finally:
            process.terminate()
    lines = shown(written.decode().replace("\r\n", "\n"))
    assert lines[-2:] == ["ready", ""]
    assert b"0 charge points  0.0 messages/s  0 errors" in written
