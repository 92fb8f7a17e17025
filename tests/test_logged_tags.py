"""No id tag stands in a log, whoever says it and whatever fails; a line tells what it is about."""

import json
from collections.abc import Iterator
from io import StringIO
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms import aws
from csms.aws import ServiceError
from csms.tag_masks import mask
from csms.telemetry import logger
from tests.actions import ACTIONS, PAYLOADS
from tests.api.support import ask
from tests.conftest import Says, handler_of
from tests.connection.support import authorize, basic
from tests.connection.support import connected as connected_at_the_door
from tests.csms.command_steps import connected, take_tasks
from tests.hostile.effort import examples
from tests.hostile.payloads import valid
from tests.stored import provision_id_tag
from tests.support import Context, Sockets, message
from workflows import tasks

CARD = "Q7xMark4z"
SPELLED = st.sampled_from([CARD, CARD.upper(), f"{CARD} 1", CARD * 3, f'"{CARD}"'])


class Failing:
    """A store that fails once, and says of what: worse than the real one."""

    def __init__(self, patch: pytest.MonkeyPatch, place: int) -> None:
        self._call, self._places = aws.call, count()
        self._place = place
        patch.setattr(aws, "call", self)
        patch.setattr(aws.requests, "call", self)

    def __call__(self, service: Any, operation: str, asked: dict[str, Any]) -> Any:
        if next(self._places) == self._place:
            raise ServiceError("ValidationException", f"{operation}: {asked}")
        return self._call(service, operation, asked)


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    written, level = StringIO(), logger.level
    monkeypatch.setattr(logger.handler, "stream", written)
    logger.setLevel("DEBUG")
    yield written
    logger.setLevel(level)


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def text_of(action: str, draw: Any) -> str:
    """A frame that names the card wherever an id tag may stand, or some vendor puts it."""
    payload = draw(valid(action))
    for name in ("idTag", "parentIdTag", draw(st.sampled_from(["idtag", "IdTag", "x"]))):
        if name in PAYLOADS[action] or draw(st.booleans()):
            payload[name] = draw(SPELLED) if name != "x" else {"idTag": [{"idTag": CARD}]}
    for name in ("data", "info", "techInfo"):
        if name in payload:
            payload[name] = draw(st.sampled_from([json.dumps({"idTag": CARD}), f"idTag={CARD}"]))
    text = json.dumps([2, "1", action, payload])
    return text[: -draw(st.sampled_from([1, 2, 3]))] if draw(st.integers(0, 9)) == 0 else text


@pytest.mark.parametrize("action", ACTIONS)
@examples(12)
@given(data=st.data())
def test_none_that_a_charge_point_says(
    action: str, data: st.DataObject, cp1: str, sockets: Sockets, log: StringIO
) -> None:
    text, place = text_of(action, data.draw), data.draw(st.integers(0, 6))
    with pytest.MonkeyPatch.context() as patch:
        Failing(patch, place)
        handler_of(action)(message(text, route=action), Context())
    assert CARD.casefold() not in log.getvalue().casefold()


def test_what_it_said_can_be_followed_by_its_mask(
    says: Says, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    Failing(monkeypatch, 0)
    answer = says("Authorize", {"idTag": CARD}, unique_id="17")
    assert answer
    assert answer[2] == "InternalError"
    [refused, *_] = lines(log)
    assert mask(CARD) in refused["exception"]
    assert {name: refused[name] for name in IDS} == IDS | {"message_id": refused["message_id"]}
    assert refused["function_request_id"] == Context.aws_request_id


IDS = {
    "charge_point_id": "CP1",
    "connection_id": "socket-CP1",
    "message_id": "",
    "unique_id": "17",
    "action": "Authorize",
}


def test_it_is_told_as_it_is_where_the_operator_wants_it(
    says: Says, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_ID_TAGS", "Clear")
    Failing(monkeypatch, 0)
    says("Authorize", {"idTag": CARD})
    assert CARD.upper() in log.getvalue()


COMMANDED: dict[str, dict[str, Any]] = {
    "RemoteStartTransaction": {"connectorId": 1, "idTag": CARD},
    "ReserveNow": {"connectorId": 1, "expiryDate": "2026-06-01T13:00:00Z", "idTag": CARD},
    "SendLocalList": {
        "updateType": "Full",
        "localAuthorizationList": [{"idTag": CARD, "idTagInfo": {"status": "Accepted"}}],
    },
}


@pytest.mark.parametrize("action", COMMANDED)
@pytest.mark.parametrize("place", range(6))
def test_none_that_an_operator_has_sent(
    action: str, place: int, cp1: str, sockets: Sockets, log: StringIO
) -> None:
    connected()
    provision_id_tag(CARD)
    with pytest.MonkeyPatch.context() as patch:
        Failing(patch, place)
        ask("POST", f"/charge-points/CP1/commands/{action}", body=COMMANDED[action])
    sent = ask("POST", f"/charge-points/CP1/commands/{action}", body=COMMANDED[action])
    command_id = sent.json.get("commandId", "none")
    said = json.dumps([4, command_id, "InternalError", f"no {CARD}", {"idTag": CARD}])
    with pytest.MonkeyPatch.context() as patch:
        Failing(patch, place)
        handler_of("$default")(message(said), Context())
    for task in take_tasks():
        with pytest.MonkeyPatch.context() as patch:
            Failing(patch, place)
            record = {"messageId": "1", "body": json.dumps(task)}
            tasks.handler({"Records": [record]}, Context())
    assert CARD.casefold() not in log.getvalue().casefold()


@pytest.mark.parametrize("place", range(4))
def test_none_that_an_operator_keeps(place: int, cp1: str, log: StringIO) -> None:
    table = {"headers": {"content-type": "text/csv"}}
    for method, path, asked in (
        ("POST", "/id-tags", {"body": {"idTag": CARD}}),
        ("GET", f"/id-tags/{CARD}", {}),
        ("PATCH", f"/id-tags/{CARD}", {"body": {"status": "Blocked", "parentIdTag": CARD}}),
        ("POST", "/id-tags/import", {"body": {"items": [{"idTag": CARD}]}}),
        ("POST", "/id-tags/import", {"body": f"idTag\n{CARD}\n", **table}),
        ("GET", "/transactions", {"query": {"idTag": CARD}}),
        ("DELETE", f"/id-tags/{CARD}", {}),
    ):
        ask(method, path, **asked)
        with pytest.MonkeyPatch.context() as patch:
            Failing(patch, place)
            ask(method, path, **asked)
    assert CARD.casefold() not in log.getvalue().casefold()
    assert {line["resource"] for line in lines(log)} <= {"id-tags", "transactions"}


def test_no_password_that_is_shown_at_the_door(log: StringIO, store: None) -> None:
    secret = "Xy7-marked-password"
    for place in range(3):
        with pytest.MonkeyPatch.context() as patch:
            Failing(patch, place)
            policy = authorize(authorization=basic(password=secret.encode()))
            connected_at_the_door(**policy["context"])
    assert lines(log)
    for form in (secret, secret.encode().hex(), basic(password=secret.encode())[-20:]):
        assert form not in log.getvalue()
