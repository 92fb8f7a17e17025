import json

import pytest

from csms.credentials import hash_password, matches
from csms.redaction import REDACTED
from csms.store.commands import SentRequest, waiting
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import fetch, query
from tests.api.support import Answered, ask
from tests.csms.command_steps import CP, SECOND, answer, connected, drain, look_after
from tests.stored import provision
from tests.support import NOON, Sockets

PATH = "/charge-points/CP1/authorization-key"
OLD = b"the old key of CP1"
LATER = {"queueUntil": "2026-06-01T13:00:00Z"}


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()
    provision(cp1, security_profile=2, password_hash=hash_password(OLD.decode()))


def rotate(**asked: object) -> Answered:
    return ask("POST", PATH, role="operator", **asked)


def key_sent(sockets: Sockets) -> bytes:
    _, _, action, payload = sockets.frames[-1]
    assert (action, payload["key"]) == ("ChangeConfiguration", "AuthorizationKey")
    return bytes.fromhex(payload["value"])


def opens(key: bytes) -> bool:
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    taken = (charge_point.password_hash, charge_point.next_password_hash)
    return any(one and matches(key, one) for one in taken)


def test_a_key_of_20_printable_characters_leaves_as_40_hex_digits(sockets: Sockets) -> None:
    sent = rotate()
    assert sent.status == 202
    key = key_sent(sockets)
    assert len(key) == 20
    assert key.isalnum()
    assert sent.json["payload"] == {"key": "AuthorizationKey", "value": REDACTED}
    assert sent.headers["location"] == f"/charge-points/CP1/commands/{sent.json['commandId']}"


@pytest.mark.parametrize(
    ("response", "old", "new"),
    [
        ({"status": "Accepted"}, False, True),
        ({"status": "Rejected"}, True, False),
        ({"status": "NotSupported"}, True, False),
        ({"status": "RebootRequired"}, True, True),
        (None, True, True),
    ],
)
def test_its_answer_says_which_of_both_opens_the_door(
    response: dict[str, str] | None, old: bool, new: bool, sockets: Sockets
) -> None:
    command_id = rotate().json["commandId"]
    assert opens(OLD)
    assert opens(key_sent(sockets))
    if response is None:
        look_after(command_id, NOON.replace(hour=13))
    else:
        answer(command_id, response)
    assert (opens(OLD), opens(key_sent(sockets))) == (old, new)
    assert query(SentRequest, f"CP#{CP}", "SENT#") == []


def test_one_that_waits_has_no_key_yet_and_two_times_it_leaves_are_two_keys(
    sockets: Sockets,
) -> None:
    connections.closed(CP, "one")
    assert rotate(query=LATER).status == 202
    (queued,) = waiting(CP)
    assert queued.payload == {"key": "AuthorizationKey"}
    connected("two")
    sockets.gone.add("two")
    drain(NOON + SECOND)
    (queued,) = waiting(CP)
    assert queued.payload == {"key": "AuthorizationKey"}
    assert query(SentRequest, f"CP#{CP}", "SENT#") == []
    connected("three")
    drain(NOON + 2 * SECOND)
    (sent,) = query(SentRequest, f"CP#{CP}", "SENT#")
    assert bytes.fromhex(sent.payload["value"]) == key_sent(sockets)
    assert opens(key_sent(sockets))


def test_a_third_key_is_refused_while_either_of_two_may_be_in_use(sockets: Sockets) -> None:
    command_id = rotate().json["commandId"]
    look_after(command_id, NOON.replace(hour=13))
    again = rotate()
    assert again.status == 409
    assert "another was sent before" in again.json["detail"]
    assert rotate(query={"force": "true"}).status == 202
    assert len(sockets.frames) == 2


def test_the_same_idempotency_key_makes_no_second_one(sockets: Sockets) -> None:
    one, other = (rotate(headers={"idempotency-key": "a"}) for _ in range(2))
    assert one.json["commandId"] == other.json["commandId"]
    assert len(sockets.frames) == 1


def test_the_audit_trail_says_who_asked_and_no_key(sockets: Sockets) -> None:
    rotate()
    trail = json.dumps(ask("GET", "/audit").json)
    assert "olga@example.com" in trail
    assert key_sent(sockets).hex() not in trail


def test_any_other_key_of_the_configuration_needs_its_value() -> None:
    path = "/charge-points/CP1/commands/ChangeConfiguration"
    assert ask("POST", path, body={"key": "HeartbeatInterval"}).status == 400
    assert ask("POST", path, body={"key": 7}).status == 400


def test_who_only_looks_may_not_and_nobody_is_not_there() -> None:
    assert ask("POST", PATH, role="viewer").status == 403
    assert ask("POST", "/charge-points/CP9/authorization-key").status == 404
