import pytest

from csms.domain.command_context import CommandContext
from csms.domain.local_lists import (
    known,
    too_long,
    unfit,
    unfit_entries,
    unfit_version,
    unkept,
)
from csms.store.commands import local_list_items
from csms.store.commands.local_list_items import MOST_ITEMS
from csms.store.commands.local_lists import Changes, LocalList
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration, Entry
from tests.support import NOON

INFO = {"idTagInfo": {"status": "Accepted"}}


def local_list(version: int, *id_tags: str) -> LocalList:
    one = LocalList.of("CP1")
    one.accept(version, changes(*id_tags), NOON, full=True)
    return one


def changes(*id_tags: str) -> Changes:
    return [(id_tag, {"idTag": id_tag, **INFO}) for id_tag in id_tags]


def configuration(**values: str) -> Configuration:
    one = Configuration.of("CP1")
    one.keep(Entry(key, readonly=True, value=value, at=NOON) for key, value in values.items())
    return one


@pytest.mark.parametrize(
    ("version", "full", "fits"),
    [(0, True, False), (-1, True, False), (1, True, True), (3, False, False), (4, False, True)],
)
def test_a_version_is_positive_and_a_differential_one_higher(
    version: int, full: bool, fits: bool
) -> None:
    assert (unfit_version(version, local_list(3), full=full) is None) is fits


def test_a_version_is_not_compared_with_what_nobody_knows() -> None:
    assert unfit_version(1, None, full=False) is None
    assert unfit_version(1, LocalList.of("CP1"), full=False) is None


def test_only_a_differential_update_deletes() -> None:
    assert unfit_entries([("A", None)], full=True) == "A: an entry of a full list has an idTagInfo"
    assert unfit_entries([("A", None)], full=False) is None
    assert unfit_entries([], full=True) is None


def test_case_does_not_make_another_tag() -> None:
    assert unfit_entries(changes("A", "B", "a"), full=True) == "a is on the list twice"


def test_a_list_that_is_too_long_is_told_by_what_is_known() -> None:
    three = changes("A", "B", "C")
    assert too_long(three, None, None, full=True) is None
    assert too_long(three, None, configuration(), full=True) is None
    assert too_long(three, None, configuration(SendLocalListMaxLength="3"), full=True) is None
    assert too_long(three, None, configuration(SendLocalListMaxLength="2"), full=True)
    most = configuration(LocalAuthListMaxLength="3")
    assert too_long(three, local_list(1, "D"), most, full=True) is None
    assert too_long(three, None, most, full=False) is None
    assert too_long(three, local_list(1, "A", "B"), most, full=False) is None
    assert too_long([*three, ("D", None)], local_list(1, "D"), most, full=False) is None
    assert (
        too_long(three, local_list(1, "D"), most, full=False)
        == "the list would have 4 entries, and 3 at most (LocalAuthListMaxLength)"
    )


def test_the_first_thing_that_is_wrong_is_told() -> None:
    short = configuration(SendLocalListMaxLength="1")
    reason = unfit(0, changes("A", "A"), None, short, full=True)
    assert reason == "listVersion: the versions of a list begin at 1"
    assert unfit(1, changes("A", "A"), None, short, full=True) == "A is on the list twice"
    reason = unfit(1, changes("A", "B"), None, short, full=True)
    assert reason == "it takes at most 1 entries at a time (SendLocalListMaxLength)"
    assert unfit(1, changes("A"), None, short, full=True) is None


def test_a_list_is_known_with_all_its_items() -> None:
    first = LocalList.of("CP1")
    first.entries, first.rest = {"A": {"idTag": "A"}}, 1
    (stub,) = first.further
    stub.entries = {"B": {"idTag": "B"}}
    charge_point = ChargePoint.of("CP1")
    items = {(one.pk, one.sk): one for one in (first, stub)}
    found = known(CommandContext(charge_point, NOON, items=items))
    assert found
    assert set(found.entries) == {"A", "B"}
    assert known(CommandContext(charge_point, NOON)) is None


def test_what_is_more_than_is_kept_of_a_list_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_list_items, "LARGEST_ITEM", 10)
    standing = LocalList.of("CP1")
    standing.entries = {"A": {"idTag": "A"}}
    more: Changes = [(str(number), {"idTag": str(number)}) for number in range(MOST_ITEMS)]
    assert unkept(more, standing, full=True) is None
    assert unkept(more[1:], standing, full=False) is None
    reason = "the list would have 11 entries, which is more than is kept of one"
    assert unkept(more, standing, full=False) == reason
