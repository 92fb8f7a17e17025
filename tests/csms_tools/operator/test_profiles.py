"""Profiles, in a file that only their operator can read."""

import stat
import sys
from pathlib import Path

import pytest

from csms_tools.commands import NoAccess, Wrong
from csms_tools.operator import profiles
from csms_tools.operator.profiles import Profile, Profiles, printed_by


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.get_app_dir", lambda _: str(tmp_path / "csms"))


def test_without_a_file_there_are_none() -> None:
    assert Profiles.load() == Profiles({}, None)


def test_what_is_saved_is_loaded_again() -> None:
    kept = Profiles({"one": Profile("https://one"), "two": Profile("https://two", "t")}, "two")
    kept.save()
    kept.save()
    assert Profiles.load() == kept


def test_nobody_else_can_read_the_file() -> None:
    Profiles({"one": Profile("https://one", "secret")}).save()
    file = profiles.path()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["profiles.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"used": null, "named": {"one": {"x": 1}}}'])
def test_a_file_that_is_none_of_ours_is_told(text: str) -> None:
    profiles.path().parent.mkdir()
    profiles.path().write_text(text)
    with pytest.raises(Wrong, match=r"profiles.json cannot be read"):
        Profiles.load()


def test_a_profile_that_is_not_there_is_told() -> None:
    with pytest.raises(Wrong, match="there is no profile prod"):
        Profiles().find("prod")


def test_a_command_prints_the_token() -> None:
    assert printed_by(f"'{sys.executable}' -c 'print(\"a token\")'") == "a token"


@pytest.mark.parametrize("command", ["/nowhere/token", "", "'", "false", "true"])
def test_a_command_that_prints_none_is_told(command: str) -> None:
    with pytest.raises(NoAccess, match="the token command"):
        printed_by(command)
