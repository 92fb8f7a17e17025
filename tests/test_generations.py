"""What opens a charge point's socket changes, or is deleted, between any two steps of it.

The authorizer judges, $connect opens, messages come: whatever happened in between counts.
"""

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from connection import authorizer, connect, default, disconnect
from csms.credentials import hash_password
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import fetch, perform, update
from tests.actions import ACTIONS, PAYLOADS
from tests.api.support import ask
from tests.conftest import handler_of
from tests.connection.support import PASSWORD, basic, event
from tests.csms import command_steps
from tests.stored import messages_of_day, provision, refused_calls_of
from tests.support import NOON, Context, Sockets, frame, message
from workflows import tasks

NAME = "/charge-points/CP1"
SECURED = {"id": "CP1", "securityProfile": 2, "password": PASSWORD, "serialNumber": "S-1"}
WELCOME, AGAIN = 200, 503

pytestmark = pytest.mark.usefixtures("store")


def stands() -> ChargePoint:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    return charge_point


def current() -> str | None:
    (connection,) = fetch(Connection.of("CP1"))
    return connection.connection_id if connection else None


def made(**other: object) -> str:
    """CP1 is made by an operator; returns the generation of what opens its sockets."""
    assert ask("POST", "/charge-points", body=SECURED | other).status == 201
    generation = stands().generation
    assert generation
    return generation


def changed(**settings: object) -> None:
    assert ask("PATCH", NAME, body=settings).status == 200


def imported(**settings: object) -> None:
    answer = ask("POST", "/charge-points/import", body={"items": [{"id": "CP1", **settings}]})
    assert answer.json["rows"][0]["outcome"] == "changed", answer.text


def deleted() -> None:
    assert ask("DELETE", NAME).status == 204


def made_anew() -> None:
    deleted()
    made()


def renamed_to_what_it_was() -> None:
    """The same password, which is another all the same: who knew it before is let in anew."""
    changed(password="another-password")
    changed(password=PASSWORD)


MOVES: dict[str, Callable[[], None]] = {
    "the password": lambda: changed(password="another-password"),
    "the profile": lambda: changed(securityProfile=1),
    "the serial number": lambda: changed(serialNumber="S-2"),
    "an import": lambda: imported(password="another-password"),
    "back and forth": renamed_to_what_it_was,
    "deleted": deleted,
    "deleted and made anew": made_anew,
}


def judged(**headers: str) -> dict[str, Any]:
    """The context that the authorizer gives a handshake of CP1."""
    request = event("authorizer")
    request["headers"] |= {"Authorization": basic()} | headers
    context: dict[str, Any] = authorizer.handler(request, Context())["context"]
    return context


def connects(context: dict[str, Any], connection_id: str = "socket-CP1") -> int:
    request = event("connect")
    request["requestContext"] |= {"connectionId": connection_id, "authorizer": context}
    status: int = connect.handler(request, Context())["statusCode"]
    return status


def opened() -> str:
    """The generation of a socket that CP1 has just opened."""
    context = judged()
    assert connects(context) == WELCOME
    generation: str = context["generation"]
    return generation


# ── Between the authorizer and $connect ──


@pytest.mark.parametrize("move", MOVES)
def test_whoever_was_judged_by_what_no_longer_counts_comes_again(
    move: str, sockets: Sockets
) -> None:
    made()
    context = judged()
    MOVES[move]()
    assert connects(context) == AGAIN
    assert current() is None


@pytest.mark.parametrize(
    "settings", [{"interval": 77}, {"registration": "Rejected"}, {"password": PASSWORD}]
)
def test_what_opens_nothing_may_change(settings: dict[str, object], sockets: Sockets) -> None:
    generation = made()
    context = judged()
    assert context["generation"] == generation
    changed(**settings)
    assert connects(context) == WELCOME


def test_one_that_comes_again_is_judged_anew(sockets: Sockets) -> None:
    made()
    context = judged()
    changed(password="another-password")
    assert connects(context) == AGAIN
    assert judged()["status"] == "401"
    assert connects(judged(Authorization=basic(password=b"another-password"))) == WELCOME


def test_the_connection_before_stays_where_the_next_is_sent_away(sockets: Sockets) -> None:
    made()
    context = judged()
    changed(password="another-password")
    assert connects(judged(Authorization=basic(password=b"another-password")), "new") == WELCOME
    assert connects(context, "old") == AGAIN
    assert (current(), sockets.closed) == ("new", [])


@pytest.fixture
def onboarding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNKNOWN_CHARGE_POINTS", "Pending")
    monkeypatch.setenv("ONBOARDING_PASSWORD_HASH", hash_password(PASSWORD))


@pytest.mark.usefixtures("onboarding")
def test_a_stranger_brings_its_generation_along(sockets: Sockets) -> None:
    context = judged()
    assert context["generation"]
    assert connects(context) == WELCOME
    assert stands().generation == context["generation"]


@pytest.mark.usefixtures("onboarding")
def test_of_two_handshakes_of_a_stranger_the_second_comes_again(sockets: Sockets) -> None:
    first, second = judged(), judged()
    assert first["generation"] != second["generation"]
    assert connects(first, "first") == WELCOME
    assert connects(second, "second") == AGAIN
    assert connects(judged(), "third") == WELCOME


@pytest.mark.usefixtures("onboarding")
def test_a_stranger_that_is_taken_in_twice_is_not_the_same(sockets: Sockets) -> None:
    context = judged()
    connects(context)
    deleted()
    assert connects(judged(), "of the next") == WELCOME
    assert connects(context, "of the first") == AGAIN


# ── Between $connect and a message ──


def stored() -> list[dict[str, Any]]:
    """Every item of both tables."""
    client = boto3.client("dynamodb", "eu-west-1")
    pages = [client.scan(TableName=name) for name in ("csms-state", "csms-history")]
    return sorted((item for page in pages for item in page["Items"]), key=str)


def says(text: str, route: str, generation: str) -> None:
    said = message(text, route=route, generation=generation)
    assert handler_of(route)(said, Context()) == {"statusCode": 200}


FRAMES = (
    [(action, frame(action, PAYLOADS[action])) for action in ACTIONS]
    + [(action, frame(action, {"connectorId": "one", "timestamp": 1})) for action in ACTIONS]
    + [(action, f'[2,"unique-1","{action}",7]') for action in ACTIONS]
    + [("MakeCoffee", frame("MakeCoffee", {})), ("Reset", frame("Reset", {"type": "Soft"}))]
    + [(route, frame(route, {})) for route in ("$connect", "$disconnect")]
)


@pytest.mark.parametrize(("route", "text"), FRAMES, ids=[text[:50] for _, text in FRAMES])
def test_a_call_over_an_old_socket_is_refused_and_leaves_nothing(
    route: str, text: str, sockets: Sockets
) -> None:
    made()
    generation = opened()
    changed(password="another-password")
    sockets.closed.clear()
    before = stored()
    says(text, route, generation)
    ((_, answer),) = sockets.posted
    assert answer[:3] == [4, "unique-1", "SecurityError"]
    assert stored() == before
    assert sockets.closed == ["socket-CP1"]


@pytest.mark.parametrize("move", MOVES)
def test_whatever_has_moved_the_socket_is_old(move: str, sockets: Sockets) -> None:
    made()
    generation = opened()
    MOVES[move]()
    sockets.closed.clear()
    before = stored()
    says(frame("StartTransaction", PAYLOADS["StartTransaction"]), "StartTransaction", generation)
    assert sockets.frames[-1][2] == "SecurityError"
    assert stored() == before
    assert sockets.closed == ["socket-CP1"]


@pytest.mark.parametrize(
    "text",
    [
        '[3,"nobody",{}]',
        '[4,"nobody","InternalError","",{}]',
        "hello",
        '[3,"01234567-89ab-7def-8123-456789abcdef",{}]',
    ],
)
def test_what_is_no_call_leaves_nothing_either(text: str, sockets: Sockets) -> None:
    made()
    generation = opened()
    says(frame("Heartbeat", {}), "$default", generation)  # seen within the minute
    changed(password="another-password")
    sockets.closed.clear()
    before = stored()
    says(text, "$default", generation)
    assert len(sockets.posted) == 1
    assert stored() == before
    assert sockets.closed == ["socket-CP1"]


@pytest.mark.parametrize(
    "text", ['[3,"c1",{"status":"Accepted"}]', '[4,"c1","NotSupported","",{}]', '[3,"c1",7]']
)
@pytest.mark.parametrize("later", [False, True])
def test_an_answer_over_an_old_socket_is_not_taken(
    text: str, later: bool, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    made()
    generation = opened()
    command_steps.send("c1")
    command_steps.take_tasks()
    # moved without the API, which ends what its socket carries
    moved = [ChargePoint.generation.set("another")]
    perform(update(ChargePoint.of("CP1"), moved))
    if later:
        with monkeypatch.context() as broken:
            broken.setattr("csms.outbound.settling.settle", fails)
            says(text, "$default", generation)
        (task,) = (each for each in command_steps.take_tasks() if each["task"] == "take-answer")
        before = stored()
        tasks.perform(task, NOON)
        assert stored() == before
    else:
        before = stored()
        says(text, "$default", generation)
        assert stored() == before
    assert sockets.closed == ["socket-CP1"]
    assert command_steps.status("c1") == "Sent"
    assert len(sockets.posted) == 1


def fails(*_: object, **__: object) -> None:
    raise ConnectionError


def test_an_old_socket_whose_upgrade_is_not_finished_is_closed_once_it_is(
    sockets: Sockets,
) -> None:
    made()
    generation = opened()
    changed(password="another-password")
    command_steps.take_tasks()
    sockets.gone.add("socket-CP1")
    said = message(frame("Heartbeat", {}), route="Heartbeat", generation=generation)
    said["requestContext"]["connectedAt"] = said["requestContext"]["requestTimeEpoch"] - 1000
    handler_of("Heartbeat")(said, Context())
    closings = command_steps.tasks()
    assert [(task["connectionId"], seconds) for task, seconds in closings] == [
        ("socket-CP1", 2),
        ("socket-CP1", 10),
    ]


def test_the_end_of_an_old_socket_says_nothing_of_the_charge_point(sockets: Sockets) -> None:
    made()
    generation = opened()
    made_anew()
    ended = event("disconnect")
    ended["requestContext"] |= {"disconnectStatusCode": 1009, "connectionId": "socket-CP1"}
    ended["requestContext"]["authorizer"]["generation"] = generation
    before = stored()
    disconnect.handler(ended, Context())
    new = [item for item in stored() if item not in before]
    assert [item["kind"]["S"] for item in new] == ["logged frame"]


def test_a_message_over_an_older_socket_is_taken_as_ever(sockets: Sockets) -> None:
    made()
    generation = opened()
    assert connects(judged(), "newer") == WELCOME
    says(
        frame("StatusNotification", PAYLOADS["StatusNotification"]),
        "StatusNotification",
        generation,
    )
    assert sockets.frames == [[3, "unique-1", {}]]
    assert stands().connectors.as_dict()["1"]["status"] == "Available"
    assert sockets.closed == ["socket-CP1"], "by $connect, not by what it said"


def test_a_key_that_is_accepted_over_ocpp_leaves_the_socket_open(sockets: Sockets) -> None:
    made()
    generation = opened()
    key = {"key": "AuthorizationKey", "value": "feedfacecafebeef00112233445566778899aabb"}
    command_steps.send("c1", "ChangeConfiguration", key)
    says('[3,"c1",{"status":"Accepted"}]', "$default", generation)
    assert command_steps.status("c1") == "Answered"
    says(frame("Heartbeat", {}), "Heartbeat", generation)
    assert sockets.frames[-1][0] == 3
    assert sockets.closed == []


# ── Over an upgrade ──


def test_what_was_there_before_generations_goes_on(sockets: Sockets) -> None:
    provision("CP1", security_profile=2, password_hash=hash_password(PASSWORD))
    said = message(frame("Heartbeat", {}))
    del said["requestContext"]["authorizer"]["generation"]
    assert connects(judged()) == WELCOME
    default.handler(said, Context())
    assert stands().generation is None
    handler_of("Heartbeat")(said, Context())
    assert sockets.frames[-1][0] == 3
    changed(password="another-password")
    sockets.closed.clear()
    handler_of("Heartbeat")(said, Context())
    assert sockets.frames[-1][2] == "SecurityError"
    assert sockets.closed == ["socket-CP1"]


def test_an_old_socket_leaves_no_line_in_the_message_log(sockets: Sockets) -> None:
    made()
    generation = opened()
    changed(password="another-password")
    says(frame("StopTransaction", PAYLOADS["StopTransaction"]), "StopTransaction", generation)
    assert messages_of_day("CP1", NOON) == []
    assert refused_calls_of("CP1") == []
