"""The file of tokens: its operator's alone, and each token for one deployment."""

import stat
from pathlib import Path

import pytest

from csms_tools.commands import Wrong
from csms_tools.operator.sign_in import kept
from csms_tools.operator.sign_in.kept import Place, Tokens

TOKENS = Tokens("https://login.example", "csms", "sent", 1.5, "refresh")
PROD = Place("prod", "https://prod.example")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.get_app_dir", lambda _: str(tmp_path / "csms"))


def test_what_is_kept_is_found_until_it_is_forgotten() -> None:
    assert kept.find(PROD) is None
    with kept.locked():
        kept.keep(PROD, TOKENS)
    assert kept.find(PROD) == TOKENS
    with kept.locked():
        kept.forget(PROD)
    assert kept.find(PROD) is None


def test_nobody_else_can_read_the_file() -> None:
    with kept.locked():
        kept.keep(PROD, TOKENS)
        kept.keep(PROD, TOKENS)
    assert stat.S_IMODE(kept.path().stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.path().parent.stat().st_mode) == 0o700
    assert {it.name for it in kept.path().parent.iterdir()} == {"tokens.json", "tokens.lock"}


@pytest.mark.parametrize("other", [Place("prod", "https://other"), Place(None, PROD.api)])
def test_a_profile_that_was_set_anew_has_no_tokens_of_before(other: Place) -> None:
    with kept.locked():
        kept.keep(PROD, TOKENS)
    assert kept.find(other) is None


@pytest.mark.parametrize("text", ["", "[]", '{"x": {"y": 1}}', '{"x": 1}'])
def test_a_file_that_is_none_of_ours_is_told(text: str) -> None:
    kept.path().parent.mkdir()
    kept.path().write_text(text)
    with pytest.raises(Wrong, match=r"tokens.json cannot be read"):
        kept.find(PROD)
