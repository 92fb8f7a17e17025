from datetime import UTC, datetime
from typing import Any

import pytest

from csms_tools.charge_point.domain.charging_profiles import (
    Bounds,
    ChargingProfile,
    Period,
    Profiles,
    misplaced,
    objection,
)
from tests.csms_tools.charge_point.profiles import profile, wire

BOUNDS = Bounds(connectors=2, max_stack_level=5, units=frozenset({"A", "W"}), max_periods=3)
NOON = "2026-11-22T12:00:00Z"


def ids(profiles: Profiles) -> list[tuple[int, int]]:
    return [(connector, profile.id) for connector, profile in profiles]


def test_a_profile_is_read_as_it_is_sent() -> None:
    sent = wire(
        7,
        "TxProfile",
        (0, 8.1),
        kind="Absolute",
        unit="W",
        schedule={"duration": 60, "startSchedule": NOON},
        transactionId=5,
        validFrom=NOON,
    )
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert ChargingProfile.from_wire(sent) == ChargingProfile(
        id=7,
        stack_level=0,
        purpose="TxProfile",
        kind="Absolute",
        unit="W",
        periods=(Period(0, 8.1),),
        duration=60,
        start=noon,
        transaction=5,
        valid_from=noon,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": 6},
        {"level": -1},
        {"unit": "kW"},
        {"recurrencyKind": "Daily"},
        {"kind": "Recurring", "recurrencyKind": "Daily"},
        {"kind": "Recurring", "schedule": {"startSchedule": NOON}},
        {"schedule": {"startSchedule": NOON}},
        {"validFrom": NOON, "validTo": NOON},
        {"transactionId": 5},
    ],
)
def test_a_profile_that_contradicts_itself_is_objected_to(wrong: dict[str, Any]) -> None:
    assert objection(profile(**wrong), BOUNDS) is not None


@pytest.mark.parametrize(
    "limits",
    [[(1, 10.0)], [(0, 10.0), (60, 5.0), (30, 8.0)], [(0, 1.0)] * 2, [(0, -1.0)]],
)
def test_periods_begin_at_0_and_rise(limits: list[tuple[int, float]]) -> None:
    assert objection(profile(1, "TxDefaultProfile", *limits), BOUNDS) is not None


def test_there_are_only_so_many_periods() -> None:
    limits = [(n, 10.0) for n in range(4)]
    assert objection(profile(1, "TxDefaultProfile", *limits[:3]), BOUNDS) is None
    assert objection(profile(1, "TxDefaultProfile", *limits), BOUNDS) is not None


@pytest.mark.parametrize(
    ("purpose", "kind", "connector", "named", "running", "fits"),
    [
        ("ChargePointMaxProfile", "Absolute", 0, None, None, True),
        ("ChargePointMaxProfile", "Absolute", 1, None, None, False),
        ("ChargePointMaxProfile", "Relative", 0, None, None, False),
        ("TxDefaultProfile", "Relative", 0, None, None, True),
        ("TxDefaultProfile", "Relative", 2, None, None, True),
        ("TxDefaultProfile", "Relative", 3, None, None, False),
        ("TxProfile", "Relative", 1, 5, 5, True),
        ("TxProfile", "Relative", 0, 5, 5, False),
        ("TxProfile", "Relative", 1, 5, None, False),
        ("TxProfile", "Relative", 1, 6, 5, False),
        ("TxProfile", "Relative", 1, None, 5, False),
    ],
)
def test_each_purpose_has_its_place(
    purpose: str, kind: str, connector: int, named: int | None, running: int | None, fits: bool
) -> None:
    members = {} if named is None else {"transactionId": named}
    sent = profile(1, purpose, kind=kind, **members)
    assert (misplaced(sent, connector, BOUNDS, running) is None) is fits


def test_the_same_id_replaces_wherever_it_was() -> None:
    profiles = Profiles()
    profiles.install(1, profile(1), 9)
    profiles.install(2, profile(1, level=3), 9)
    assert ids(profiles) == [(2, 1)]


def test_the_same_purpose_on_the_same_level_replaces_on_the_same_connector() -> None:
    profiles = Profiles()
    profiles.install(1, profile(1), 9)
    profiles.install(1, profile(2), 9)
    profiles.install(2, profile(3), 9)
    profiles.install(1, profile(4, level=1), 9)
    assert ids(profiles) == [(1, 2), (2, 3), (1, 4)]


def test_there_is_only_so_much_room_but_a_replacement_needs_none() -> None:
    profiles = Profiles()
    assert profiles.install(1, profile(1), 1)
    assert not profiles.install(2, profile(2), 1)
    assert profiles.install(1, profile(3), 1)
    assert len(profiles) == 1


@pytest.mark.parametrize(
    ("criteria", "left"),
    [
        ({}, []),
        ({"id": 1}, [(1, 2), (1, 3)]),
        ({"id": 1, "connector": 2}, [(1, 2), (1, 3)]),
        ({"connector": 1}, [(0, 1)]),
        ({"connector": 1, "purpose": "TxDefaultProfile", "stack_level": 1}, [(0, 1), (1, 2)]),
        ({"purpose": "TxDefaultProfile"}, []),
    ],
)
def test_criteria_are_anded_and_none_clears_all(
    criteria: dict[str, Any], left: list[tuple[int, int]]
) -> None:
    profiles = Profiles()
    profiles.install(0, profile(1), 9)
    profiles.install(1, profile(2), 9)
    profiles.install(1, profile(3, level=1), 9)
    assert profiles.clear(**criteria)
    assert ids(profiles) == left


def test_it_is_said_when_nothing_fits() -> None:
    assert not Profiles().clear(id=1)


def test_the_profiles_of_a_transaction_end_with_it() -> None:
    profiles = Profiles()
    profiles.bind(1, profile(1, "TxProfile"), 5, 9)
    profiles.install(1, profile(2), 9)
    assert [one.transaction for _, one in profiles] == [5, None]
    profiles.end_transaction(1)
    assert ids(profiles) == [(1, 2)]
