"""`csms profile`: set, used, listed and deleted."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from csms_tools.cli import csms
from csms_tools.operator.profiles import Client, Profile, Profiles
from csms_tools.operator.sign_in import kept
from csms_tools.operator.sign_in.kept import Place, Tokens


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.get_app_dir", lambda _: str(tmp_path))


def run(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(csms, ["profile", *words], input=typed)


def test_a_profile_is_set_used_and_listed_without_its_token() -> None:
    assert (
        run("set", "prod", "--api", "https://prod/", "--token", "-", typed="abc\n").exit_code == 0
    )
    assert run("set", "test", "--api", "https://test", "--token-command", "get it").exit_code == 0
    assert run("use", "prod").exit_code == 0
    assert Profiles.load().named["prod"] == Profile("https://prod", token="abc")
    shown = run().output
    assert "*  prod  https://prod  kept\n" in shown
    assert "   test  https://test  get it\n" in shown
    assert "abc" not in shown


def test_who_issues_its_tokens_is_kept_and_a_secret_not_shown() -> None:
    words = ["--issuer", "https://login.example/", "--client-id", "c"]
    assert run("set", "prod", "--api", "https://prod", *words).exit_code == 0
    machine = run("set", "ci", "--api", "https://prod", *words, "--client-secret", "-", typed="s\n")
    assert machine.exit_code == 0
    named = Profiles.load().named
    assert named["prod"].client == Client("https://login.example/", "c")
    assert named["ci"].client == Client("https://login.example/", "c", "s")
    shown = run().output
    assert "prod  https://prod  csms login\n" in shown
    assert "ci    https://prod  client credentials\n" in shown


def test_local_is_none_of_them() -> None:
    run("set", "prod", "--api", "https://prod")
    run("use", "prod")
    assert run("use", "local").exit_code == 0
    assert Profiles.load().used is None


def test_the_one_in_use_may_be_deleted() -> None:
    run("set", "prod", "--api", "https://prod")
    run("use", "prod")
    assert run("delete", "prod", "--yes").exit_code == 0
    assert Profiles.load() == Profiles()


def test_with_a_profile_its_tokens_go() -> None:
    run("set", "prod", "--api", "https://prod")
    place = Place("prod", "https://prod")
    kept.keep(place, Tokens("https://login.example", "c", "sent", 0))
    assert run("delete", "prod", "--yes").exit_code == 0
    assert kept.find(place) is None


@pytest.mark.parametrize(
    "words",
    [
        ["use", "nope"],
        ["delete", "nope"],
        ["set", "x", "--api", "nonsense"],
        ["set", "x", "--api", "https://x", "--token", "a", "--token-command", "b"],
        ["set", "x", "--api", "https://x", "--token", "a", "--issuer", "https://i"],
        ["set", "x", "--api", "https://x", "--issuer", "https://i"],
        ["set", "x", "--api", "https://x", "--issuer", "nonsense", "--client-id", "c"],
        ["set", "x", "--api", "https://x", "--client-id", "c"],
        ["set", "x", "--api", "https://x", "--client-secret", "s"],
        ["set", "x", "--api", "https://x", "--access-token"],
    ],
)
def test_what_is_asked_for_wrongly_changes_nothing(words: list[str]) -> None:
    assert run(*words).exit_code == 2
    assert Profiles.load() == Profiles()
