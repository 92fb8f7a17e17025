from copy import deepcopy
from typing import Any

import pytest

from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.commands.charging_profiles import of_charge_point as profiles_of
from tests.conftest import Says
from tests.csms.command_steps import SECOND, send
from tests.inbound.support import begun, stop
from tests.outbound.support import ask, configured, refusal
from tests.support import NOON, Sockets

PROFILE: dict[str, Any] = {
    "chargingProfileId": 8,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8.1}],
    },
}


def asked(connector_id: int = 1, **changes: Any) -> dict[str, Any]:
    return {"connectorId": connector_id, "csChargingProfiles": deepcopy(PROFILE) | changes}


def for_transaction(number: int, **changes: Any) -> dict[str, Any]:
    return asked(chargingProfilePurpose="TxProfile", transactionId=number, **changes)


def kept() -> list[InstalledProfile]:
    return profiles_of("CP1")


def ids() -> list[int]:
    return [one.charging_profile_id for one in kept()]


def test_an_accepted_profile_is_remembered_on_its_connector(sockets: Sockets) -> None:
    ask("SetChargingProfile", asked())
    assert sockets.frames[-1][3] == asked()
    (one,) = kept()
    assert (one.charging_profile_id, one.connector_id) == (8, 1)
    assert (one.purpose, one.stack_level, one.transaction_id) == ("TxDefaultProfile", 0, None)
    assert (one.accepted_at, one.command_id) == (NOON + SECOND, "command-1")
    assert one.profile == PROFILE


@pytest.mark.parametrize("status", ["Rejected", "NotSupported"])
def test_a_profile_that_was_not_taken_replaces_nothing(status: str) -> None:
    ask("SetChargingProfile", asked())
    ask("SetChargingProfile", asked(chargingProfileId=9), {"status": status}, command_id="another")
    assert ids() == [8]


def test_the_same_id_is_replaced_wherever_it_was() -> None:
    ask("SetChargingProfile", asked(connector_id=1))
    ask("SetChargingProfile", asked(connector_id=2, stackLevel=3), command_id="another")
    assert [(one.connector_id, one.stack_level) for one in kept()] == [(2, 3)]


def test_the_same_purpose_on_the_same_level_is_replaced() -> None:
    ask("SetChargingProfile", asked())
    ask("SetChargingProfile", asked(chargingProfileId=9), command_id="replaces-8")
    ask("SetChargingProfile", asked(chargingProfileId=10, stackLevel=1), command_id="above")
    ask("SetChargingProfile", asked(2, chargingProfileId=11), command_id="elsewhere")
    assert ids() == [9, 10, 11]


def test_a_profile_of_a_transaction_is_over_with_it(says: Says) -> None:
    number = begun(says)
    ask("SetChargingProfile", for_transaction(number))
    assert ids() == [8]
    says("StopTransaction", stop(number))
    assert ids() == []


def test_an_id_that_is_left_out_is_a_free_one() -> None:
    ask("SetChargingProfile", asked(chargingProfileId=1))
    unnumbered = asked()
    del unnumbered["csChargingProfiles"]["chargingProfileId"]
    payload = send("filled", "SetChargingProfile", unnumbered).payload
    assert payload == asked(chargingProfileId=2)
    assert next(iter(payload["csChargingProfiles"])) == "chargingProfileId"


def test_a_profile_for_a_transaction_needs_one_that_runs_there(says: Says) -> None:
    number = begun(says, connectorId=1)
    over = begun(says, connectorId=2)
    says("StopTransaction", stop(over))
    for payload, reason in (
        (for_transaction(number), None),
        (for_transaction(number, connector_id=0), "a TxProfile is for one connector"),
        (
            for_transaction(number, connector_id=2),
            f"no transaction {number} runs on connector 2",
        ),
        (for_transaction(over, connector_id=2), f"no transaction {over} runs on connector 2"),
        (for_transaction(-1), "no transaction -1 runs on connector 1"),
        (asked(chargingProfilePurpose="TxProfile"), "a TxProfile names its transaction"),
    ):
        assert refusal("SetChargingProfile", payload) == reason


def test_a_profile_that_makes_no_sense_is_not_sent() -> None:
    assert (
        refusal("SetChargingProfile", asked(recurrencyKind="Daily"))
        == "only a Recurring profile has a recurrencyKind"
    )
    assert (
        refusal("SetChargingProfile", asked(chargingProfilePurpose="ChargePointMaxProfile"))
        == "a ChargePointMaxProfile is for connector 0"
    )


def test_what_the_charge_point_cannot_take_is_not_sent() -> None:
    high = asked(3, stackLevel=9)
    assert refusal("SetChargingProfile", high) is None
    configured(ChargeProfileMaxStackLevel="8")
    assert (
        refusal("SetChargingProfile", high)
        == "stackLevel is above ChargeProfileMaxStackLevel, which is 8"
    )
    configured(NumberOfConnectors="2")
    reason = refusal("SetChargingProfile", high)
    assert reason is not None
    assert "no connector 3" in reason
