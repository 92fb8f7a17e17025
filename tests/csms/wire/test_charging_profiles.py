import json
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from csms.wire.charging_profiles import ChargingProfile, ChargingSchedulePeriod


def period(limit: Any) -> ChargingSchedulePeriod:
    return ChargingSchedulePeriod.model_validate({"startPeriod": 0, "limit": limit})


@pytest.mark.parametrize(
    "limit",
    [8.1, Decimal("8.1"), 6, 6.0, 0, -0.1, 4.35e3, Decimal("8.100"), Decimal("1E+300"), 0.3],
)
def test_a_limit_is_a_number_of_tenths(limit: Any) -> None:
    assert period(limit).limit == Decimal(str(limit))


@pytest.mark.parametrize(
    "limit",
    [
        8.15,
        Decimal("0.01"),
        Decimal("8.1" + 40 * "0" + "1"),
        1e-300,
        "8.1",
        True,
        None,
        float("nan"),
        float("inf"),
        Decimal("1E+400"),
        10**400,
    ],
)
def test_nothing_else_is_a_limit(limit: Any) -> None:
    with pytest.raises(ValidationError, match="limit"):
        period(limit)


def test_a_limit_is_spelled_as_a_number() -> None:
    assert period(Decimal("8.1")).to_wire() == {"startPeriod": 0, "limit": 8.1}
    assert json.dumps(period(6).to_wire()["limit"]) == "6.0"


def test_a_profile_keeps_what_it_was_given() -> None:
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Recurring",
        "recurrencyKind": "Daily",
        "validFrom": "2026-06-01T00:00:00.000Z",
        "chargingSchedule": {
            "startSchedule": "2026-06-01T00:00:00.000Z",
            "chargingRateUnit": "W",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6000.5, "numberPhases": 1}],
            "minChargingRate": 0.1,
        },
    }
    assert ChargingProfile.model_validate(profile).to_wire() == profile
