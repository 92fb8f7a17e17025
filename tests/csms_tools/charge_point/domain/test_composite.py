from datetime import UTC, datetime
from typing import Any

from csms_tools.charge_point.domain.charging_profiles import ChargingProfile
from csms_tools.charge_point.domain.composite import composite
from csms_tools.charge_point.domain.power import Offer
from csms_tools.charge_point.domain.schedules import Outlet
from tests.csms_tools.charge_point.profiles import profile

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = Outlet(1, Offer(32.0, 3), 230.0, NOON)
TWO = Outlet(2, Offer(32.0, 3), 230.0, NOON)
TOP = profile(
    9,
    "ChargePointMaxProfile",
    (0, 20.0),
    (1800, 12.0),
    kind="Absolute",
    schedule={"startSchedule": "2026-11-22T12:00:00Z"},
)


def periods(
    installed: list[tuple[int, ChargingProfile]],
    outlets: list[Outlet] | None = None,
    unit: str = "A",
    duration: int = 3600,
) -> list[tuple[int, float, int]]:
    schedule = composite(installed, outlets or [ONE], NOON, duration, unit)
    return [
        (period["startPeriod"], period["limit"], period["numberPhases"])
        for period in schedule["chargingSchedulePeriod"]
    ]


def test_without_profiles_it_is_the_hardware_from_the_start() -> None:
    schedule: dict[str, Any] = composite([], [ONE], NOON, 600, "A")
    period = {"startPeriod": 0, "limit": 32.0, "numberPhases": 3}
    expected = {"duration": 600, "chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    assert schedule == expected


def test_every_change_begins_a_period_and_nothing_else_does() -> None:
    installed = [
        (0, TOP),
        (1, profile(1, "TxDefaultProfile", (0, 16.0), (600, 16.0), (1200, 25.0))),
    ]
    assert periods(installed) == [(0, 16.0, 3), (1200, 20.0, 3), (1800, 12.0, 3)]


def test_what_changes_after_the_end_is_left_out() -> None:
    assert periods([(0, TOP)], duration=1800) == [(0, 20.0, 3)]


def test_the_end_of_a_schedule_and_of_its_validity_are_changes() -> None:
    short = profile(1, "TxDefaultProfile", (0, 8.0), schedule={"duration": 900})
    valid = profile(2, "TxDefaultProfile", (0, 6.0), validTo="2026-11-22T12:10:00Z")
    assert periods([(1, short)]) == [(0, 8.0, 3), (900, 32.0, 3)]
    assert periods([(1, valid)]) == [(0, 6.0, 3), (600, 32.0, 3)]


def test_a_recurring_schedule_comes_again_within_the_time() -> None:
    daily = profile(
        1,
        "TxDefaultProfile",
        (0, 10.0),
        kind="Recurring",
        recurrencyKind="Daily",
        schedule={"startSchedule": "2026-11-20T12:00:00Z", "duration": 3600},
    )
    day = 24 * 3600
    assert periods([(1, daily)], duration=2 * day) == [
        (0, 10.0, 3),
        (3600, 32.0, 3),
        (day, 10.0, 3),
        (day + 3600, 32.0, 3),
    ]


def test_watts_are_given_where_watts_are_asked_for() -> None:
    assert periods([(1, profile(1, "TxDefaultProfile", (0, 10.0)))], unit="W") == [(0, 6900.0, 3)]


def test_the_whole_charge_point_is_the_sum_under_its_maximum() -> None:
    installed = [(1, profile(1, "TxDefaultProfile", (0, 6.0)))]
    assert periods(installed, [ONE, TWO]) == [(0, 38.0, 3)]
    assert periods([*installed, (0, TOP)], [ONE, TWO]) == [(0, 20.0, 3), (1800, 12.0, 3)]
