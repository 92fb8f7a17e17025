import string
from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.aws import ServiceError
from csms.store.commands import local_list_items, local_lists
from csms.store.commands.local_list_items import Entry
from csms.store.commands.local_lists import Changes, LocalList
from csms.store.counters import Counters
from csms.store.table import Cancelled, ConditionFailed, fetch, perform, put, query, transact
from tests.support import NOON

SECOND = timedelta(seconds=1)
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


@dataclass(frozen=True)
class Update:
    """What was accepted some seconds after noon."""

    seconds: int
    changes: Changes
    full: bool

    def accepted_by(self, local_list: LocalList) -> None:
        at = NOON + timedelta(seconds=self.seconds)
        local_list.accept(self.seconds + 1, self.changes, at, full=self.full)


def entry(tag: str, group: str = "G") -> Entry:
    return {"idTag": tag, "idTagInfo": {"status": "Accepted", "parentIdTag": group}}


@st.composite
def updates(draw: st.DrawFn) -> list[Update]:
    made = []
    for seconds in range(draw(st.integers(1, 6))):
        full = draw(st.booleans())
        tags = draw(st.lists(st.sampled_from("ABCD"), unique=True))
        gone = [not full and draw(st.booleans()) for _ in tags]
        changes = [
            (tag, None if is_gone else entry(tag, str(seconds)))
            for tag, is_gone in zip(tags, gone, strict=True)
        ]
        made.append(Update(seconds, changes, full))
    return made


@given(made=updates(), order=st.randoms())
def test_whenever_an_answer_is_taken_what_was_answered_last_counts(
    made: list[Update], order: Random
) -> None:
    in_order, otherwise = LocalList.of("CP1"), LocalList.of("CP1")
    expected: dict[str, Entry] = {}
    for one in made:
        one.accepted_by(in_order)
        expected = {} if one.full else expected
        changed = expected | dict(one.changes)
        expected = {tag: known for tag, known in changed.items() if known}
    for one in order.sample(made, len(made)):
        one.accepted_by(otherwise)
    for local_list in (in_order, otherwise):
        assert local_list.entries == expected
        assert local_list.version == made[-1].seconds + 1
        assert local_list.complete == any(one.full for one in made)


def test_what_an_older_version_has_kept_gives_way_to_what_is_answered_after_it() -> None:
    def of_old() -> LocalList:
        local_list = LocalList.of("CP1")
        local_list.entries = {"A": entry("A"), "B": entry("B")}
        local_list.version, local_list.updated_at = 3, NOON
        return local_list

    later, earlier = of_old(), of_old()
    later.accept(4, [("A", None), ("C", entry("C"))], NOON + SECOND, full=False)
    assert set(later.entries) == {"B", "C"}
    earlier.accept(2, [("A", None), ("C", entry("C"))], NOON - SECOND, full=False)
    assert set(earlier.entries) == {"A", "B", "C"}
    assert earlier.version == 3
    replaced = of_old()
    replaced.accept(4, [("C", entry("C"))], NOON + SECOND, full=True)
    assert set(replaced.entries) == {"C"}


def test_a_report_that_was_answered_later_stands() -> None:
    local_list = LocalList.of("CP1")
    local_list.version, local_list.updated_at, local_list.entries = 3, NOON, {"A": A}
    local_list.reported_version, local_list.reported_at = 4, NOON + 2 * SECOND
    local_list.accept(4, [("B", entry("B"))], NOON + SECOND, full=False)
    assert set(local_list.entries) == {"A", "B"}
    assert (local_list.reported_version, local_list.contradicted) == (4, False)


@pytest.mark.usefixtures("store")
def test_a_report_that_was_answered_before_says_nothing_any_more() -> None:
    sent = LocalList.of("CP1")
    sent.accept(3, [("A", A)], NOON, full=True)
    transact(*sent.written())
    with pytest.raises(ConditionFailed):
        perform(local_lists.reported("CP1", 2, NOON - SECOND))
    perform(local_lists.reported("CP1", 3, NOON + SECOND))
    with pytest.raises(ConditionFailed):
        perform(local_lists.reported("CP1", 2, NOON))
    assert stored().reported_version == 3


def test_what_was_deleted_is_forgotten_after_days() -> None:
    local_list = LocalList.of("CP1")
    local_list.accept(1, [("A", A), ("B", entry("B"))], NOON, full=False)
    local_list.accept(2, [("A", None)], NOON + SECOND, full=False)
    assert set(local_list.heard) == {"A", "B"}
    local_list.accept(3, [], NOON + local_lists.LONGEST_LATE + 2 * SECOND, full=False)
    assert set(local_list.heard) == {"B"}


def tags_of_chance(number: int, chance: Random) -> list[str]:
    """Which no packing makes smaller."""
    signs = string.ascii_uppercase + string.digits + string.punctuation
    return ["".join(chance.choices(signs, k=20)) for _ in range(number)]


@pytest.mark.usefixtures("store")
def test_a_list_that_outgrows_an_item_is_kept_in_several() -> None:
    chance = Random(7)
    tags = tags_of_chance(14_000, chance)
    groups = tags_of_chance(14_000, chance)
    sent = LocalList.of("CP1")
    changes = [(tag, entry(tag, group)) for tag, group in zip(tags, groups, strict=True)]
    sent.accept(1, changes[:7_000], NOON, full=True)
    sent.accept(2, changes[7_000:], NOON + SECOND, full=False)
    with pytest.raises(ServiceError, match="Item size has exceeded"):
        perform(put(sent))
    transact(*sent.written())
    first = stored()
    assert first.rest
    assert len(first.entries) < len(tags)
    kept = local_lists.whole(first)
    assert kept
    assert kept.entries == sent.entries == {tag.upper(): given for tag, given in changes}
    assert kept.heard == sent.heard
    kept.accept(3, changes[:5], NOON + 2 * SECOND, full=True)
    transact(*kept.written())
    assert stored().rest is stored().rest_revision is None
    assert len(stored().entries) == 5
    assert query(local_list_items.LocalListRest, "CP#CP1", "LOCAL-LIST#") == []


@pytest.mark.usefixtures("store")
def test_a_list_that_is_written_while_it_is_read_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local_list_items, "LARGEST_ITEM", 100)
    sent = LocalList.of("CP1")
    sent.accept(1, [(tag, entry(tag, "old")) for tag in "ABCDEF"], NOON, full=True)
    transact(*sent.written())
    first = stored()
    assert first.rest
    sent = stored().joined(fetch(*first.further))
    sent.accept(2, [(tag, entry(tag, "new")) for tag in "ABCDEF"], NOON + SECOND, full=True)
    transact(*sent.written())
    found = local_lists.whole(first)
    assert found
    assert {one["idTagInfo"]["parentIdTag"] for one in found.entries.values()} == {"new"}
    perform(local_lists.reported("CP1", 2, NOON + 2 * SECOND))
    again = local_lists.whole(stored())
    assert again
    assert again.entries == found.entries


@pytest.mark.usefixtures("store")
def test_a_list_is_written_only_as_it_was_read() -> None:
    perform(put(LocalList.of("CP1")))
    one, other = stored(), stored()
    transact(*one.written())
    with pytest.raises(Cancelled):
        transact(*other.written())
