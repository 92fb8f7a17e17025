"""What was sent with secrets is kept as it was sent until its call has ended, and no longer."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from csms.outbound import dispatch, settling
from csms.outbound.context import read_context, request_of
from csms.redaction import REDACTED, without_secrets
from csms.store import commands
from csms.store.commands import SentRequest
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import absent, calls, fetch, query
from csms.store.table.calls import Raw
from csms.store.transactions.reservations import Reservation
from csms.wire.frames import MalformedAnswerFrame
from outbound import COMMANDS
from tests.api.support import ask as ask_api
from tests.csms.command_steps import (
    CP,
    SECOND,
    answer,
    connected,
    drain,
    error,
    found,
    look_after,
    send,
    status,
)
from tests.outbound.support import configuration
from tests.stored import provision
from tests.support import NOON, Sockets

LATER = NOON + timedelta(hours=1)
PASSWORD = {"key": "WifiPassword", "value": "hunter2"}
TAG = "ftp://me:open@x"  # an id tag is a text like any other
RESERVE = {"connectorId": 1, "idTag": TAG, "expiryDate": "2026-06-01T14:00:00Z"}
ADDRESS = "https://user:hunter2@files.example/?X-Amz-Signature=hunter2"
KEY = 16 * "6f"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def kept() -> list[dict[str, Any]]:
    return [one.payload for one in query(SentRequest, f"CP#{CP}", "SENT#")]


def send_a_secret(command_id: str = "c1", **order: Any) -> None:
    send(command_id, "ChangeConfiguration", PASSWORD, force=True, **order)


def test_it_stands_beside_the_record_and_is_shown_by_nothing(sockets: Sockets) -> None:
    send_a_secret(timeout=60)
    (sent,) = query(SentRequest, f"CP#{CP}", "SENT#")
    assert sent.payload == sockets.frames[0][3] == PASSWORD
    assert sent.expires_at == NOON + timedelta(days=1, minutes=1)
    assert found("c1").payload == PASSWORD | {"value": REDACTED}
    shown = ask_api("GET", f"/charge-points/{CP}/commands/c1").text
    assert "hunter2" not in shown
    assert "ecrets" not in shown


def malformed() -> None:
    frame = MalformedAnswerFrame("c1", "cut")
    settling.settle(COMMANDS, CP, frame, "", NOON + SECOND)


def disconnected() -> None:
    ended = connections.closed(CP, "one")
    assert ended
    dispatch.lost(COMMANDS, ended, NOON + SECOND)


def deleted() -> None:
    assert ask_api("DELETE", f"/charge-points/{CP}").status == 204


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (lambda: answer("c1"), "Answered"),
        (lambda: answer("c1", {"status": "Rejected"}), "Answered"),
        (lambda: error("c1"), "CallError"),
        (malformed, "MalformedAnswer"),
        (lambda: look_after("c1", LATER), "TimedOut"),
        (lambda: send("c2", at=LATER), "TimedOut"),
        (disconnected, "ConnectionLost"),
        (deleted, "ConnectionLost"),
    ],
)
def test_it_goes_with_the_end_of_its_call(end: Callable[[], object], outcome: str) -> None:
    send_a_secret()
    assert kept() == [PASSWORD]
    end()
    assert (status("c1"), kept()) == (outcome, [])


def test_it_goes_when_its_frame_could_not_leave(sockets: Sockets) -> None:
    sockets.too_large = True
    send_a_secret()
    assert (status("c1"), kept()) == ("TooLarge", [])
    sockets.too_large = False
    sockets.gone.add("one")
    send_a_secret("c2", until=LATER)
    assert (status("c2"), kept(), found("c2").has_secrets) == ("Queued", [], None)
    connected("two")
    drain(NOON + SECOND)
    assert (status("c2"), kept()) == ("Sent", [PASSWORD])


@pytest.mark.parametrize("end", ["Cancelled", "Expired", "NotConnected"])
def test_what_was_never_sent_has_none(end: str) -> None:
    send("c1")
    send_a_secret("c2", until=None if end == "NotConnected" else LATER)
    match end:
        case "Cancelled":
            commands.cancel(found("c2"), NOON, absent(connections.Connection.of("CP2")))
        case "Expired":
            drain(LATER)
        case _:
            connections.closed(CP, "one")
            drain(NOON)
    assert (status("c2"), kept(), commands.waiting(CP)) == (end, [], [])


def reserved() -> list[str]:
    return [one.id_tag for one in query(Reservation, f"CP#{CP}", Reservation.PREFIX)]


def test_what_follows_from_an_answer_is_of_what_was_sent_not_of_what_is_shown() -> None:
    send("c1", "ReserveNow", RESERVE, force=True)
    assert found("c1").payload["idTag"] != TAG
    answer("c1")
    assert reserved() == [TAG]


def test_from_a_late_answer_nothing_follows_that_would_have_to_be_guessed() -> None:
    send("c1", "ReserveNow", RESERVE, force=True)
    look_after("c1", LATER)
    answer("c1", at=LATER + SECOND)
    assert found("c1").late_answer == {"response": {"status": "Accepted"}}
    assert reserved() == []


SECRETS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("ChangeConfiguration", PASSWORD, {"status": "Accepted"}),
    ("ChangeConfiguration", {"key": "UploadTo", "value": ADDRESS}, {"status": "Accepted"}),
    ("ChangeConfiguration", {"key": "AuthorizationKey", "value": KEY}, {"status": "Accepted"}),
    ("ChangeConfiguration", {"key": "AuthorizationKey", "value": KEY}, {"status": "Rejected"}),
    ("ChangeConfiguration", {"key": "SecurityProfile", "value": ADDRESS}, {"status": "Accepted"}),
    ("GetDiagnostics", {"location": ADDRESS}, {"fileName": ADDRESS}),
    (
        "GetLog",
        {"logType": "SecurityLog", "requestId": 7, "log": {"remoteLocation": ADDRESS}},
        {"status": "Accepted", "filename": ADDRESS},
    ),
    ("UpdateFirmware", {"location": ADDRESS, "retrieveDate": "2026-06-01T22:00:00Z"}, {}),
    (
        "SignedUpdateFirmware",
        {
            "requestId": 7,
            "firmware": {
                "location": ADDRESS,
                "retrieveDateTime": "2026-06-01T22:00:00Z",
                "signingCertificate": "none",
                "signature": "none",
            },
        },
        {"status": "Accepted"},
    ),
]


@pytest.mark.parametrize(("action", "payload", "response"), SECRETS)
def test_whose_effects_name_no_secret_has_the_same_ones_without_it(
    action: str, payload: dict[str, Any], response: dict[str, Any]
) -> None:
    command = COMMANDS[action]
    assert command.names_no_secret
    assert without_secrets(payload) != payload
    said = command.response.model_validate(response)

    def effects(given: dict[str, Any]) -> list[Any]:
        request = request_of(command, given)
        context = read_context(command, request, CP, NOON, "c1")
        assert context
        answered = command.on_response(request, said, context)
        return [*answered, "on error", *command.on_error(request, context)]

    assert effects(payload) == effects(without_secrets(payload))
    assert "hunter2" not in json.dumps(str(effects(payload)))


def test_all_whose_effects_are_said_to_name_no_secret_are_tried() -> None:
    said = {action for action, command in COMMANDS.items() if command.names_no_secret}
    assert said == {action for action, _, _ in SECRETS}


@pytest.mark.parametrize("late", [False, True])
def test_a_secret_key_is_known_by_its_name_and_what_the_charge_point_tells_of_it_is_taken(
    late: bool,
) -> None:
    send_a_secret()
    if late:
        look_after("c1", LATER)
    answer("c1", at=LATER + SECOND)
    (entry,) = configuration().all()
    assert (entry.key, entry.value, entry.readonly) == ("WifiPassword", None, False)
    send("c2", "GetConfiguration", {"key": ["WifiPassword"]}, at=LATER)
    told = {"key": "WifiPassword", "readonly": True, "value": "hunter2"}
    answer("c2", {"configurationKey": [told]}, at=LATER + 2 * SECOND)
    (entry,) = configuration().all()
    assert (entry.key, entry.value, entry.readonly) == ("WifiPassword", None, True)


def next_password() -> str | None:
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    return charge_point.next_password_hash


@pytest.mark.parametrize(("said", "adopted"), [("Accepted", True), ("Rejected", False)])
def test_a_late_answer_still_tells_which_password_opens_the_door(said: str, adopted: bool) -> None:
    provision(CP, security_profile=2, password_hash="of the old key")
    send("c1", "ChangeConfiguration", {"key": "AuthorizationKey", "value": KEY})
    look_after("c1", LATER)
    new = next_password()
    assert new
    answer("c1", {"status": said}, at=LATER + SECOND)
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    assert charge_point.password_hash == (new if adopted else "of the old key")
    assert next_password() is None


def test_a_command_without_secrets_asks_for_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    call = calls.call

    def counting(operation: str, arguments: Raw) -> Raw:
        asked.append((operation, json.dumps(arguments, default=str)))
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counting)
    trips = {}
    for name, action, payload in (
        ("none", "ChangeConfiguration", {"key": "Text", "value": "1"}),
        ("some", "ChangeConfiguration", PASSWORD),
    ):
        send(name, action, payload, force=True)
        answer(name)
        trips[name] = len(asked)
        sent = [operation for operation, arguments in asked if f"SENT#{name}" in arguments]
        assert sent == ([] if name == "none" else ["TransactWriteItems", "BatchGetItem", sent[-1]])
        asked.clear()
    assert trips["some"] == trips["none"] + 1
