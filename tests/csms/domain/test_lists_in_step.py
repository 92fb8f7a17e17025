from typing import Any

import pytest

from csms.domain.lists_in_step import astray, lacking
from csms.store.commands.local_lists import LocalList
from csms.store.commands.wanted_lists import WantedList
from tests.support import NOON


def entry(id_tag: str, status: str = "Accepted") -> dict[str, Any]:
    return {"idTag": id_tag, "idTagInfo": {"status": status}}


def wanted(**tags: str | None) -> WantedList:
    one = WantedList.of("CP1")
    one.tags, one.full = tags, True
    return one


def known(*id_tags: str, reported: int | None = None, full: bool = True) -> LocalList:
    one = LocalList.of("CP1")
    one.accept(4, [(id_tag, entry(id_tag)) for id_tag in id_tags], NOON, full=full)
    one.reported_version = reported
    return one


@pytest.mark.parametrize(
    ("local_list", "status", "sent", "full"),
    [
        (known("A"), "Accepted", [], False),
        (known("A"), "Blocked", [entry("A", "Blocked")], False),
        (known("B"), "Accepted", [entry("A")], False),
        (known("A", reported=4), "Accepted", [], False),
        (known("A", reported=-1), "Blocked", [], False),
        (known("A", "B", reported=0), "Accepted", [entry("A"), entry("B")], True),
        (known("A", reported=3), "Accepted", [entry("A")], True),
        (LocalList.of("CP1"), "Accepted", [entry("A")], True),
    ],
)
def test_what_differs_is_sent_and_all_of_it_where_nothing_is_known(
    local_list: LocalList, status: str, sent: list[Any], full: bool
) -> None:
    found = lacking(wanted(A="A"), {"A": entry("A", status)}, local_list)
    assert found == (sent, full)


def test_a_tag_that_is_ours_no_more_or_was_taken_off_is_deleted() -> None:
    entries, full = lacking(wanted(A="A", B=None, C=None), {}, known("A", "B"))
    assert (entries, full) == ([{"idTag": "A"}, {"idTag": "B"}], False)


def test_a_whole_list_has_no_deletions() -> None:
    entries, full = lacking(wanted(A="A", B=None), {"A": entry("A")}, known("B", reported=9))
    assert (entries, full) == ([entry("A")], True)


def test_a_list_of_which_only_changes_are_known_is_only_changed() -> None:
    want = wanted(A="A", B=None)
    want.full = False
    entries, full = lacking(want, {"A": entry("A")}, known("X", reported=9, full=False))
    assert (entries, full) == ([entry("A"), {"idTag": "B"}, entry("X")], False)


def test_what_is_missing_and_what_is_left_over_are_named_as_they_are_spelled() -> None:
    missing, left_over = astray(wanted(A="a", D="d", B=None, E=None), known("a", "b"))
    assert (missing, left_over) == (["d"], ["b"])
