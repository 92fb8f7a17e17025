from contextlib import suppress
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.table import calls, fetch, perform, put
from tests.api.support import ask
from tests.conftest import Says
from tests.connection.support import authorize
from tests.connection.support import connected as connects
from tests.csms.command_steps import connected, drain, take_tasks, tasks
from tests.outbound.support import ask as command
from tests.support import NOON, Sockets
from tests.workflows.automatic import (
    MINUTE,
    SWITCHES,
    answered,
    asked,
    boots,
    commands,
    follow,
    payloads,
    refused,
    switched_on,
)
from workflows.come_back import after_boot, after_reconnect

UNNAMED = {"chargePointVendor": "V", "chargePointModel": "M"}
HOUR = 60 * MINUTE
LIST = "/charge-points/CP1/local-list"


@pytest.fixture(autouse=True)
def online(cp1: str, sockets: Sockets) -> None:
    connected()


def profile(number: int, purpose: str = "TxDefaultProfile", **more: Any) -> dict[str, Any]:
    return {
        "chargingProfileId": number,
        "stackLevel": number,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
        },
    } | more


def installed(number: int, purpose: str = "TxDefaultProfile", **more: Any) -> None:
    connector = 0 if purpose == "ChargePointMaxProfile" else 1
    said = profile(number, purpose, **more)
    payload = {"connectorId": connector, "csChargingProfiles": said}
    command("SetChargingProfile", payload, command_id=f"profile-{number}")


def listed() -> None:
    ask("POST", "/id-tags", body={"idTag": "CARD-1"})
    ask("PUT", LIST, body={"idTags": ["CARD-1"]})
    answered()


FOLLOWS = {
    "configurationAfterBoot": {"GetConfiguration"},
    "localListInStep": {"GetLocalListVersion"},
    "profilesAfterBoot": {"SetChargingProfile"},
    "statusAfterReconnect": set(),
}


@pytest.mark.parametrize("on", list(product((False, True), repeat=len(SWITCHES))))
def test_after_a_boot_that_follows_which_is_switched_on(
    on: tuple[bool, ...], says: Says, sockets: Sockets
) -> None:
    installed(1)
    listed()
    names = [name for name, given in zip(SWITCHES, on, strict=True) if given]
    if names:
        switched_on(*names)
    sockets.posted.clear()
    boots(says, NOON + HOUR)
    answered({"status": "Accepted", "listVersion": 1}, NOON + HOUR)
    assert set(asked(sockets)) == {action for name in names for action in FOLLOWS[name]}


@pytest.mark.parametrize("name", SWITCHES)
def test_a_boot_brings_a_task_only_where_something_follows(name: str, says: Says) -> None:
    says("BootNotification", UNNAMED)
    assert take_tasks() == []
    switched_on(name)
    says("BootNotification", UNNAMED)
    follows = name != "statusAfterReconnect"
    assert [task["task"] for task in take_tasks()] == ["booted"] * follows


def test_the_profiles_of_no_transaction_are_sent_again_as_they_are(
    says: Says, sockets: Sockets
) -> None:
    installed(2)
    installed(1, "ChargePointMaxProfile")
    installed(3, validTo="2020-01-01T00:00:00Z")
    switched_on("profilesAfterBoot")
    sockets.posted.clear()
    boots(says, NOON + HOUR)
    answered(at=NOON + HOUR)
    assert payloads(sockets, "SetChargingProfile") == [
        {"connectorId": 0, "csChargingProfiles": profile(1, "ChargePointMaxProfile")},
        {"connectorId": 1, "csChargingProfiles": profile(2)},
    ]
    after_boot("CP1", NOON + 2 * HOUR)
    assert len(payloads(sockets, "SetChargingProfile")) == 2


def test_what_was_set_after_the_boot_is_not_sent_again(says: Says, sockets: Sockets) -> None:
    switched_on("profilesAfterBoot")
    says("BootNotification", UNNAMED)
    installed(1)
    sockets.posted.clear()
    follow()
    assert asked(sockets) == []


def test_many_profiles_go_by_one_task_after_the_other_each_once(
    says: Says, sockets: Sockets
) -> None:
    for number in range(1, 24):
        installed(number)
    switched_on("profilesAfterBoot")
    sockets.posted.clear()
    says("BootNotification", UNNAMED, at=NOON + HOUR)
    rounds = follow(NOON + HOUR)
    answered(at=NOON + HOUR)
    sent = [one["csChargingProfiles"] for one in payloads(sockets, "SetChargingProfile")]
    assert sorted(one["chargingProfileId"] for one in sent) == list(range(1, 24))
    assert rounds == 3


def test_a_profile_that_makes_no_sense_any_more_is_left_out(says: Says, sockets: Sockets) -> None:
    installed(1)
    installed(2)
    (stored,) = fetch(InstalledProfile.of("CP1", 1))
    assert stored
    stored.profile = profile(1, chargingProfileKind="Recurring")
    perform(put(stored))
    switched_on("profilesAfterBoot")
    sockets.posted.clear()
    boots(says, NOON + HOUR)
    answered(at=NOON + HOUR)
    assert len(payloads(sockets, "SetChargingProfile")) == 1
    assert not [task for task, _ in tasks() if task["task"] == "booted"]


def test_a_charge_point_that_knows_no_profiles_is_left_in_peace(
    says: Says, sockets: Sockets
) -> None:
    installed(1)
    switched_on("profilesAfterBoot")
    sockets.posted.clear()
    for hour in (1, 2, 3):
        boots(says, NOON + hour * HOUR)
        answered({"status": "NotSupported"}, NOON + hour * HOUR)
    assert len(asked(sockets)) == 1


def reconnects(connection_id: str, at: Any) -> None:
    connected(connection_id, at)
    after_reconnect("CP1", at + timedelta(seconds=15))


def test_after_a_reconnect_without_a_boot_it_is_asked_for_its_status(
    says: Says, sockets: Sockets
) -> None:
    switched_on("statusAfterReconnect")
    boots(says)
    reconnects("two", NOON + HOUR)
    after_reconnect("CP1", NOON + HOUR + MINUTE)
    assert payloads(sockets, "TriggerMessage") == [{"requestedMessage": "StatusNotification"}]
    refused("NotImplemented", NOON + HOUR + MINUTE)
    reconnects("three", NOON + 2 * HOUR)
    assert len(asked(sockets)) == 1


def test_after_a_reconnect_with_a_boot_it_is_not(says: Says, sockets: Sockets) -> None:
    switched_on("statusAfterReconnect")
    after_reconnect("CP1", NOON)  # it has never booted: that comes
    connected("two", NOON + HOUR)
    says(
        "BootNotification",
        UNNAMED,
        at=NOON + HOUR + timedelta(seconds=3),
    )
    after_reconnect("CP1", NOON + HOUR + timedelta(seconds=15))
    assert asked(sockets) == []


def test_one_that_reconnects_all_the_time_is_asked_once_in_each_distance(
    says: Says, sockets: Sockets
) -> None:
    switched_on("statusAfterReconnect")
    boots(says)
    for minutes in range(1, 61):
        reconnects(f"socket-{minutes}", NOON + minutes * MINUTE)
        answered(at=NOON + minutes * MINUTE)
    assert len(asked(sockets)) == 4


@pytest.mark.parametrize("name", SWITCHES)
def test_a_connection_brings_a_task_only_where_something_follows(name: str) -> None:
    plain: dict[str, Any] = {"x_ocpp_transport": "plain", "authorization": None}
    assert authorize(**plain)["context"]["toldOnReconnect"] == "false"
    connects("two")
    assert "reconnected" not in [task["task"] for task in take_tasks()]
    ask("PATCH", "/charge-points/CP1", body={name: True})
    told = authorize(**plain)["context"]["toldOnReconnect"]
    connects("three", minutes=1, toldOnReconnect=told)
    found = [(task, held) for task, held in tasks() if task["task"] == "reconnected"]
    follows = name in ("statusAfterReconnect", "localListInStep")
    assert found == [({"task": "reconnected", "chargePointId": "CP1"}, 15)] * follows


def test_it_is_quiet_once_it_is_switched_off(says: Says, sockets: Sockets) -> None:
    switched_on(*SWITCHES)
    says("BootNotification", UNNAMED)
    ask("PATCH", "/charge-points/CP1", body=dict.fromkeys(SWITCHES, False))
    follow()
    reconnects("two", NOON + HOUR)
    assert asked(sockets) == []


@pytest.mark.parametrize("survived", range(0, 28, 3))
@pytest.mark.parametrize("again", [False, True])
def test_a_death_at_any_step_loses_nothing_that_the_queue_or_the_next_boot_does_not_bring(
    survived: int, again: bool, says: Says, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        installed(number)
    switched_on("profilesAfterBoot")
    says("BootNotification", UNNAMED, at=NOON + HOUR)
    sockets.posted.clear()
    call, left = calls.call, iter(range(survived))

    def dying(operation: str, arguments: Any) -> Any:
        if next(left, None) is None:
            raise ConnectionError
        return call(operation, arguments)

    with monkeypatch.context() as patch, suppress(ConnectionError):
        patch.setattr(calls, "call", dying)
        after_boot("CP1", NOON + HOUR)
    if again:  # the queue brings the task again
        after_boot("CP1", NOON + HOUR + MINUTE)
        written = [one["payload"]["csChargingProfiles"] for one in commands()[:-3]]
        assert sorted(one["chargingProfileId"] for one in written) == [1, 2, 3]
        return
    says("BootNotification", UNNAMED, at=NOON + 2 * HOUR)
    after_boot("CP1", NOON + 2 * HOUR)
    drain(NOON + 2 * HOUR)
    answered(at=NOON + 2 * HOUR)
    sent = payloads(sockets, "SetChargingProfile")
    assert {one["csChargingProfiles"]["chargingProfileId"] for one in sent} == {1, 2, 3}
