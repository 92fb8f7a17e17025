import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.store.commands import local_list_items
from tests.csms.store.commands.test_local_lists import entry


@given(st.lists(st.text(max_size=20), unique=True, max_size=30), st.integers(50, 500))
def test_however_a_list_is_cut_nothing_is_lost(tags: list[str], largest: int) -> None:
    entries, heard = {tag: entry(tag) for tag in tags[::2]}, dict.fromkeys(tags[::3], 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_list_items, "LARGEST_ITEM", largest)
        parts = local_list_items.cut(entries, heard)
    assert sum(len(its_entries) for its_entries, _ in parts) == len(entries)
    assert {tag: one for its, _ in parts for tag, one in its.items()} == entries
    assert {tag: time for _, its in parts for tag, time in its.items()} == heard
