"""A security profile is raised over OCPP: what settles it, and who is locked out then (C-41)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from connection import authorizer, connect, default
from csms.credentials import hash_password
from csms.store.provisioned import upgrades
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import calls as dynamodb
from csms.store.table import fetch, perform
from csms.store.table.calls import Raw
from tests.actions import ACTIONS, PAYLOADS
from tests.conftest import handler_of
from tests.connection.support import PASSWORD, basic, event
from tests.csms import command_steps
from tests.stored import provision
from tests.support import NOON, Context, Sockets, frame, message
from workflows import tasks

RAISE = {"key": "SecurityProfile", "value": "2"}

pytestmark = pytest.mark.usefixtures("store", "sockets")


@pytest.fixture(autouse=True)
def cp1(store: None) -> None:
    provision("CP1", security_profile=1, password_hash=hash_password(PASSWORD), generation="g1")


def profiles() -> tuple[int, int | None]:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    return charge_point.security_profile, charge_point.pending_security_profile


def connects(transport: str, connection_id: str) -> tuple[int, str]:
    """By its password; the status, and the generation of the socket."""
    request = event("authorizer")
    request["headers"] |= {"Authorization": basic(), "x-ocpp-transport": transport}
    context: dict[str, Any] = authorizer.handler(request, Context())["context"]
    opened = event("connect")
    opened["requestContext"] |= {"connectionId": connection_id, "authorizer": context}
    status: int = connect.handler(opened, Context())["statusCode"]
    return status, context["generation"]


@pytest.fixture
def upgraded() -> str:
    """It has taken profile 2 and come over TLS; the generation of that socket."""
    perform(upgrades.offered("CP1", "c1", 2))
    status, generation = connects("tls", "socket-CP1")
    assert (status, profiles()) == (200, (1, 2))
    return generation


def says(text: str, route: str, generation: str) -> None:
    handler = handler_of(route) if route in ACTIONS else default.handler
    handler(message(text, route=route, generation=generation), Context())


FIRST: dict[str, tuple[str, str]] = {
    **{action: (frame(action, PAYLOADS[action]), action) for action in ACTIONS},
    "an unknown action": (frame("SetOutlet", {}), "$default"),
    "a broken payload": (frame("StatusNotification", {"connectorId": "x"}), "StatusNotification"),
    "a malformed CALL": ('[2,"7","Heartbeat"]', "Heartbeat"),
    "a malformed CALL that is kept": ('[2,"7","StopTransaction"]', "StopTransaction"),
    "an answer to no call of ours": ('[3,"7",{}]', "$default"),
    "what is no frame": ("hello", "$default"),
}


@pytest.mark.parametrize("what", FIRST)
def test_the_first_frame_of_any_kind_settles_it(what: str, upgraded: str) -> None:
    says(*FIRST[what], upgraded)
    assert profiles() == (2, None)


@pytest.mark.parametrize("action", ACTIONS)
def test_what_settles_it_is_answered_as_ever(action: str, upgraded: str, sockets: Sockets) -> None:
    says(*FIRST[action], upgraded)
    ((_, answer),) = sockets.posted
    assert answer[0] == 3
    assert sockets.closed == []


def test_one_that_is_rejected_is_settled_too(upgraded: str, sockets: Sockets) -> None:
    provision("CP2", security_profile=1, generation="g1", registration="Rejected")
    perform(upgrades.offered("CP2", "c1", 2))
    said = message(frame("Heartbeat", {}), charge_point_id="CP2", generation="g1/c1")
    handler_of("Heartbeat")(said, Context())
    assert sockets.frames[-1][2:4] == ["SecurityError", "the registration is Rejected"]
    (charge_point,) = fetch(ChargePoint.of("CP2"))
    assert charge_point
    assert charge_point.security_profile == 2


@pytest.mark.parametrize("later", [False, True])
def test_an_answer_to_a_call_of_ours_settles_it(
    later: bool, upgraded: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    command_steps.send("c2", "Reset", {"type": "Soft"})
    command_steps.take_tasks()
    assert profiles() == (1, 2)
    with monkeypatch.context() as broken:
        if later:
            broken.setattr("csms.outbound.settling.settle", fails)
        says('[3,"c2",{"status":"Accepted"}]', "$default", upgraded)
    for task in command_steps.take_tasks():
        tasks.perform(task, NOON)
    assert command_steps.status("c2") == "Answered"
    assert profiles() == (2, None)


def fails(*_: object, **__: object) -> None:
    raise ConnectionError


def test_then_the_old_profile_is_locked_out_for_good(upgraded: str, sockets: Sockets) -> None:
    says(frame("Heartbeat", {}), "Heartbeat", upgraded)
    assert connects("plain", "old")[0] == 403
    says(frame("Heartbeat", {}), "Heartbeat", "g1")
    assert sockets.frames[-1][2] == "SecurityError"
    assert connects("tls", "new")[0] == 200


def test_one_that_was_judged_before_and_connects_after_comes_again(upgraded: str) -> None:
    request = event("authorizer")
    request["headers"] |= {"Authorization": basic(), "x-ocpp-transport": "plain"}
    context = authorizer.handler(request, Context())["context"]
    assert context["status"] == "200"
    says(frame("Heartbeat", {}), "Heartbeat", upgraded)
    opened = event("connect")
    opened["requestContext"] |= {"connectionId": "old", "authorizer": context}
    assert connect.handler(opened, Context())["statusCode"] == 503


def test_a_lost_101_strands_nobody(upgraded: str, sockets: Sockets) -> None:
    """It falls back, and tries again later."""
    status, generation = connects("plain", "fallen back")
    assert (status, generation) == (200, "g1")
    says(frame("Heartbeat", {}), "Heartbeat", generation)
    assert sockets.frames[-1][0] == 3
    assert profiles() == (1, 2)
    status, again = connects("tls", "again")
    assert (status, again) == (200, upgraded)
    says(frame("Heartbeat", {}), "Heartbeat", again)
    assert profiles() == (2, None)


def test_a_socket_at_a_profile_that_was_withdrawn_is_closed(
    upgraded: str, sockets: Sockets
) -> None:
    perform(upgrades.withdrawn("CP1", "c1"))
    says(frame("Heartbeat", {}), "Heartbeat", upgraded)
    assert sockets.frames[-1][2] == "SecurityError"
    assert sockets.closed == ["socket-CP1"]
    assert profiles() == (1, None)
    assert connects("plain", "old")[0] == 200


def test_the_settlement_costs_the_first_frame_two_trips_and_the_others_none(
    upgraded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    call: Callable[[str, Raw], Raw] = dynamodb.call

    def counting(operation: str, arguments: Raw) -> Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(dynamodb, "call", counting)
    costs = []
    for _ in range(3):
        asked.clear()
        says(
            frame("StatusNotification", PAYLOADS["StatusNotification"]),
            "StatusNotification",
            upgraded,
        )
        costs.append(len(asked))
    assert costs[0] - costs[2] <= 3  # with that it was seen, which is written once a minute
    assert costs[1] == costs[2]


def test_the_connection_is_of_the_new_profile(upgraded: str) -> None:
    (connection,) = fetch(Connection.of("CP1"))
    assert connection
    assert connection.security_profile == 2


def test_every_step_over_ocpp(sockets: Sockets) -> None:
    assert connects("plain", "socket-CP1") == (200, "g1")
    command_steps.send("c1", "ChangeConfiguration", RAISE)
    says(json.dumps([3, "c1", {"status": "Accepted"}]), "$default", "g1")
    assert profiles() == (1, 2)
    _, generation = connects("tls", "new")
    says(frame("BootNotification", PAYLOADS["BootNotification"]), "BootNotification", generation)
    assert profiles() == (2, None)
