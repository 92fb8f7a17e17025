import pytest

from csms.store.commands import local_lists
from csms.store.commands.local_lists import Entry, LocalList
from csms.store.counters import Counters
from csms.store.table import fetch, perform, put
from tests.support import NOON

A: Entry = {"idTag": "A", "idTagInfo": {"status": "Accepted"}}


def stored() -> LocalList:
    (one,) = fetch(LocalList.of("CP1"))
    assert one
    return one


@pytest.mark.usefixtures("store")
def test_a_list_is_kept_beside_what_is_reported_of_it() -> None:
    sent = LocalList.of("CP1")
    sent.accept(3, [("a", A), ("B", None)], NOON, full=True)
    perform(put(sent))
    assert (stored().known_version, stored().contradicted) == (3, False)
    perform(local_lists.reported("CP1", 3, NOON))
    assert (stored().known_version, stored().contradicted) == (3, False)
    perform(local_lists.reported("CP1", 2, NOON))
    assert (stored().known_version, stored().contradicted) == (2, True)
    assert (stored().version, stored().entries, stored().complete) == (3, {"A": A}, True)


@pytest.mark.usefixtures("store")
def test_the_first_that_is_known_may_be_a_report() -> None:
    perform(local_lists.reported("CP1", -1, NOON))
    assert (stored().version, stored().entries, stored().complete) == (None, {}, False)
    assert (stored().known_version, stored().reported_at) == (-1, NOON)


@pytest.mark.parametrize(
    ("accepted", "reported", "sent", "following"),
    [
        (None, None, None, 1),
        (None, -1, None, 1),
        (None, 0, None, 1),
        (None, 7, None, 8),
        (5, 0, None, 6),
        (5, 7, None, 8),
        (5, None, 8, 9),
        (5, 3, 6, 7),
        (None, None, 3, 4),
    ],
)
def test_the_next_version_is_higher_than_all_that_were_ever_there(
    accepted: int | None, reported: int | None, sent: int | None, following: int
) -> None:
    local_list = LocalList.of("CP1")
    local_list.version, local_list.reported_version = accepted, reported
    counters = Counters.of("CP1")
    counters.list_version = sent
    assert local_lists.next_version(local_list, counters) == following
    if (accepted, reported, sent) == (None, None, None):
        assert local_lists.next_version(None, None) == following


def test_an_accepted_list_ends_what_was_reported() -> None:
    local_list = LocalList.of("CP1")
    local_list.reported_version, local_list.reported_at = 7, NOON
    local_list.accept(8, [("A", A)], NOON, full=False)
    assert (local_list.known_version, local_list.contradicted) == (8, False)
    assert (local_list.entries, local_list.complete) == ({"A": A}, False)
