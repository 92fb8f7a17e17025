from datetime import timedelta

import pytest

from csms.store.paging import HIGHEST, LOWEST, BadPosition, ByMinutes, part, taking
from csms.store.paging import minutes as module
from csms.store.reported import security_events
from csms.store.reported.reports import Report
from csms.store.reported.security_events import PREFIXES, OwnSecurityEvent
from csms.store.table import HistoryItem, when
from tests.csms.store.paging.support import report, whole
from tests.support import NOON

SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("store")


def own(low: str = LOWEST, high: str = HIGHEST) -> list[ByMinutes]:
    table = HistoryItem.Meta.table_name
    return [ByMinutes(table, ("CP#CP1",), low, high, prefixes=("Kind#",), by_minute=PREFIXES)]


def failed(seconds: int, address: str) -> None:
    at = NOON + seconds * SECOND
    security_events.note("CP1", at, reason="because", source_ip=address)


def seconds(ranges: list[ByMinutes], limit: int) -> list[int]:
    found = whole(ranges, limit, taking(HistoryItem))
    assert all(isinstance(one, Report | OwnSecurityEvent) for one in found)
    return [int((one.at - NOON).total_seconds()) for one in found]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9, 50])
def test_both_kinds_are_the_newest_first(limit: int) -> None:
    for one in (0, 70, 20, 130, 125):
        report(NOON + one * SECOND)
    for number, one in enumerate((119, 61, 10, 100, 30, 121)):
        failed(one, f"192.0.2.{number}")
    assert seconds(own(), limit) == [130, 125, 121, 119, 100, 70, 61, 30, 20, 10, 0]


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_both_ends_are_exact(limit: int) -> None:
    report(NOON)
    for one, address in ((5, "a"), (25, "b"), (45, "c")):
        failed(one, address)
    within = own(when(NOON + 20 * SECOND), when(NOON + 30 * SECOND))
    assert seconds(within, limit) == [25]
    assert seconds(own(when(NOON + 30 * SECOND), when(NOON + 20 * SECOND)), limit) == []


def test_a_part_costs_a_bounded_number_of_queries(queries: list[str]) -> None:
    for number in range(30):
        failed(number * 7, f"192.0.2.{number}")
    queries.clear()
    found = part(own(), 5, None, taking(HistoryItem))
    assert len(found.items) == 5
    assert len(queries) <= 1 + 3 * len(PREFIXES)


def test_of_a_minute_with_too_many_addresses_some_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_OF_A_MINUTE", 5)
    monkeypatch.setattr(security_events, "ADDRESSES", 10)
    monkeypatch.setattr(security_events, "crc32", lambda address: int(address[-1:]))
    for number in range(9):
        failed(number, f"192.0.2.{number}")
    failed(-1, "192.0.2.1")
    assert seconds(own(), 3) == [8, 7, 6, 5, 4, -1]


@pytest.mark.parametrize("behind", [[], [""], ["a", "b"], ["x" * 2049]])
def test_what_is_no_position_is_refused(behind: list[str]) -> None:
    with pytest.raises(BadPosition):
        part(own(), 5, {"in": [""], "behind": behind}, taking(HistoryItem))


@pytest.mark.parametrize("behind", ["\x00", "zzz", "2026", "\U0010ffff\U0010ffff"])
def test_an_invented_one_only_says_where_to_begin(behind: str) -> None:
    failed(0, "a")
    found = part(own(), 5, {"in": [""], "behind": [behind]}, taking(HistoryItem))
    assert len(found.items) == (1 if behind > "2026-06" else 0)
