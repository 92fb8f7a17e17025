from typing import Any

import pytest

from csms.store import commands
from csms.store.counters import ChosenNumber, Numbers
from csms.store.table import fetch
from outbound import COMMANDS
from tests.csms.command_steps import CP, SECOND, answer, connected, drain, found, look_after, send
from tests.support import NOON, Sockets

LOG = {"logType": "SecurityLog", "log": {"remoteLocation": "ftp://logs.example/"}}
UPDATE = {
    "firmware": {
        "location": "ftp://firmware.example/",
        "retrieveDateTime": "2026-06-01T22:00:00Z",
        "signingCertificate": "none",
        "signature": "none",
    }
}
PROFILE = {
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.0}],
    },
}
RESERVE = {"connectorId": 1, "idTag": "CARD-1", "expiryDate": "2026-06-01T13:00:00Z"}
SET: dict[str, Any] = {"connectorId": 1, "csChargingProfiles": PROFILE}
START: dict[str, Any] = {
    "idTag": "CARD-1",
    "chargingProfile": PROFILE | {"chargingProfilePurpose": "TxProfile"},
}

KINDS: list[tuple[list[tuple[str, dict[str, Any]]], tuple[str, ...], str]] = [
    ([("GetLog", LOG), ("SignedUpdateFirmware", UPDATE)], (), "requestId"),
    ([("ReserveNow", RESERVE)], (), "reservationId"),
    ([("SetChargingProfile", SET)], ("csChargingProfiles",), "chargingProfileId"),
    ([("RemoteStartTransaction", START)], ("chargingProfile",), "chargingProfileId"),
]


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def member(payload: dict[str, Any], path: tuple[str, ...], name: str) -> int:
    for step in path:
        payload = payload[step]
    number: int = payload[name]
    return number


def with_number(
    payload: dict[str, Any], path: tuple[str, ...], name: str, number: int
) -> dict[str, Any]:
    if not path:
        return payload | {name: number}
    (step,) = path
    return payload | {step: payload[step] | {name: number}}


@pytest.mark.parametrize(("asked", "path", "name"), KINDS)
def test_no_two_that_are_on_their_way_have_the_same_number(
    asked: list[tuple[str, dict[str, Any]]],
    path: tuple[str, ...],
    name: str,
    sockets: Sockets,
) -> None:
    for number in range(12):
        action, payload = asked[number % len(asked)]
        if number in (0, 3, 4):  # an operator's own number, which the counter has not reached
            payload = with_number(payload, path, name, number + 2)
        send(f"c{number:02}", action, payload, force=True)
    answer("c00")
    look_after("c01", NOON + 30 * SECOND)
    sent = [member(frame[3], path, name) for frame in sockets.frames]
    numbers = [*sent, *(member(one.payload, path, name) for one in commands.waiting(CP))]
    assert len(numbers) == len(set(numbers)) == 12


@pytest.mark.parametrize(("asked", "path", "name"), KINDS)
def test_where_the_next_number_is_taken_another_is_found(
    asked: list[tuple[str, dict[str, Any]]],
    path: tuple[str, ...],
    name: str,
    sockets: Sockets,
) -> None:
    action, payload = asked[0]
    send("c1", action, with_number(payload, path, name, 1), force=True)
    answer("c1", {"status": "Rejected"})
    send("c2", action, payload, force=True)
    first, second = (member(frame[3], path, name) for frame in sockets.frames)
    assert first == 1
    assert second > first


def test_a_command_that_leaves_at_once_has_its_number_without_asking_for_it(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[str] = []

    def free(_: Numbers, charge_point_id: str) -> int:
        asked_for.append(charge_point_id)
        return 7

    monkeypatch.setattr(Numbers, "free", free)
    send("c1", "GetLog", LOG)
    send("c2", "GetLog", LOG)  # it waits
    assert [member(frame[3], (), "requestId") for frame in sockets.frames] == [1]
    assert [member(one.payload, (), "requestId") for one in commands.waiting(CP)] == [7]
    assert asked_for == [CP]


def test_what_could_not_leave_waits_with_the_number_that_it_had(sockets: Sockets) -> None:
    sockets.gone.add("one")
    send("c1", "GetLog", LOG, until=NOON + 60 * SECOND)
    assert [member(one.payload, (), "requestId") for one in commands.waiting(CP)] == [1]


def test_no_command_has_numbers_and_what_is_made_as_it_leaves() -> None:
    """What could not leave would wait with both."""
    for command in COMMANDS.values():
        assert len({type(fill) for fill in command.fills}) <= 1


def test_profiles_of_transactions_and_of_connectors_share_their_numbers(sockets: Sockets) -> None:
    send("c1", "SetChargingProfile", SET, force=True)
    send("c2", "RemoteStartTransaction", START, force=True)
    answer("c1")
    first, second = (frame[3] for frame in sockets.frames)
    assert first["csChargingProfiles"]["chargingProfileId"] == 1
    assert second["chargingProfile"]["chargingProfileId"] == 2


def test_a_number_is_chosen_until_its_command_must_have_ended() -> None:
    until = NOON + 3600 * SECOND
    send("c1", "GetLog", LOG | {"requestId": 7}, until=until, timeout=60)
    (chosen,) = fetch(ChosenNumber.of(CP, "request_id", 7))
    assert chosen
    assert chosen.expires_at == until + 24 * 3600 * SECOND


def test_what_has_no_member_to_fill_is_filled_with_nothing(sockets: Sockets) -> None:
    send("c1", "RemoteStartTransaction", {"idTag": "CARD-1"}, force=True)
    assert sockets.frames[0][3] == {"idTag": "CARD-1"}


def test_a_number_that_is_taken_as_the_frame_leaves_is_not_taken_before(sockets: Sockets) -> None:
    send("c1")
    send("c2", "SendLocalList", {"updateType": "Full"})
    assert found("c2").payload == {"updateType": "Full"}
    drain()
    answer("c1")
    assert found("c2").payload == {"listVersion": 1, "updateType": "Full"}
    assert sockets.frames[1][3] == {"listVersion": 1, "updateType": "Full"}
