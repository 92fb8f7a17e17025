import pytest

from csms.store.commands.local_lists import LocalList
from csms.store.commands.wanted_lists import WantedList
from csms.store.table import ConditionFailed, fetch, perform
from tests.support import NOON

INFO = {"idTagInfo": {"status": "Accepted"}}


def test_what_a_new_list_does_not_name_is_to_go() -> None:
    known = LocalList.of("CP1")
    known.accept(1, [("OLD", {"idTag": "OLD", **INFO})], NOON, full=True)
    wanted = WantedList.of("CP1")
    wanted.changed(["card-1", "Card-2"], [], [])
    wanted.replaced(["Card-2"], ["other"], known)
    assert wanted.tags == {"CARD-1": None, "CARD-2": "Card-2", "OLD": None}
    assert wanted.full


def test_a_change_adds_takes_off_and_leaves_entries_to_those_who_put_them() -> None:
    wanted = WantedList.of("CP1")
    wanted.changed(["a", "b", "c"], [], [])
    wanted.changed(["d"], ["B"], ["C"])
    assert wanted.tags == {"A": "a", "C": None, "D": "d"}
    assert not wanted.full


def test_a_list_longer_than_an_item_is_found_out() -> None:
    wanted = WantedList.of("CP1")
    wanted.changed([f"{number * 7919 % 10**9:020}" for number in range(5000)], [], [])
    assert not wanted.is_too_long
    wanted.changed([f"{number**5 % 10**19:020}" for number in range(60_000)], [], [])
    assert wanted.is_too_long


@pytest.mark.usefixtures("store")
def test_of_two_changes_at_once_one_is_refused() -> None:
    first, second = WantedList.of("CP1"), WantedList.of("CP1")
    perform(first.written())
    with pytest.raises(ConditionFailed):
        perform(second.written())
    (stored,) = fetch(WantedList.of("CP1"))
    assert stored
    perform(stored.written())
