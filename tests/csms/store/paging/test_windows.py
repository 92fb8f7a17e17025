from datetime import timedelta
from typing import Any

import pytest

from csms.digests import digest
from csms.store import table
from csms.store.paging import HIGHEST, LOWEST, BadPosition, ByWindows, part, taking
from csms.store.paging import windows as paging_windows
from csms.store.reported import meter_readings, shared_readings
from csms.store.reported.meter_readings import MeterReading
from csms.store.table import when
from tests.csms.store.paging.support import whole
from tests.support import NOON

SECOND = timedelta(seconds=1)
EVERY = 50 * SECOND  # does not divide a window

pytestmark = pytest.mark.usefixtures("store")


def kept(count: int, connectors: int = 1) -> list[str]:
    """The times of messages, of which some share items and others do not."""
    times = []
    for number in range(count):
        at = NOON + (number // connectors) * EVERY
        samples: list[dict[str, Any]] = [{"at": when(at), "measurand": "SoC", "text": "x"}]
        once = meter_readings.once(
            "CP1",
            samples * (1 if number % 7 else 100),
            digest=digest(str(number)),
            connector_id=number % connectors + 1,
            transaction_id=None,
            first=at,
            received_at=at,
        )
        assert table.apart(*once.writes) == {}
        times.append(when(at))
    return times


def windows(low: str = LOWEST, high: str = HIGHEST, *, newest_first: bool = False) -> ByWindows:
    return ByWindows(
        MeterReading.Meta.table_name,
        ("METER#CP1#2026-06",),
        low,
        high,
        newest_first=newest_first,
        apiece=meter_readings.apiece,
        window=shared_readings.window,
    )


def times(one: ByWindows, limit: int) -> list[str]:
    return [item.sk.partition("#")[0] for item in whole([one], limit, taking(MeterReading))]


@pytest.mark.parametrize("limit", [1, 3, 50, 99])
@pytest.mark.parametrize("connectors", [1, 12])
def test_part_after_part_has_each_once_in_order(limit: int, connectors: int) -> None:
    told = kept(70, connectors)
    assert times(windows(), limit) == told
    assert times(windows(newest_first=True), limit) == told[::-1]


@pytest.mark.parametrize("newest_first", [True, False])
def test_both_ends_are_exact_also_within_a_window(newest_first: bool) -> None:
    told = kept(40)
    for low, high in ((3, 17), (0, 1), (7, 8)):
        found = times(windows(told[low], told[high], newest_first=newest_first), 4)
        assert sorted(found) == told[low:high]
    assert times(windows(told[5], told[2], newest_first=newest_first), 4) == []


@pytest.mark.parametrize("newest_first", [True, False])
def test_what_an_older_version_kept_by_itself_as_well_is_shown_once(newest_first: bool) -> None:
    told = kept(12)
    for number in range(12):
        at = NOON + number * EVERY
        table.perform(
            *meter_readings.writes(
                "CP1",
                [{"at": when(at), "measurand": "SoC", "text": "x"}],
                source="MeterValues",
                digest=digest(str(number)),
                connector_id=1,
                transaction_id=None,
                first=at,
                received_at=at,
                once=False,
            )
        )
    assert sorted(times(windows(newest_first=newest_first), 50)) == told


def test_a_cursor_from_before_there_were_windows_goes_on_where_it_was() -> None:
    told = kept(9)
    old = f"{told[3]}#1#{digest('3')}#0"
    position = {"in": [""], "0": [old, "METER#CP1#2026-06", old]}
    found = part([windows()], 9, position, taking(MeterReading))
    assert [one.sk.partition("#")[0] for one in found.items] == told[4:]


@pytest.mark.parametrize("behind", ["", "x", "x" * 3000, "2026-06-01Tab:cd"])
def test_a_position_that_nobody_made_is_bad(behind: str) -> None:
    with pytest.raises(BadPosition):
        windows().some({"in": [""], "behind": [behind]}, 1)


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_window_that_is_flooded_hides_no_other(
    newest_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = kept(30, 12)
    monkeypatch.setattr(paging_windows, "MOST_OF_A_WINDOW", 5)
    monkeypatch.setattr(paging_windows, "FEWEST", 1)
    later = NOON + 100 * EVERY
    once = meter_readings.once(
        "CP1",
        [],
        digest=digest("later"),
        connector_id=1,
        transaction_id=None,
        first=later,
        received_at=later,
        unread={"meterValue": "x"},
    )
    table.perform(once.writes[0])
    found = times(windows(newest_first=newest_first), 2)
    assert found[0 if newest_first else -1] == when(later)
    assert found == sorted(found, reverse=newest_first)
    assert 1 < len(found) <= len(told)
