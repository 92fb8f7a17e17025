from datetime import UTC, datetime

import pytest

from csms.store import table
from csms.store.paging import Position, by_name, by_time, of_partition, part, parts, reading, taking
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.message_log import LoggedFrame
from csms.store.reported.reports import Report
from tests.csms.store.paging.support import logged, report, tags, whole
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize("limit", [1, 2, 5, 19, 20, 21])
def test_part_after_part_has_every_name_once_and_in_order(limit: int) -> None:
    names = tags(20)
    found = whole(by_name(IdTag, "TAG"), limit, reading(IdTag))
    assert [tag.id_tag for tag in found] == names


def test_a_part_that_is_the_last_says_so() -> None:
    tags(4)
    assert part(by_name(IdTag, "TAG"), 4, None, reading(IdTag)).position is None
    assert part(by_name(IdTag, "TAG"), 3, None, reading(IdTag)).position is not None
    assert part(by_name(IdTag, "CP"), 3, None, reading(IdTag)).items == []


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_a_filter_passes_over_what_is_not_wanted(limit: int) -> None:
    tags(30)
    found = whole(by_name(IdTag, "TAG"), limit, reading(IdTag, lambda tag: tag.blocked))
    assert [tag.id_tag for tag in found] == ["T000", "T010", "T020"]


def test_what_has_gone_since_it_was_listed_is_passed_over() -> None:
    tags(3)
    gone = {"T001"}
    found = part(by_name(IdTag, "TAG"), 9, None, reading(IdTag, lambda tag: tag.id_tag not in gone))
    assert [tag.id_tag for tag in found.items] == ["T000", "T002"]


def test_a_part_costs_the_same_however_long_the_list_is(queries: list[str]) -> None:
    costs = []
    for count in (10, 60):
        tags(count)
        queries.clear()
        part(by_name(IdTag, "TAG"), 5, None, reading(IdTag))
        costs.append(list(queries))
    assert costs[0] == costs[1]
    assert len(costs[0]) == table.SHARDS + 1


def test_a_part_for_which_nothing_passes_gives_up_and_goes_on_later(queries: list[str]) -> None:
    tags(40)
    queries.clear()
    found = part(by_name(IdTag, "TAG"), 2, None, reading(IdTag, lambda tag: tag.id_tag > "T03"))
    assert found.items == []
    assert found.position is not None
    assert len(queries) == parts.MOST_ROUNDS * (table.SHARDS + 1)
    late = whole(by_name(IdTag, "TAG"), 2, reading(IdTag, lambda tag: tag.id_tag > "T038"))
    assert [tag.id_tag for tag in late] == ["T039"]


def test_months_without_anything_are_passed_over_so_many_at_a_time(queries: list[str]) -> None:
    report(datetime(2026, 1, 5, tzinfo=UTC))
    later = datetime(2027, 3, 1, tzinfo=UTC)
    queries.clear()
    first = part(by_time(Report, "Kind", later), 5, None, reading(Report))
    assert (first.items, len(queries)) == ([], parts.MOST_EMPTY)
    assert len(whole(by_time(Report, "Kind", later), 5, reading(Report))) == 1


def test_items_of_another_kind_are_passed_over() -> None:
    report(NOON)
    assert whole(of_partition(LoggedFrame, "CP#CP1"), 1, taking(LoggedFrame)) == []
    assert len(whole(of_partition(Report, "CP#CP1"), 1, taking(Report))) == 1


def test_a_part_ends_with_what_fills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "HEAVIEST", 10)
    logged("abcde")
    own = of_partition(LoggedFrame, "LOG#")
    weights = {"a": 4, "b": 7, "c": 10, "d": 9, "e": 1}
    ends: list[str] = []
    position: Position | None = None
    while not ends or position is not None:
        found = part(own, 9, position, taking(LoggedFrame), lambda one: weights[one.sk])
        ends.append("".join(one.sk for one in found.items))
        position = found.position
    assert ends == ["ab", "c", "de"]
