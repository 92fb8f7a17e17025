from typing import Any

import pytest

from csms.store.commands import transitions
from csms.store.reported import connections
from tests.api.support import Answered, ask
from tests.csms.command_steps import connected
from tests.stored import provision, set_registration
from tests.support import NOON, Sockets

RESET = {"action": "Reset", "payload": {"type": "Soft"}}


@pytest.fixture(autouse=True)
def two_charge_points(cp1: str, sockets: Sockets) -> None:
    connected()
    provision("CP2", security_profile=0)
    connections.opened("CP2", "two", NOON, security_profile=0, source_ip="")


def send(*charge_point_ids: str, headers: Any = None, **body: Any) -> Answered:
    asked = RESET | {"chargePointIds": list(charge_point_ids)} | body
    return ask("POST", "/commands", role="operator", body=asked, headers=headers)


def test_each_charge_point_has_its_own_command(sockets: Sockets) -> None:
    answered = send("CP1", "CP2")
    assert answered.status == 202
    one, two = answered.json["items"]
    assert sockets.posted == [
        ("one", [2, one["commandId"], "Reset", {"type": "Soft"}]),
        ("two", [2, two["commandId"], "Reset", {"type": "Soft"}]),
    ]
    shown = ask("GET", two["location"]).json
    assert (shown["chargePointId"], shown["createdBy"]) == ("CP2", "olga@example.com")


def test_what_one_refuses_says_nothing_of_the_others() -> None:
    set_registration("CP2", "Rejected")
    items = send("CP9", "CP2", "CP1").json["items"]
    assert [item.get("problem", {}).get("status") for item in items] == [404, 409, None]
    assert items[0]["problem"]["detail"] == "the charge point CP9 is not there"
    assert items[2]["status"] == "Sent"


def test_a_queue_that_is_full_is_told_of_its_charge_point_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transitions, "MOST_WAITING", 1)
    for _ in range(2):
        send("CP1")  # the first is on its way
    full, other = send("CP1", "CP2").json["items"]
    assert full["problem"] == {
        "status": 409,
        "detail": "Reset may not be sent: 200 commands wait for it already",
    }
    assert other["status"] == "Sent"


def test_what_no_frame_can_carry_is_refused_for_each(sockets: Sockets) -> None:
    large = {"action": "DataTransfer", "payload": {"vendorId": "v", "data": 40_000 * "x"}}
    items = send("CP1", "CP2", **large).json["items"]
    assert [item["problem"]["status"] for item in items] == [409, 409]
    assert sockets.frames == []


def test_a_command_that_is_wrong_for_all_is_sent_to_none(sockets: Sockets) -> None:
    assert send("CP1", action="Explode").fields == ["action"]
    assert send("CP1", payload={"type": "Gentle"}).fields == ["type"]
    assert send("CP1", "CP2", "CP1").fields == ["chargePointIds.2"]
    assert send().fields == ["chargePointIds"]
    assert send(*map(str, range(101))).fields == ["chargePointIds"]
    assert send("CP1", queueUntil="2026-06-01T11:00:00Z").fields == ["queueUntil"]
    assert sockets.frames == []


def test_an_idempotency_key_holds_for_each_charge_point(sockets: Sockets) -> None:
    key = {"Idempotency-Key": "k"}
    (first,) = send("CP1", headers=key).json["items"]
    again, other = send("CP1", "CP2", headers=key).json["items"]
    assert again["commandId"] == first["commandId"]
    assert other["commandId"] != first["commandId"]
    assert len(sockets.frames) == 2
    (refused,) = send("CP1", headers=key, payload={"type": "Hard"}).json["items"]
    assert refused["problem"]["status"] == 422


def test_a_guard_is_passed_at_all_of_them() -> None:
    unknown = {"action": "RemoteStartTransaction", "payload": {"idTag": "X"}}
    (refused,) = send("CP1", **unknown).json["items"]
    assert refused["problem"]["status"] == 409
    (forced,) = send("CP1", **unknown, force=True).json["items"]
    assert forced["status"] == "Sent"


def test_those_that_are_not_connected_can_wait() -> None:
    provision("CP3", security_profile=0)
    assert send("CP3").json["items"][0]["status"] == "NotConnected"
    (waits,) = send("CP3", queueUntil="2026-06-01T13:00:00Z", timeout=60).json["items"]
    shown = ask("GET", waits["location"]).json
    assert (shown["status"], shown["timeout"]) == ("Queued", 60)
