from datetime import UTC, datetime, timedelta

import pytest

from csms_tools.charge_point.domain.charging_profiles import ChargingProfile
from csms_tools.charge_point.domain.power import Offer
from csms_tools.charge_point.domain.schedules import Outlet, allowed, period_at
from tests.csms_tools.charge_point.profiles import profile

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OUTLET = Outlet(1, Offer(32.0, 3), 230.0, began=NOON)
Installed = list[tuple[int, ChargingProfile]]


def limit(installed: Installed, at: datetime = NOON, sharing: int = 1) -> float:
    return allowed(installed, OUTLET, at, sharing).current


def at(one: ChargingProfile, moment: datetime, began: datetime | None = NOON) -> float | None:
    period = period_at(one, moment, began)
    return period.limit if period else None


def test_an_absolute_schedule_counts_from_its_start() -> None:
    one = profile(
        1,
        "TxDefaultProfile",
        (0, 16.0),
        (600, 8.0),
        kind="Absolute",
        schedule={"startSchedule": "2026-11-22T12:00:00Z", "duration": 1200},
    )
    seconds = (-1, 0, 599, 600, 1199, 1200)
    limits = [at(one, NOON + timedelta(seconds=second)) for second in seconds]
    assert limits == [None, 16.0, 16.0, 8.0, 8.0, None]


def test_a_relative_schedule_counts_from_the_beginning_of_the_transaction() -> None:
    one = profile(1, "TxDefaultProfile", (0, 16.0), (60, 8.0))
    assert at(one, NOON + HOUR, began=NOON + HOUR - timedelta(seconds=59)) == 16.0
    assert at(one, NOON + HOUR, began=NOON) == 8.0
    assert at(one, NOON, began=None) is None


@pytest.mark.parametrize(("recurrency", "cycle"), [("Daily", 24), ("Weekly", 168)])
def test_a_recurring_schedule_begins_again(recurrency: str, cycle: int) -> None:
    one = profile(
        1,
        "TxDefaultProfile",
        (0, 16.0),
        (3600, 8.0),
        kind="Recurring",
        recurrencyKind=recurrency,
        schedule={"startSchedule": "2026-11-22T12:00:00Z", "duration": 7200},
    )
    hours = (-1, 0, 1, 2, cycle, cycle + 1, 3 * cycle)
    limits = [at(one, NOON + hour * HOUR) for hour in hours]
    assert limits == [None, 16.0, 8.0, None, 16.0, 8.0, 16.0]


def test_a_profile_holds_while_it_is_valid() -> None:
    one = profile(1, validFrom="2026-11-22T12:00:00Z", validTo="2026-11-22T13:00:00Z")
    moments = (NOON - timedelta(seconds=1), NOON, NOON + HOUR - timedelta(seconds=1), NOON + HOUR)
    assert [at(one, moment, NOON - HOUR) for moment in moments] == [None, 10.0, 10.0, None]


def test_without_a_profile_the_hardware_is_the_limit() -> None:
    assert allowed([], OUTLET, NOON) == Offer(32.0, 3)


def test_the_highest_level_that_has_something_to_say_leads() -> None:
    low = (1, profile(1, "TxDefaultProfile", (0, 10.0), level=0))
    high = (1, profile(2, "TxDefaultProfile", (0, 20.0), level=1, schedule={"duration": 600}))
    assert limit([low, high]) == 20.0
    assert limit([low, high], NOON + timedelta(seconds=600)) == 10.0


def test_a_tx_profile_comes_before_the_default() -> None:
    installed: Installed = [
        (1, profile(1, "TxDefaultProfile", (0, 10.0), level=5)),
        (1, profile(2, "TxProfile", (0, 25.0), transactionId=1)),
    ]
    assert limit(installed) == 25.0


def test_the_connectors_own_default_comes_before_the_common_one() -> None:
    installed: Installed = [
        (0, profile(1, "TxDefaultProfile", (0, 10.0), level=5)),
        (1, profile(2, "TxDefaultProfile", (0, 20.0), level=0)),
    ]
    assert limit(installed) == 20.0
    assert limit(installed[:1]) == 10.0


def test_another_connectors_default_does_not_count() -> None:
    assert limit([(2, profile(1, "TxDefaultProfile", (0, 10.0)))]) == 32.0


def test_the_maximum_of_the_charge_point_is_over_all_and_shared() -> None:
    top = profile(
        1,
        "ChargePointMaxProfile",
        (0, 24.0),
        kind="Absolute",
        schedule={"startSchedule": "2026-11-22T00:00:00Z"},
    )
    tx = profile(2, "TxProfile", (0, 30.0), transactionId=1)
    assert limit([(0, top), (1, tx)]) == 24.0
    assert limit([(0, top), (1, tx)], sharing=2) == 12.0


def test_watts_are_of_all_phases_together() -> None:
    watts = profile(1, "TxDefaultProfile", (0, 6900.0), unit="W")
    assert allowed([(1, watts)], OUTLET, NOON) == Offer(10.0, 3)


def test_a_number_of_phases_limits_the_phases() -> None:
    single = profile(1)
    period = {"startPeriod": 0, "limit": 2300.0, "numberPhases": 1}
    single = profile(1, schedule={"chargingSchedulePeriod": [period]}, unit="W")
    assert allowed([(1, single)], OUTLET, NOON) == Offer(10.0, 1)


def test_no_profile_offers_more_than_the_hardware() -> None:
    assert limit([(1, profile(1, "TxDefaultProfile", (0, 63.0)))]) == 32.0
