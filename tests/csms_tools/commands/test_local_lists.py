"""`csms local-lists`: sent whole or in part, and judged by what came of it."""

import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.local_lists import local_lists
from csms_tools.operator import options
from tests.csms_tools.operator.support import Csms, answers, body_of

UPDATE = {"progress": "Done", "parts": 2, "partsAccepted": 2}


def run(monkeypatch: pytest.MonkeyPatch, csms: Csms, *words: str) -> Result:
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(local_lists, words)


def test_a_list_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers(UPDATE)
    done = run(monkeypatch, csms, "change", "CP1", "--add", "A", "--add", "B", "--remove", "C")
    assert done.output == "CP1: Done, 2 of 2 parts are accepted\n"
    assert body_of(csms.asked[0]) == {"idTags": ["A", "B"], "delete": ["C"]}


@pytest.mark.parametrize(
    ("progress", "more", "code"),
    [
        ("Failed", (), 1),
        ("InProgress", (), 1),
        ("InProgress", ("--wait", "0"), 0),
        ("InProgress", ("--queue-until", "1h"), 0),
        ("Failed", ("--queue-until", "1h"), 1),
    ],
)
def test_what_came_of_it_is_the_exit_code(
    progress: str, more: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    csms = answers(UPDATE | {"progress": progress})
    assert run(monkeypatch, csms, "replace", "CP1", "--empty", "--yes", *more).exit_code == code


@pytest.mark.parametrize("words", [(), ("A", "--empty"), ("--empty", "--file", "x")])
def test_a_list_that_is_not_named_once_is_refused(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, answers(), "replace", "CP1", *words).exit_code == 2
