from typing import Any

import pytest

from csms_tools.charge_point.domain.id_tags import IdTagInfo
from csms_tools.charge_point.domain.local_list import LocalList


def good(tag: str) -> dict[str, Any]:
    return {"idTag": tag, "idTagInfo": {"status": "Accepted"}}


def update(entries: LocalList, kind: str, version: int, *update: dict[str, Any]) -> str:
    return entries.update(kind, version, update, send_limit=3, limit=4)


@pytest.fixture
def two() -> LocalList:
    entries = LocalList()
    assert update(entries, "Full", 5, good("A"), good("B")) == "Accepted"
    return entries


def test_a_list_without_entries_has_version_0() -> None:
    assert LocalList().version == 0


def test_a_full_update_replaces_the_list_whatever_its_version(two: LocalList) -> None:
    assert update(two, "Full", 2, good("C")) == "Accepted"
    assert (two.version, two.find("A"), two.find("c")) == (2, None, IdTagInfo("Accepted"))


def test_an_empty_full_update_clears_the_list(two: LocalList) -> None:
    assert update(two, "Full", 6) == "Accepted"
    assert (two.version, len(two)) == (0, 0)


def test_a_differential_update_adds_changes_and_deletes(two: LocalList) -> None:
    blocked = {"idTag": "a", "idTagInfo": {"status": "Blocked"}}
    assert update(two, "Differential", 6, blocked, {"idTag": "B"}, good("C")) == "Accepted"
    assert two.find("A") == IdTagInfo("Blocked")
    assert (two.find("B"), len(two), two.version) == (None, 2, 6)


@pytest.mark.parametrize("version", [5, 4])
def test_a_differential_update_must_be_newer(two: LocalList, version: int) -> None:
    assert update(two, "Differential", version, good("C")) == "VersionMismatch"
    assert two.find("C") is None


@pytest.mark.parametrize("version", [0, -1])
def test_no_update_is_called_0_or_minus_1(two: LocalList, version: int) -> None:
    assert update(two, "Full", version, good("C")) == "Failed"


def test_a_tag_may_stand_in_an_update_once(two: LocalList) -> None:
    assert update(two, "Full", 6, good("C"), good("c")) == "Failed"


def test_a_full_update_says_something_of_every_tag(two: LocalList) -> None:
    assert update(two, "Full", 6, {"idTag": "C"}) == "Failed"
    assert len(two) == 2


def test_too_much_in_one_message_fails(two: LocalList) -> None:
    assert update(two, "Full", 6, *map(good, "CDEF")) == "Failed"


def test_too_much_in_the_list_fails_and_changes_nothing(two: LocalList) -> None:
    assert update(two, "Differential", 6, *map(good, "CDE")) == "Failed"
    assert (two.version, len(two)) == (5, 2)
