"""What is shown while a run goes on."""

import pytest

from csms_tools.certification.progress import shown, told
from tests.csms_tools.certification.fakes import a_case, a_result, failed, frame


def test_a_case_that_passes_is_one_line() -> None:
    assert list(told(a_result())) == ["TC_001             pass     not checked  Case TC_001"]


def test_a_failure_shows_the_expectation_what_was_seen_the_line_and_the_frames() -> None:
    _, check, evidence = told(a_result(a_case(), failed(), frames=[frame('[3,"1",{}]')]))
    assert check == (
        "    protocol: BootNotification is Accepted; seen: Rejected (cases/core/booting.py:17)"
    )
    assert evidence == '      0.250 CSMS         [3,"1",{}]'


def test_what_was_not_run_says_why() -> None:
    assert "    not run: no TLS" in told(a_result(not_run="no TLS"))


@pytest.mark.parametrize("terminal", [True, False])
def test_neither_secrets_nor_what_steers_a_terminal_is_shown(
    terminal: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets = {"a-password-of-24-letters"}
    evil = frame("\x1b]0;a-password-of-24-letters\x07 [bold]")
    with shown(secrets, 1, terminal=terminal, silent=False) as watch:
        watch.begins("TC_001")
        watch.ended(a_result(a_case(), failed(), frames=[evil]))
    said = capsys.readouterr().out
    assert "\\x1b]0;…\\x07 [bold]" in said
    assert "password" not in said


def test_where_a_document_is_wanted_nothing_else_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with shown(set(), 1, terminal=True, silent=True) as watch:
        watch.ended(a_result())
    assert capsys.readouterr().out == ""
