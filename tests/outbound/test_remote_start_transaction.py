from typing import Any

import pytest

from csms.store.provisioned import id_tags
from tests.csms.command_steps import found, send
from tests.outbound.support import ask, configured, refusal
from tests.support import NOON, Sockets

PROFILE: dict[str, Any] = {
    "chargingProfileId": 8,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6.0}],
    },
}
ASKED = {"connectorId": 1, "idTag": "CARD-1"}


@pytest.fixture(autouse=True)
def card(cp: str) -> None:
    id_tags.provision("CARD-1")


@pytest.mark.parametrize("status", ["Accepted", "Rejected"])
def test_a_tag_that_may_charge_starts_one(status: str, sockets: Sockets) -> None:
    asked = ASKED | {"chargingProfile": PROFILE}
    assert refusal("RemoteStartTransaction", asked) is None
    ask("RemoteStartTransaction", asked, {"status": status})
    assert sockets.frames[-1] == [2, "command-1", "RemoteStartTransaction", asked]
    assert found("command-1").response == {"status": status}


def test_nothing_is_sent_for_a_tag_that_may_not_charge() -> None:
    def reason(id_tag: str) -> str | None:
        return refusal("RemoteStartTransaction", {"idTag": id_tag})

    id_tags.provision("BLOCKED", blocked=True)
    id_tags.provision("EXPIRED", expiry_date=NOON)
    id_tags.provision("MEMBER", parent_id_tag="BLOCKED")
    id_tags.provision("LONELY", parent_id_tag="NOBODY")
    assert reason("card-1") is None
    assert reason("LONELY") is None
    assert reason("STRANGE") == "the id tag STRANGE is not known"
    assert reason("BLOCKED") == "the id tag BLOCKED is Blocked"
    assert reason("EXPIRED") == "the id tag EXPIRED is Expired"
    assert reason("MEMBER") == "the id tag MEMBER is Blocked"


def test_a_transaction_runs_on_a_connector_that_is_there() -> None:
    assert (
        refusal("RemoteStartTransaction", ASKED | {"connectorId": 0})
        == "connector 0 is the charge point itself; leave it out for any connector"
    )
    assert refusal("RemoteStartTransaction", ASKED | {"connectorId": 2}) is None
    configured(NumberOfConnectors="1")
    assert (
        refusal("RemoteStartTransaction", ASKED | {"connectorId": 2})
        == "the charge point has no connector 2: its NumberOfConnectors is 1"
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        (
            {"chargingProfilePurpose": "TxDefaultProfile"},
            "chargingProfile: its purpose is TxProfile, for the transaction that begins",
        ),
        (
            {"transactionId": 7},
            "chargingProfile: it has no transactionId before its transaction has begun",
        ),
    ],
)
def test_its_profile_is_for_the_transaction_that_begins(
    change: dict[str, Any], reason: str | None
) -> None:
    asked = ASKED | {"chargingProfile": PROFILE | change}
    assert refusal("RemoteStartTransaction", asked) == reason


def test_a_profile_without_an_id_gets_one(sockets: Sockets) -> None:
    profile = {name: value for name, value in PROFILE.items() if name != "chargingProfileId"}
    send("command-1", "RemoteStartTransaction", ASKED | {"chargingProfile": profile})
    assert sockets.frames[-1][3]["chargingProfile"] == profile | {"chargingProfileId": 1}
