"""What a charging profile allows and when, as the page draws it (OCPP 1.6 §3.13)."""

from datetime import UTC, datetime
from typing import Any

from tests.console.deciding import decided

SCHEDULE = "views/charge_point/profiles/schedule.ts"
NIGHT = {"startPeriod": 0, "limit": 6}, {"startPeriod": 7200, "limit": 16}


def at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def profile(kind: str, start: str | None = None, **more: Any) -> dict[str, Any]:
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [*NIGHT]}
    schedule |= {} if start is None else {"startSchedule": start}
    schedule |= {name: more.pop(name) for name in ("duration",) if name in more}
    return {"chargingProfileKind": kind, "chargingSchedule": schedule, **more}


def limits(one: dict[str, Any], begin: str, end: str, began: str) -> list[tuple[str, Any]]:
    span = {"from": at(begin), "to": at(end)}
    points = decided(SCHEDULE, "pointsOf", one, span, at(began))
    return [
        (f"{datetime.fromtimestamp(each['at'], UTC):%d %H:%M}", each["limit"]) for each in points
    ]


def installed(number: int, connector: int, purpose: str, level: int) -> dict[str, Any]:
    one = {"chargingProfileId": number, "connectorId": connector, "purpose": purpose}
    return {"one": {**one, "stackLevel": level}, "limit": 16}


def test_a_daily_one_comes_again_each_day_and_ends_with_its_duration() -> None:
    daily = profile("Recurring", "2026-06-01T22:00:00Z", recurrencyKind="Daily", duration=14400)
    assert limits(
        daily, "2026-06-03T00:30:00Z", "2026-06-04T00:30:00Z", "2026-06-03T00:30:00Z"
    ) == [
        ("03 00:30", 16),
        ("03 02:00", None),
        ("03 22:00", 6),
        ("04 00:00", 16),
        ("04 00:30", 16),
    ]


def test_one_that_is_yet_to_begin_says_nothing_before() -> None:
    absolute = profile("Absolute", "2026-06-01T12:00:00Z")
    assert limits(
        absolute, "2026-06-01T11:00:00Z", "2026-06-01T13:00:00Z", "2026-06-01T11:30:00Z"
    ) == [
        ("01 11:00", None),
        ("01 12:00", 6),
        ("01 13:00", 6),
    ]


def test_a_relative_one_counts_from_the_start_of_its_transaction() -> None:
    relative = profile("Relative")
    found = limits(relative, "2026-06-01T12:00:00Z", "2026-06-01T15:00:00Z", "2026-06-01T11:00:00Z")
    assert found == [("01 12:00", 6), ("01 13:00", 16), ("01 15:00", 16)]


def test_it_says_nothing_outside_of_its_validity() -> None:
    one = profile("Absolute", "2026-06-01T10:00:00Z", validTo="2026-06-01T12:30:00Z")
    assert limits(one, "2026-06-01T11:00:00Z", "2026-06-01T14:00:00Z", "2026-06-01T11:00:00Z") == [
        ("01 11:00", 6),
        ("01 12:00", 16),
        ("01 12:30", None),
        ("01 14:00", None),
    ]


def holding(known: list[dict[str, Any]], connector: int) -> Any:
    return decided(SCHEDULE, "holding", known, connector)


def test_of_each_purpose_the_highest_level_counts_and_a_transactions_own_before_the_default() -> (
    None
):
    known = [
        installed(1, 0, "ChargePointMaxProfile", 0),
        installed(2, 0, "TxDefaultProfile", 5),
        installed(3, 1, "TxDefaultProfile", 0),
        installed(4, 1, "TxDefaultProfile", 1),
    ]
    assert holding(known, 1) == [1, 4]
    assert holding(known, 2) == [1, 2]
    assert holding([*known, installed(5, 1, "TxProfile", 0)], 1) == [1, 5]
