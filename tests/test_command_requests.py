"""How often AWS is asked for a command, from the operator's request to the outcome in its answer.

Each request is told by its operation: of DynamoDB, `SendMessage` of SQS, `post` to the socket.
"""

import json
from typing import Any

import pytest

from api.commands.examples import EXAMPLES
from connection import default
from csms import aws, connections
from csms.aws.requests import Service
from csms.domain.command_context import CommandContext
from csms.store import table
from csms.store.reported.connections import closed
from csms.store.table import Raw, StateItem
from inbound import heartbeat
from tests.api.support import ask
from tests.csms.command_steps import CP, connected
from tests.stored import provision_id_tag
from tests.support import Context, Sockets, frame, message

READ, LIST, WRITE = "BatchGetItem", "Query", "TransactWriteItems"
TASK, POST = "SendMessage", "post"

SENT = [READ, TASK, WRITE, POST]
SENT_BY_LISTS = [READ, LIST, TASK, WRITE, POST]
LOOK = ["GetItem"]

OUTCOME = [READ, WRITE]
LEADS_ON = [*OUTCOME, TASK]
OVERTAKEN = [READ, WRITE, WRITE, TASK]  # there is no such reservation
OF_WHAT_STANDS = [READ, READ, WRITE]
OF_LISTS = [READ, LIST, WRITE]
OF_PROFILES = [READ, READ, LIST, WRITE]
MOST = 9

BY_ACTION: dict[str, tuple[list[str], list[str]]] = {
    "CancelReservation": (SENT, OVERTAKEN),
    "CertificateSigned": (SENT, LEADS_ON),
    "ChangeAvailability": (SENT, OUTCOME),
    "ChangeConfiguration": (SENT, OF_WHAT_STANDS),
    "ClearCache": (SENT, OUTCOME),
    "ClearChargingProfile": (SENT, OF_PROFILES),
    "DataTransfer": (SENT, OUTCOME),
    "DeleteCertificate": (SENT_BY_LISTS, OF_LISTS),
    "ExtendedTriggerMessage": (SENT, OUTCOME),
    "GetCompositeSchedule": (SENT, OUTCOME),
    "GetConfiguration": (SENT, OF_WHAT_STANDS),
    "GetDiagnostics": (SENT, LEADS_ON),
    "GetInstalledCertificateIds": (SENT, OUTCOME),
    "GetLocalListVersion": (SENT, LEADS_ON),
    "GetLog": (SENT_BY_LISTS, LEADS_ON),
    "InstallCertificate": (SENT_BY_LISTS, OF_LISTS),
    "RemoteStartTransaction": (SENT, OUTCOME),
    "RemoteStopTransaction": (SENT, OUTCOME),
    "ReserveNow": (SENT, LEADS_ON),
    "Reset": (SENT, OUTCOME),
    "SendLocalList": (SENT, [*OF_WHAT_STANDS, TASK]),
    "SetChargingProfile": (SENT, OF_PROFILES),
    "SignedUpdateFirmware": (SENT_BY_LISTS, LEADS_ON),
    "TriggerMessage": (SENT, OUTCOME),
    "UnlockConnector": (SENT, OUTCOME),
    "UpdateFirmware": (SENT, LEADS_ON),
}
SAID: dict[str, dict[str, Any]] = {
    "GetConfiguration": {},
    "GetDiagnostics": {},
    "GetInstalledCertificateIds": {"status": "NotFound"},
    "GetLocalListVersion": {"listVersion": 1},
    "UnlockConnector": {"status": "Unlocked"},
    "UpdateFirmware": {},
}


@pytest.fixture
def asked(cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each side asks, until an answer has come that tells the outcome."""
    asked: dict[str, list[str]] = {"operator": [], "answer": []}
    side = "operator"
    call, post = aws.call, sockets.post

    def counting(service: Service, operation: str, arguments: Raw) -> Raw:
        asked[side].append(operation)
        return call(service, operation, arguments)

    def answering(connection_id: str, data: bytes) -> None:
        nonlocal side
        asked[side].append("post")
        post(connection_id, data)
        _, unique_id, action, _ = json.loads(data)
        said = SAID.get(action, {"status": "Accepted"})
        side = "answer"
        default.handler(message(json.dumps([3, unique_id, said])), Context())
        side = "operator"

    provision_id_tag("CARD-1")
    connected()
    heartbeat.handler(message(frame("Heartbeat", {}), route="Heartbeat"), Context())
    monkeypatch.setattr(aws, "call", counting)
    monkeypatch.setattr(sockets, "post", answering)
    return asked


def sent(action: str) -> str:
    path = f"/charge-points/{CP}/commands/{action}"
    reply = ask("POST", path, body=EXAMPLES[action], query={"wait": 20, "force": "true"})
    assert (reply.status, reply.json["status"]) == (200, "Answered"), reply.text
    command_id: str = reply.json["commandId"]
    return command_id


@pytest.mark.parametrize("action", EXAMPLES)
def test_a_command_asks_no_more_than_this(action: str, asked: dict[str, list[str]]) -> None:
    sent(action)
    before, after = BY_ACTION[action]
    assert asked == {"operator": [*before, *LOOK], "answer": after}
    assert len(before) + len(LOOK) + len(after) <= MOST


@pytest.mark.parametrize("action", EXAMPLES)
def test_nothing_is_looked_for_that_was_not_read(
    action: str, asked: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[tuple[str, str]] = set()
    fetch, find, post = table.fetch, CommandContext.find, connections.sockets.post

    def noted(*stubs: StateItem) -> tuple[StateItem | None, ...]:
        read.update((stub.pk, stub.sk) for stub in stubs)
        return fetch(*stubs)

    def judged(self: CommandContext, stub: StateItem) -> StateItem | None:
        assert (stub.pk, stub.sk) in read
        return find(self, stub)

    def forgotten(connection_id: str, data: bytes) -> None:
        read.clear()
        post(connection_id, data)

    monkeypatch.setattr("csms.outbound.context.fetch", noted)
    monkeypatch.setattr(CommandContext, "find", judged)
    monkeypatch.setattr(connections.sockets, "post", forgotten)
    sent(action)


@pytest.mark.parametrize("action", ["Reset", "ChangeConfiguration"])
def test_nor_as_there_are_more_of_them(action: str, asked: dict[str, list[str]]) -> None:
    for _ in range(9):
        sent(action)
    for requests in asked.values():
        requests.clear()
    sent(action)
    before, after = BY_ACTION[action]
    assert asked == {"operator": [*before, *LOOK], "answer": after}


def test_a_secret_is_one_more_to_read_when_it_is_answered(asked: dict[str, list[str]]) -> None:
    body = {"key": "AuthorizationKey", "value": 16 * "6f"}
    path = f"/charge-points/{CP}/commands/ChangeConfiguration"
    ask("POST", path, body=body, query={"wait": 20, "force": "true"})
    assert asked == {"operator": [*SENT, *LOOK], "answer": [READ, *OF_WHAT_STANDS]}


def test_without_a_message_log_it_is_the_same(
    asked: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", "0")
    sent("Reset")
    assert asked == {"operator": [*SENT, *LOOK], "answer": OUTCOME}


def test_what_is_not_connected_is_told_in_two(asked: dict[str, list[str]]) -> None:
    closed(CP, "one")
    for requests in asked.values():
        requests.clear()
    path = f"/charge-points/{CP}/commands/Reset"
    assert ask("POST", path, body={"type": "Soft"}).json["status"] == "NotConnected"
    assert asked["operator"] == [READ, WRITE]
