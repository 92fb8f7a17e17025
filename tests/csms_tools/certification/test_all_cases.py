"""Which cases are selected."""

import pytest

from csms_tools.certification.all_cases import all_cases, selected
from csms_tools.certification.case import Profile


def numbers(*names: str, profiles: tuple[str, ...] = ()) -> list[str]:
    return [one.number for one in selected(profiles, names)]


def test_all_are_selected_where_nothing_is_named() -> None:
    assert selected((), ()) == all_cases()


def test_they_come_by_profile_and_then_by_number() -> None:
    places = [list(Profile).index(one.profile) for one in all_cases()]
    assert places == sorted(places)
    assert numbers("TC_012", "TC_001") == ["TC_001", "TC_012"]


def test_a_name_is_a_number_or_what_several_begin_with() -> None:
    assert numbers("TC_001") == ["TC_001"]
    assert numbers("TC_01")[0] == "TC_010" if "TC_010" in numbers() else "TC_012"
    assert {"TC_001", "TC_012"} <= set(numbers("TC_0"))


def test_a_whole_number_is_not_the_beginning_of_others() -> None:
    assert len(set(numbers("TC_012"))) == 1


def test_a_profile_and_a_case_are_selected_together() -> None:
    core = numbers(profiles=("core",))
    assert core == numbers("TC_001", profiles=("core",))
    assert {one.profile for one in selected(("core",), ())} == {Profile.CORE}


@pytest.mark.parametrize("name", ["TC_999", "", "012"])
def test_a_name_of_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no case is called so"):
        selected((), (name,))
