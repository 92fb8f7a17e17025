from datetime import timedelta
from typing import Any

import pytest

from csms.store.commands.charging_profiles import of_charge_point as profiles_of
from csms.store.commands.pending_profiles import PendingProfile
from csms.store.table import query
from csms.wire.ocpp16 import spell_time
from tests.conftest import Says
from tests.csms.command_steps import answer, error, found, send
from tests.inbound.support import start, stop
from tests.outbound.support import ask, configured, refusal
from tests.stored import provision_id_tag
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
    provision_id_tag("CARD-1")


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

    provision_id_tag("BLOCKED", blocked=True)
    provision_id_tag("EXPIRED", expiry_date=NOON)
    provision_id_tag("MEMBER", parent_id_tag="BLOCKED")
    provision_id_tag("LONELY", parent_id_tag="NOBODY")
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


WITH_PROFILE = ASKED | {"chargingProfile": PROFILE}
ANYWHERE = {"idTag": "CARD-1", "chargingProfile": PROFILE}


def profiles() -> list[tuple[int, int, int | None]]:
    """The TxProfiles that CP1 has: id, connector and transaction."""
    return [
        (one.charging_profile_id, one.connector_id, one.transaction_id)
        for one in profiles_of("CP1")
    ]


def starts(says: Says, seconds: int = 10, **changes: Any) -> int:
    """CP1 begins a transaction so long after the command; returns its number."""
    at = NOON + timedelta(seconds=seconds)
    answer = says("StartTransaction", start(timestamp=spell_time(at)) | changes, at=at)
    assert answer
    number: int = answer[2]["transactionId"]
    return number


def test_its_profile_is_that_of_the_transaction_that_follows(says: Says) -> None:
    ask("RemoteStartTransaction", WITH_PROFILE)
    assert profiles() == []
    number = starts(says)
    (installed,) = profiles_of("CP1")
    assert (installed.charging_profile_id, installed.connector_id) == (8, 1)
    assert (installed.transaction_id, installed.purpose) == (number, "TxProfile")
    assert (installed.profile, installed.command_id) == (PROFILE, "command-1")
    says("StopTransaction", stop(number))
    assert profiles() == []


def test_it_is_for_one_transaction(says: Says) -> None:
    ask("RemoteStartTransaction", ANYWHERE)
    number = starts(says)
    starts(says, 12, connectorId=2)
    assert profiles() == [(8, 1, number)]
    assert starts(says) == number, "a repetition"
    assert profiles() == [(8, 1, number)]


@pytest.mark.parametrize(
    ("asked", "begun", "taken"),
    [
        (WITH_PROFILE, {"idTag": "card-1"}, True),
        (WITH_PROFILE, {"idTag": "CARD-2"}, False),
        (WITH_PROFILE, {"connectorId": 2}, False),
        (ANYWHERE, {"connectorId": 2}, True),
        (ANYWHERE, {"idTag": "CARD-2"}, False),
    ],
)
def test_it_is_for_its_tag_and_the_connector_that_was_named(
    asked: dict[str, Any], begun: dict[str, Any], taken: bool, says: Says
) -> None:
    ask("RemoteStartTransaction", asked)
    number = starts(says, **begun)
    assert profiles() == ([(8, begun.get("connectorId", 1), number)] if taken else [])


@pytest.mark.parametrize(
    ("time_out", "seconds", "taken"),
    [
        (None, 60, True),
        (None, 120, False),
        ("300", 300, True),
        ("300", 360, False),
    ],
)
def test_it_is_forgotten_when_none_begins_within_the_connection_time_out(
    time_out: str | None, seconds: int, taken: bool, says: Says
) -> None:
    if time_out:
        configured(ConnectionTimeOut=time_out)
    ask("RemoteStartTransaction", WITH_PROFILE)
    starts(says, seconds)
    assert bool(profiles()) is taken


def test_the_time_is_that_of_the_charge_point_however_late_it_tells(says: Says) -> None:
    ask("RemoteStartTransaction", WITH_PROFILE)
    before = spell_time(NOON - timedelta(hours=1))
    says("StartTransaction", start(timestamp=before, meterStart=1))
    assert profiles() == []
    number = starts(says, 10)
    assert profiles() == [(8, 1, number)]


def test_a_start_that_is_told_before_the_answer_has_its_profile(says: Says) -> None:
    send("command-1", "RemoteStartTransaction", WITH_PROFILE)
    number = starts(says, 0)
    assert profiles() == [(8, 1, number)]
    answer("command-1")
    starts(says, 5, idTag="CARD-1", meterStart=9)
    assert profiles() == [(8, 1, number)]


@pytest.mark.parametrize("began", [False, True])
@pytest.mark.parametrize("said", ["Rejected", "an error"])
def test_what_was_refused_has_no_profile(said: str, began: bool, says: Says) -> None:
    send("command-1", "RemoteStartTransaction", WITH_PROFILE)
    if began:  # by the driver, at the same moment
        starts(says, 0)
    if said == "Rejected":
        answer("command-1", {"status": said})
    else:
        error("command-1")
    starts(says, 5)
    assert profiles() == []


def test_a_second_one_that_is_refused_leaves_the_first(says: Says) -> None:
    ask("RemoteStartTransaction", WITH_PROFILE)
    second = ASKED | {"chargingProfile": PROFILE | {"chargingProfileId": 9}}
    ask("RemoteStartTransaction", second, {"status": "Rejected"}, command_id="command-2")
    number = starts(says)
    assert profiles() == [(8, 1, number)]


def test_a_second_one_that_is_accepted_replaces_the_first(says: Says) -> None:
    ask("RemoteStartTransaction", WITH_PROFILE)
    second = ASKED | {"chargingProfile": PROFILE | {"chargingProfileId": 9}}
    ask("RemoteStartTransaction", second, command_id="command-2")
    number = starts(says)
    assert profiles() == [(9, 1, number)]


def test_one_for_the_connector_comes_before_one_for_any(says: Says) -> None:
    ask("RemoteStartTransaction", ANYWHERE)
    second = ASKED | {"chargingProfile": PROFILE | {"chargingProfileId": 9}}
    ask("RemoteStartTransaction", second, command_id="command-2")
    one, other = starts(says), starts(says, 11, meterStart=9, connectorId=2)
    assert profiles() == [(8, 2, other), (9, 1, one)]


def test_without_a_profile_nothing_waits(says: Says) -> None:
    for status in ("Accepted", "Rejected"):
        ask("RemoteStartTransaction", ASKED, {"status": status}, command_id=status)
    starts(says)
    assert query(PendingProfile, "CP#CP1", PendingProfile.PREFIX) == []
    assert profiles() == []
