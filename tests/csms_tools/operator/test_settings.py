"""Settings on a command line: what is named is sent, and nothing else."""

import io
from typing import Any

import click
import pytest
from click.testing import CliRunner

from csms_tools.operator.settings import Setting, secret, settable

SETTINGS = (
    Setting("interval", "interval", "?", click.INT, removable=True),
    Setting("idTag", "id-tag", "?"),
    Setting("blocked", "blocked", "?", click.BOOL),
)


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (["--interval", "60"], {"interval": 60}),
        (["--no-interval"], {"interval": None}),
        (["--id-tag", ""], {"idTag": ""}),
        (["--blocked"], {"blocked": True}),
        (["--not-blocked", "--id-tag", "T"], {"blocked": False, "idTag": "T"}),
    ],
)
def test_what_is_named_is_given(words: list[str], given: dict[str, Any]) -> None:
    kept: list[dict[str, object]] = []

    @click.command()
    @settable(*SETTINGS, removal=True)
    def change(given: dict[str, object]) -> None:
        kept.append(given)

    assert CliRunner().invoke(change, words).exit_code == 0
    assert kept == [given]


def test_a_change_of_nothing_is_told() -> None:
    @click.command()
    @settable(*SETTINGS, removal=True)
    def change(given: dict[str, object]) -> None:
        pass

    done = CliRunner().invoke(change, [])
    assert done.exit_code == 2
    assert "nothing to change" in done.output


def test_what_is_created_may_have_no_settings_but_those_that_are_due() -> None:
    @click.command()
    @settable(*SETTINGS, Setting("note", "note", "?", required=True))
    def create(given: dict[str, object]) -> None:
        assert given == {"note": "why"}

    assert CliRunner().invoke(create, ["--note", "why"]).exit_code == 0
    assert "Missing option '--note'" in CliRunner().invoke(create, []).output


def test_only_what_may_be_removed_can_be() -> None:
    @click.command()
    @settable(*SETTINGS, removal=True)
    def change(given: dict[str, object]) -> None:
        pass

    assert CliRunner().invoke(change, ["--no-id-tag"]).exit_code == 2


def test_a_secret_can_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("0123456789abcdef\n"))
    assert (secret("-"), secret("as-it-is")) == ("0123456789abcdef", "as-it-is")
