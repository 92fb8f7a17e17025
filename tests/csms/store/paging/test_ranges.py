from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from csms.store import table
from csms.store.paging import (
    HIGHEST,
    BadPosition,
    Load,
    Position,
    Range,
    by_name,
    by_time,
    of_partition,
    part,
    ranges,
    reading,
    taking,
)
from csms.store.provisioned import id_tags
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.message_log import LoggedFrame
from csms.store.reported.reports import Report
from csms.store.table import calls
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

NOW = NOON + timedelta(days=1)


def whole(ranges: Sequence[Range], limit: int, load: Load[Any]) -> list[Any]:
    """Part after part."""
    items: list[Any] = []
    position: Position | None = None
    for _ in range(100):
        found = part(ranges, limit, position, load)
        assert len(found.items) <= limit
        items += found.items
        if found.position is None:
            return items
        position = found.position
    raise AssertionError("the list has no end")


def tags(count: int) -> list[str]:
    names = [f"T{number:03}" for number in range(count)]
    for number, name in enumerate(names):
        id_tags.provision(name, blocked=number % 10 == 0)
    return names


def report(at: datetime, charge_point: str = "CP1") -> None:
    one = Report(f"CP#{charge_point}", f"Kind#{table.when(at)}#", action="Kind", payload={})
    one.at = one.received_at = at
    one.by_time_pk, one.by_time_sk = table.by_time("Kind", charge_point, at)
    table.perform(table.put(one))


def logged(keys: Sequence[str]) -> None:
    for key in keys:
        table.perform(table.put(LoggedFrame("LOG#", key, frame="[]", received_at=NOON)))


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every call of DynamoDB."""
    asked: list[str] = []
    call = calls.call

    def counted(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counted)
    return asked


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


def test_names_may_begin_alike() -> None:
    tags(20)
    found = whole(by_name(IdTag, "TAG", "T01"), 3, reading(IdTag))
    assert [tag.id_tag for tag in found] == [f"T01{number}" for number in range(10)]


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
    assert len(queries) == ranges.MOST_ROUNDS * (table.SHARDS + 1)
    late = whole(by_name(IdTag, "TAG"), 2, reading(IdTag, lambda tag: tag.id_tag > "T038"))
    assert [tag.id_tag for tag in late] == ["T039"]


@pytest.mark.parametrize("limit", [1, 4, 50])
def test_a_list_by_time_is_the_newest_first_across_months_and_shards(limit: int) -> None:
    times = [NOON - timedelta(days=10 * number, minutes=number) for number in range(13)]
    for number, at in enumerate(times):
        report(at, f"CP{number}")
    found = whole(by_time(Report, "Kind", NOW), limit, reading(Report))
    assert [one.at for one in found] == times


def test_a_list_by_time_has_its_beginning_but_not_its_end() -> None:
    times = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3, 4)]
    for at in times:
        report(at)
    ranges = by_time(Report, "Kind", NOW, since=times[1], until=times[3])
    assert [one.at for one in whole(ranges, 1, reading(Report))] == [times[2], times[1]]
    assert by_time(Report, "Kind", NOW, since=times[3], until=times[1]) == []
    assert whole(by_time(Report, "Kind", NOW, since=NOON), 1, reading(Report)) == []


def test_months_without_anything_are_passed_over_so_many_at_a_time(queries: list[str]) -> None:
    report(datetime(2026, 1, 5, tzinfo=UTC))
    later = datetime(2027, 3, 1, tzinfo=UTC)
    queries.clear()
    first = part(by_time(Report, "Kind", later), 5, None, reading(Report))
    assert (first.items, len(queries)) == ([], ranges.MOST_EMPTY)
    assert len(whole(by_time(Report, "Kind", later), 5, reading(Report))) == 1


@pytest.mark.parametrize("limit", [1, 2, 5, 9])
def test_a_partition_is_read_from_either_end(limit: int) -> None:
    logged("abcde")
    forward = whole(of_partition(LoggedFrame, "LOG#"), limit, taking(LoggedFrame))
    assert [one.sk for one in forward] == list("abcde")
    backward = of_partition(LoggedFrame, "LOG#", "b", "d", newest_first=True)
    assert [one.sk for one in whole(backward, limit, taking(LoggedFrame))] == list("dcb")


def test_a_partition_costs_one_query_a_part(queries: list[str]) -> None:
    logged("abcde")
    queries.clear()
    found = part(of_partition(LoggedFrame, "LOG#"), 2, None, taking(LoggedFrame))
    assert [one.sk for one in found.items] == ["a", "b"]
    assert queries == ["Query"]


def test_items_of_another_kind_are_passed_over() -> None:
    report(NOON)
    assert whole(of_partition(LoggedFrame, "CP#CP1"), 1, taking(LoggedFrame)) == []
    assert len(whole(of_partition(Report, "CP#CP1"), 1, taking(Report))) == 1


@pytest.mark.parametrize(
    "position",
    [
        {"0": ["T000", "TAG#T000", "TAG"]},
        {"in": ["2026-06"], "0": ["T000", "TAG#T000", "TAG"]},
        {"in": []},
        {"in": [""], "0": []},
        {"in": [""], "0": ["T000", "TAG#T000"]},
        {"in": [""], "0": ["T000", "", "TAG"]},
        {"in": [""], "0": ["T000", "x" * 3000, "TAG"]},
        {"in": [""], "0": ["U", "TAG#U", "TAG"]},
        {"in": [""], "0": ["A", "TAG#A", "TAG"]},
    ],
)
def test_a_position_that_nobody_has_given_out_is_refused(position: Position) -> None:
    tags(5)
    with pytest.raises(BadPosition):
        part(by_name(IdTag, "TAG", "T"), 2, position, reading(IdTag))


def test_a_position_sees_nothing_of_another_list() -> None:
    tags(5)
    elsewhere = {"in": [""], "0": ["T", "CP#CP1", "CP"], "9": ["x", "y", "z"]}
    found = part(by_name(IdTag, "TAG", "T"), 9, elsewhere, reading(IdTag))
    assert {tag.pk[:4] for tag in found.items} == {"TAG#"}


@pytest.mark.parametrize("limit", [1, 2, 3, 9])
def test_kinds_of_one_partition_are_read_as_one_list(limit: int) -> None:
    logged(["A#1", "A#3", "A#4", "B#2", "B#5", "C#2"])
    own = of_partition(LoggedFrame, "LOG#", "2", HIGHEST, newest_first=True, prefixes=("A#", "B#"))
    found = whole(own, limit, taking(LoggedFrame))
    assert [one.sk for one in found] == ["B#5", "A#4", "A#3", "B#2"]


def test_a_position_of_another_kind_is_none_of_this_list() -> None:
    own = of_partition(LoggedFrame, "LOG#", prefixes=("A#", "B#"))
    with pytest.raises(BadPosition):
        part(own, 1, {"in": [""], "1": ["A#1", "LOG#", "A#1"]}, taking(LoggedFrame))


def test_a_list_whose_end_comes_before_its_beginning_is_empty(queries: list[str]) -> None:
    logged("abc")
    queries.clear()
    assert whole(of_partition(LoggedFrame, "LOG#", "c", "a"), 5, taking(LoggedFrame)) == []
    assert queries == []


def test_a_part_ends_with_what_fills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "HEAVIEST", 10)
    logged("abcde")
    own = of_partition(LoggedFrame, "LOG#")
    weights = {"a": 4, "b": 7, "c": 10, "d": 9, "e": 1}
    parts: list[str] = []
    position: Position | None = None
    while not parts or position is not None:
        found = part(own, 9, position, taking(LoggedFrame), lambda one: weights[one.sk])
        parts.append("".join(one.sk for one in found.items))
        position = found.position
    assert parts == ["ab", "c", "de"]
