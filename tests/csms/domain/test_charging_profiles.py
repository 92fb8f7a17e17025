from typing import Any

import pytest

from csms.domain.charging_profiles import cleared, misplaced, objection, replaced, unit_not_allowed
from csms.store.commands.charging_profiles import InstalledProfile, accepted
from csms.store.reported.configuration import Configuration, Entry
from csms.store.transactions import Transaction
from csms.wire.charging_profiles import ChargingProfile
from tests.support import NOON

MAX, DEFAULT, TX = "ChargePointMaxProfile", "TxDefaultProfile", "TxProfile"


def profile(*starts: int, start_schedule: str | None = None, **changes: Any) -> ChargingProfile:
    schedule: dict[str, Any] = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": start, "limit": 6} for start in starts or [0]],
    }
    if start_schedule:
        schedule["startSchedule"] = start_schedule
    whole = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": DEFAULT,
        "chargingProfileKind": "Absolute",
        "chargingSchedule": schedule,
    }
    return ChargingProfile.model_validate(whole | changes)


def configuration(**values: str | None) -> Configuration:
    known = Configuration.of("CP1")
    known.keep(Entry(key, readonly=True, value=value, at=NOON) for key, value in values.items())
    return known


def transaction(number: int, connector_id: int, *, stopped: bool = False) -> Transaction:
    one = Transaction.of("CP1", number)
    one.connector_id = connector_id
    one.stopped_at = NOON if stopped else None
    return one


def installed(connector_id: int, number: int, **changes: Any) -> InstalledProfile:
    new = profile(chargingProfileId=number, **changes)
    return accepted("CP1", connector_id, new, NOON, "command-1")


def ids(found: list[InstalledProfile]) -> list[int]:
    return [one.charging_profile_id for one in found]


RECURRING = {"chargingProfileKind": "Recurring"}
RELATIVE = {"chargingProfileKind": "Relative"}


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (profile(), None),
        (profile(0, 60, 3600), None),
        (profile(60), "the first startPeriod is not 0"),
        (profile(0, 60, 60), "the periods do not ascend"),
        (profile(0, 60, 30), "the periods do not ascend"),
        (profile(**RECURRING, recurrencyKind="Weekly"), None),
        (profile(**RECURRING), "a Recurring profile needs its recurrencyKind"),
        (profile(recurrencyKind="Daily"), "only a Recurring profile has a recurrencyKind"),
        (profile(start_schedule="2026-06-01T00:00:00Z"), None),
        (profile(**RELATIVE), None),
        (
            profile(**RELATIVE, start_schedule="2026-06-01T00:00:00Z"),
            "a Relative profile has no startSchedule",
        ),
        (profile(chargingProfilePurpose=TX, transactionId=7), None),
        (profile(transactionId=7), "only a TxProfile names a transaction"),
        (profile(stackLevel=-1), "stackLevel is below 0"),
    ],
)
def test_a_profile_makes_sense_by_itself(one: ChargingProfile, reason: str | None) -> None:
    assert objection(one, None) == reason


def test_a_schedule_without_a_period_has_no_first() -> None:
    empty = {"chargingRateUnit": "A", "chargingSchedulePeriod": []}
    assert objection(profile(chargingSchedule=empty), None) == "the first startPeriod is not 0"


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (profile(0, 60, stackLevel=8), None),
        (profile(stackLevel=9), "stackLevel is above ChargeProfileMaxStackLevel, which is 8"),
        (profile(0, 1, 2), "3 periods are more than ChargingScheduleMaxPeriods, which is 2"),
    ],
)
def test_a_profile_is_within_what_the_charge_point_takes(
    one: ChargingProfile, reason: str | None
) -> None:
    limits = configuration(ChargeProfileMaxStackLevel="8", ChargingScheduleMaxPeriods="2")
    assert objection(one, limits) == reason
    assert objection(one, configuration()) is None


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [
        ("Current", {"W"}),
        ("power", {"A"}),
        ("Current,Power", set()),
        (" Power , Current", set()),
        ("A", {"W"}),
        ("", set()),
        (None, set()),
    ],
)
def test_current_means_amperes_and_power_watts(allowed: str | None, refused: set[str]) -> None:
    known = configuration(ChargingScheduleAllowedChargingRateUnit=allowed)
    assert {unit for unit in ("A", "W") if unit_not_allowed(unit, known)} == refused
    assert (objection(profile(), known) is not None) == ("A" in refused)
    assert unit_not_allowed(None, known) is None


@pytest.mark.parametrize(
    ("purpose", "connector_id", "reason"),
    [
        (MAX, 0, None),
        (MAX, 1, "a ChargePointMaxProfile is for connector 0"),
        (DEFAULT, 0, None),
        (DEFAULT, 1, None),
        (TX, 0, "a TxProfile is for one connector"),
        (TX, 1, "a TxProfile names its transaction"),
    ],
)
def test_every_purpose_has_its_place(purpose: str, connector_id: int, reason: str | None) -> None:
    assert misplaced(profile(chargingProfilePurpose=purpose), connector_id, None) == reason


@pytest.mark.parametrize(
    ("found", "runs"),
    [
        (transaction(7, 1), True),
        (transaction(7, 2), False),
        (transaction(7, 1, stopped=True), False),
        (None, False),
    ],
)
def test_a_transaction_runs_where_its_profile_goes(found: Transaction | None, runs: bool) -> None:
    reason = misplaced(profile(chargingProfilePurpose=TX, transactionId=7), 1, found)
    assert reason == (None if runs else "no transaction 7 runs on connector 1")


def test_a_purpose_has_one_profile_a_level_and_connector() -> None:
    present = [
        installed(1, 1),
        installed(1, 2),
        installed(1, 3, stackLevel=1),
        installed(2, 4),
        installed(1, 5, chargingProfilePurpose=TX),
        installed(0, 6, chargingProfilePurpose=MAX),
    ]
    assert ids(replaced(profile(), 1, present)) == [2], "the one of its own id is put over"
    assert ids(replaced(profile(chargingProfileId=9), 2, present)) == [4]
    assert ids(replaced(profile(chargingProfileId=9), 0, present)) == []


def test_a_transaction_replaces_the_profiles_of_the_one_before() -> None:
    tx = {"chargingProfilePurpose": TX}
    present = [
        installed(1, 1, **tx, transactionId=6),
        installed(1, 2, **tx, transactionId=6, stackLevel=1),
        installed(1, 3, **tx, transactionId=7),
        installed(1, 4, **tx, stackLevel=1),
        installed(2, 5, **tx, transactionId=6),
    ]
    new = profile(**tx, chargingProfileId=9, transactionId=7, stackLevel=2)
    assert ids(replaced(new, 1, present)) == [1, 2]
    unnamed = profile(**tx, chargingProfileId=9, stackLevel=2)
    assert ids(replaced(unnamed, 1, present)) == []


def test_only_profiles_of_transactions_are_over_with_another() -> None:
    present = [installed(1, 1, transactionId=6, stackLevel=1)]
    assert replaced(profile(chargingProfileId=9, transactionId=7), 1, present) == []


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({}, [0, 1, 2, 3]),
        ({"charging_profile_id": 0}, [0]),
        ({"charging_profile_id": 9}, []),
        ({"charging_profile_id": 1, "connector_id": 0, "stack_level": 7}, [1]),
        ({"connector_id": 0}, [0, 3]),
        ({"stack_level": 0}, [0, 1, 3]),
        ({"purpose": DEFAULT}, [1, 2, 3]),
        ({"purpose": DEFAULT, "connector_id": 1, "stack_level": 1}, [2]),
    ],
)
def test_criteria_must_all_be_met(criteria: dict[str, Any], expected: list[int]) -> None:
    present = [
        installed(0, 0, chargingProfilePurpose=MAX),
        installed(1, 1),
        installed(1, 2, stackLevel=1),
        installed(0, 3),
    ]
    none = dict.fromkeys(("charging_profile_id", "connector_id", "purpose", "stack_level"))
    assert ids(cleared(present, **(none | criteria))) == expected
