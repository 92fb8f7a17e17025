"""Tables on a terminal: what does not fit gives way in an order, and no value is split."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Protocol

import click
import pytest

from csms_tools.operator.output import Output, columns
from csms_tools.operator.tables import Layout, columns_of, cut, digested, short
from tests.conversations.running import CSMS, PATIENCE

ID = "01a2049c-461b-74f2-afa6-f9cce2affa43"
TABLE = columns(
    "by", "at", at="at", command_id="id", action="action", told="told", by="by", empty="empty"
)
ITEM = {
    "at": "2020-11-22T18:34:19.969Z",
    "id": ID,
    "action": "ChangeConfiguration",
    "told": "it was answered Rejected, for a reason of its own that nobody knows",
    "by": "somebody.with.a.long.name@example.com",
}


class Shown(Protocol):
    def __call__(self, width: int, *, wide: bool = False) -> tuple[list[str], str]: ...


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shown:
    def shown(width: int, *, wide: bool = False) -> tuple[list[str], str]:
        monkeypatch.setenv("COLUMNS", str(width))
        Output(terminal=True, wide=wide).rows([ITEM], TABLE)
        captured = capsys.readouterr()
        return captured.out.splitlines(), captured.err

    return shown


@pytest.mark.parametrize(
    ("width", "headings", "left_out"),
    [
        (80, ["at", "command id", "action"], "by, told"),
        (85, ["command id", "action", "told"], "by, at"),
        (103, ["at", "command id", "action", "told"], "by"),
        (130, ["at", "command id", "action", "told"], "by"),
        (145, ["at", "command id", "action", "told", "by"], ""),
        (36, ["command id"], "by, at, told, action"),
        (10, ["command id"], "by, at, told, action"),
    ],
)
def test_columns_give_way_in_their_order_and_what_is_not_shown_is_told(
    width: int, headings: list[str], left_out: str, shown: Shown
) -> None:
    (head, _, row, *_), told = shown(width)
    assert re.split(r" {2,}", head.strip()) == headings
    assert told == (f"not shown: {left_out}; --wide shows all\n" if left_out else "")
    assert ID in row
    assert columns_of(row) <= max(width, len(ID))


def test_wide_shows_all_and_whole_times(shown: Shown) -> None:
    (head, _, row), told = shown(40, wide=True)
    assert "empty" in head
    assert all(value in row for value in ITEM.values())
    assert told == ""


def test_an_empty_list_says_so_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    Output(terminal=True).rows([], TABLE)
    assert capsys.readouterr().out == "there are none\n"
    Output(terminal=False).rows([], TABLE)
    captured = capsys.readouterr()
    assert captured.err == "there are none\n"
    assert captured.out.startswith("at  command id")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-06-01T12:00:00.123Z", "12:00:00"),
        ("2026-05-31T12:00:59.123Z", "2026-05-31 12:00"),
        ("7: connector 1, 2026-05-31T12:00:00Z, 5 Wh", "7: connector 1, 2026-05-31 12:00, 5 Wh"),
        ("2026-05-31", "2026-05-31"),
    ],
)
def test_times_are_short(text: str, said: str) -> None:
    assert short(text, datetime(2026, 6, 1, 13, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("digests", "shown"),
    [
        (["ab" * 32, "cd" * 32, "", "ab" * 32], ["ab" * 6, "cd" * 6, "", "ab" * 6]),
        (["0" * 20 + "1" + "0" * 43, "0" * 64], ["0" * 20 + "1", "0" * 21]),
        ([], []),
    ],
)
def test_a_digest_is_as_many_digits_as_tell_it_apart(digests: list[str], shown: list[str]) -> None:
    lines = [["CP1", digest, "valid"] for digest in digests]
    cut = digested(["charge point", "sha256", "status"], lines)
    assert cut == [["CP1", digest, "valid"] for digest in shown]
    assert digested(["charge point", "digest", "status"], lines) == lines


def test_wide_characters_take_two_columns() -> None:
    assert columns_of("充電a\u0301") == 5
    assert cut("充電器", 5) == "充電…"
    assert cut("words", 5) == "words"


def test_what_gave_way_for_a_wide_column_that_went_too_comes_back() -> None:
    headings = ["at", "by", "operation", "resource"]
    line = ["12:00:00", "Erika", "sendCommand", "x" * 66]
    layout = Layout(headings, ["by", "resource"], [line], 40)
    assert layout.drawn()[1] == ["12:00:00", "Erika", "sendCommand"]
    assert layout.left_out == ["resource"]


def test_a_sentence_goes_on_in_the_next_row() -> None:
    reason = "knows the onboarding password, waiting for acceptance"
    layout = Layout(["id", "reason", "profile"], [], [["CP1", reason, "1"]], 48)
    assert ["  ".join(cells).rstrip() for cells in layout.drawn()] == [
        "id   reason                              profile",
        "CP1  knows the onboarding password,      1",
        "     waiting for acceptance",
    ]


class Transactions(BaseHTTPRequestHandler):
    """An API with one page of transactions, of which each column has much to say."""

    def do_GET(self) -> None:
        one = {
            "chargePointId": "CHARGE-POINT-0000000001",
            "transactionId": 2147483647,
            "connectorId": 1,
            "idTag": "04E2B1A2C358800000AB",
            "startedAt": "2020-11-22T18:34:19.969Z",
            "stoppedAt": "2020-11-22T19:34:19.969Z",
            "energy": 12345678,
        }
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"items": [one]}).encode())

    def log_message(self, *_: object) -> None:
        pass


def test_on_a_terminal_of_80_columns_each_row_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("CSMS_TOKEN", "token")
    monkeypatch.delenv("COLUMNS", raising=False)
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with ThreadingHTTPServer(("127.0.0.1", 0), Transactions) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("CSMS_API", f"http://127.0.0.1:{server.server_port}")
        done = subprocess.run(
            [CSMS, "transactions"],
            stdin=its,
            stdout=its,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
        server.shutdown()
    said = os.read(ours, 4096).decode()
    os.close(its)
    os.close(ours)
    lines = click.unstyle(said).split("\r\n")
    assert done.returncode == 0
    assert max(map(columns_of, lines)) <= 80
    values = ["CHARGE-POINT-0000000001", "2147483647", "04E2B1A2C358800000AB"]
    assert lines[2].split("  ")[:3] == values
    assert done.stderr == b"not shown: connector, stopped, Wh; --wide shows all\n"
