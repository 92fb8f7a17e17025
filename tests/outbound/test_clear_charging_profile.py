from typing import Any
from uuid import uuid4

import pytest

from csms.store.commands import charging_profiles
from tests.outbound.support import ask, refusal
from tests.outbound.test_set_charging_profile import asked, ids


def installed(connector_id: int, charging_profile_id: int, **changes: Any) -> None:
    profile = asked(connector_id, chargingProfileId=charging_profile_id, **changes)
    ask("SetChargingProfile", profile, command_id=str(uuid4()))


@pytest.fixture
def three(cp: str) -> None:
    installed(0, 1, chargingProfilePurpose="ChargePointMaxProfile")
    installed(1, 2)
    installed(1, 3, stackLevel=1)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("criteria", "left"),
    [
        ({"id": 2}, [1, 3]),
        ({"id": 2, "connectorId": 9}, [1, 3]),
        ({"connectorId": 1}, [1]),
        ({"connectorId": 0}, [2, 3]),
        ({"chargingProfilePurpose": "TxDefaultProfile"}, [1]),
        ({"stackLevel": 0}, [3]),
        ({"connectorId": 1, "stackLevel": 0}, [1, 3]),
        ({"connectorId": 2}, [1, 2, 3]),
        ({}, []),
    ],
)
def test_what_meets_all_criteria_is_cleared(criteria: dict[str, Any], left: list[int]) -> None:
    ask("ClearChargingProfile", criteria)
    assert ids() == left


@pytest.mark.usefixtures("three")
def test_what_the_charge_point_does_not_know_is_left_as_it_is() -> None:
    ask("ClearChargingProfile", {"id": 2}, {"status": "Unknown"})
    assert ids() == [1, 2, 3]


def test_however_many_there_are_all_are_cleared_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charging_profiles, "AT_ONCE", 2)
    for number in range(1, 8):
        installed(number, number)
    ask("ClearChargingProfile", {})
    assert ids() == []
    installed(5, 5)
    assert ids() == [5]
    ask("ClearChargingProfile", {}, command_id="again")
    assert ids() == []


def test_with_an_id_there_are_no_other_criteria() -> None:
    reason = "with an id there are no other criteria"
    for criteria, expected in (
        ({"id": 1}, None),
        ({"connectorId": 1, "stackLevel": 0}, None),
        ({}, None),
        ({"id": 1, "connectorId": 0}, reason),
        ({"id": 0, "stackLevel": 0}, reason),
        ({"id": 1, "chargingProfilePurpose": "TxProfile"}, reason),
    ):
        assert refusal("ClearChargingProfile", criteria) == expected
