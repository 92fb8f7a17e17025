"""`csms connectivity`: lines that part no word."""

import pytest
from click.testing import CliRunner

from csms_tools.commands.connectivity import connectivity
from csms_tools.operator import options, output
from tests.csms_tools.operator.support import answers

REMEDY = "let it send its identity as the user name, and the password that is set here"
FOUND = {"reason": "wrong credentials", "remedies": [REMEDY], "attempts": [], "throttled": False}


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> list[str]:
    monkeypatch.setattr(options, "reached", lambda *_: answers(FOUND).api)
    monkeypatch.setattr(output, "is_terminal", lambda: terminal)
    monkeypatch.setenv("COLUMNS", "80")
    return CliRunner().invoke(connectivity, ["CP1"]).output.splitlines()


def test_on_a_terminal_no_word_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=True) == [
        "answer      wrong credentials",
        "do          let it send its identity as the user name, and the password that is",
        "            set here",
    ]


def test_in_a_pipe_each_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=False)[1] == f"do          {REMEDY}"
