"""Every rule of part C is a trap, or there is a reason why not."""

import re

import pytest

from csms_tools.certification.all_cases import all_cases
from csms_tools.certification.case import Profile
from csms_tools.certification.traps.rules import LEFT_OUT, NUMBERS

TRAPS = [case.number for case in all_cases() if case.profile == Profile.TRAPS]
RULES = [number for number in TRAPS if number.startswith("C-")]


def test_each_rule_is_a_trap_or_left_out_and_never_both() -> None:
    assert sorted([*RULES, *LEFT_OUT]) == list(NUMBERS)


def test_what_is_no_rule_is_a_question_of_the_certificate() -> None:
    assert [number for number in TRAPS if number not in RULES] == ["AQ-1"]


@pytest.mark.parametrize("reason", LEFT_OUT.values())
def test_a_trap_that_a_reason_names_is_there(reason: str) -> None:
    assert set(re.findall(r"C-\d\d", reason)) <= set(RULES)


def test_a_trap_is_named_like_its_function() -> None:
    for case in all_cases():
        if case.profile == Profile.TRAPS:
            assert case.run.__name__.startswith(case.number.lower().replace("-", "_") + "_")
