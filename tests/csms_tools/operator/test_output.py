"""How answers are shown, in a pipe and on a terminal."""

import json

import pytest

from csms_tools.operator.output import Output, columns, visible
from tests.csms_tools.operator.support import answers

TABLE = columns(id="id", is_blocked="blocked", last_seen="connection.at")
ITEMS = [
    {"id": "LONG-ID", "blocked": True, "connection": {"at": "noon"}},
    {"id": "B", "blocked": False},
]


def test_in_a_pipe_columns_are_aligned_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    Output(terminal=False).items(answers({"items": ITEMS}).api.items("/"), TABLE)
    assert capsys.readouterr().out == (
        "id       is blocked  last seen\nLONG-ID  yes         noon\nB        no\n"
    )


def test_on_a_terminal_there_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    Output(terminal=True).rows(ITEMS, TABLE)
    shown = capsys.readouterr().out
    assert "───" in shown
    assert shown.splitlines()[2].startswith("LONG-ID  yes ")


def test_what_looks_like_markup_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Output(terminal=True).rows([{"id": "[bold]x[/bold]"}], TABLE)
    assert "[bold]x[/bold]" in capsys.readouterr().out


@pytest.mark.parametrize("terminal", [True, False])
def test_json_is_one_document_wherever_it_goes(
    terminal: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    Output(as_json=True, terminal=terminal).items(answers({"items": ITEMS}).api.items("/"), TABLE)
    assert json.loads(capsys.readouterr().out) == ITEMS


def test_that_there_is_more_is_told_beside_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    page = {"items": ITEMS, "cursor": "a"}
    Output(as_json=True).items(answers(page).api.items("/", {}, 2), TABLE)
    assert capsys.readouterr().err == "the first 2; --limit or --all shows more\n"


def test_one_thing_is_shown_member_by_member(capsys: pytest.CaptureFixture[str]) -> None:
    Output(terminal=False).one({"id": "A", "at": {"x": 1}, "keys": ["a", "b"], "all": [{"y": 2}]})
    assert capsys.readouterr().out == "id       A\nat.x     1\nkeys     a, b\nall.0.y  2\n"


def test_what_others_said_does_not_steer_the_terminal() -> None:
    assert visible("a\x1b[2Jb\r\n\u202ec ä") == "a\\x1b[2Jb\\r\\n\\u202ec ä"
