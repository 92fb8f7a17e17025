from datetime import UTC, datetime, timedelta

import pytest

from csms.store.paging import HIGHEST, by_name, by_time, of_partition, part, reading, taking
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.message_log import LoggedFrame
from csms.store.reported.reports import Report
from tests.csms.store.paging.support import logged, report, tags, whole
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

NOW = NOON + timedelta(days=1)


def test_names_may_begin_alike() -> None:
    tags(20)
    found = whole(by_name(IdTag, "TAG", "T01"), 3, reading(IdTag))
    assert [tag.id_tag for tag in found] == [f"T01{number}" for number in range(10)]


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


@pytest.mark.parametrize("limit", [1, 2, 3, 9])
def test_kinds_of_one_partition_are_read_as_one_list(limit: int) -> None:
    logged(["A#1", "A#3", "A#4", "B#2", "B#5", "C#2"])
    own = of_partition(LoggedFrame, "LOG#", "2", HIGHEST, newest_first=True, prefixes=("A#", "B#"))
    found = whole(own, limit, taking(LoggedFrame))
    assert [one.sk for one in found] == ["B#5", "A#4", "A#3", "B#2"]


def test_a_list_whose_end_comes_before_its_beginning_is_empty(queries: list[str]) -> None:
    logged("abc")
    queries.clear()
    assert whole(of_partition(LoggedFrame, "LOG#", "c", "a"), 5, taking(LoggedFrame)) == []
    assert queries == []
