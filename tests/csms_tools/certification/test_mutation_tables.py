"""The tables of mutations, which `make mutate` runs: whole, and told on a page."""

import pytest

from csms_tools.certification.all_cases import all_cases
from csms_tools.certification.case import Profile
from tests.csms_tools.certification.mutations.page import PAGE, page
from tests.csms_tools.certification.mutations.tables import MUTATIONS

CASES = {case.id: case for case in all_cases()}
WAYS = ("frames", "handshake", "opened", "records", "outcome", "refusals")


@pytest.mark.parametrize("id", CASES)
def test_no_case_is_left_that_nothing_fails(id: str) -> None:
    ways = [
        tuple(name for name in WAYS if getattr(mutation, name))
        for mutation in MUTATIONS.get(id, ())
    ]
    assert len(ways) > 1, "two mutations at least"
    if CASES[id].profile != Profile.TRAPS:  # a rule of framing is broken by frames alone
        assert len(set(ways)) > 1, "of different kinds"


def test_no_mutation_is_of_a_case_that_is_not() -> None:
    assert set(MUTATIONS) == set(CASES)


def test_the_page_tells_all_of_them() -> None:
    assert PAGE.read_text() == page()
