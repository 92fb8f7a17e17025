"""Every rule that implementations get wrong is a trap, or there is a reason why not."""

import re

import pytest

from csms_tools.certification.all_cases import all_cases
from csms_tools.certification.case import Profile
from csms_tools.certification.traps.rules import LEFT_OUT, NUMBERS
from tests.support import ROOT

HEAD = "| rule | what it is about | the trap, or why it is none |\n|---|---|---|\n"

CASES = {case.number: case for case in all_cases()}
TRAPS = {number: case for number, case in CASES.items() if case.profile == Profile.TRAPS}
RULES = [number for number in TRAPS if number.startswith("C-")]


def test_each_rule_is_a_trap_or_left_out_and_never_both() -> None:
    assert sorted([*RULES, *LEFT_OUT]) == list(NUMBERS)


def test_what_is_no_rule_is_a_question_of_the_certificate() -> None:
    assert [number for number in TRAPS if number not in RULES] == ["AQ-1"]


@pytest.mark.parametrize("number", LEFT_OUT)
def test_a_case_that_a_reason_names_is_there(number: str) -> None:
    named = re.findall(r"(?:C-|TC_)[\d_]*\d", LEFT_OUT[number].why)
    assert set(named) <= set(CASES)


@pytest.mark.parametrize("number", TRAPS)
def test_a_trap_is_named_like_its_function(number: str) -> None:
    name = TRAPS[number].run.__name__
    assert name.startswith(number.lower().replace("-", "_") + "_")


def test_the_page_about_traps_has_them_all() -> None:
    page = (ROOT / "docs" / "traps.md").read_text()
    assert page.endswith(HEAD + "".join(map(row, ["AQ-1", *NUMBERS])))


def row(number: str) -> str:
    if number in LEFT_OUT:
        name, why = LEFT_OUT[number]
        return f"| {number} | {name} | none: {why} |\n"
    return f"| {number} | {TRAPS[number].name} | {TRAPS[number].summary} |\n"
