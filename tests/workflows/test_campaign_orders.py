import json
from datetime import timedelta

import pytest

from csms.credentials import hash_password, matches
from csms.outbound import looking_after, settling
from csms.store.commands import SentRequest
from csms.store.provisioned import passwords
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import StateItem, fetch, perform, query
from csms.wire.frames import CallResultFrame
from outbound import COMMANDS
from tests.campaigns import (
    campaign_over,
    changed,
    connect,
    counted,
    ends_recorded,
    looked,
    states,
    target,
    there,
)
from tests.stored import provision
from tests.support import NOON, Sockets
from tests.workflows.conftest import Executions

SECOND = timedelta(seconds=1)
OLD = "the old key of all"


@pytest.fixture(autouse=True)
def sent(cp1: str, sockets: Sockets, updates: Executions) -> None:
    """Sockets that take what is sent."""


def secured(charge_point_id: str, *, connected: bool = True) -> str:
    there(charge_point_id, connected=connected)
    provision(charge_point_id, security_profile=2, password_hash=hash_password(OLD))
    return charge_point_id


def key_of(sockets: Sockets, charge_point_id: str) -> bytes:
    frames = [frame for connection, frame in sockets.posted if connection == f"{charge_point_id}-1"]
    (_, _, action, payload) = frames[-1]
    assert (action, payload["key"]) == ("ChangeConfiguration", "AuthorizationKey")
    return bytes.fromhex(payload["value"])


def says(charge_point_id: str, status: str) -> None:
    command_id = str(target(charge_point_id).command_id)
    said = {"status": status}
    text = json.dumps([3, command_id, said])
    settling.settle(
        COMMANDS, charge_point_id, CallResultFrame(command_id, said), text, NOON + SECOND
    )


def opens(charge_point_id: str, key: bytes) -> bool:
    (found,) = fetch(ChargePoint.of(charge_point_id))
    assert found
    taken = found.password_hash, found.next_password_hash
    return any(one is not None and matches(key, one) for one in taken)


def test_each_is_given_a_key_of_its_own_and_ends_as_it_answers(sockets: Sockets) -> None:
    for each in ("A", "B"):
        secured(each)
    campaign_over("A", "B", firmware=None)
    looked()
    assert states() == {"A": "requested", "B": "requested"}
    new = {each: key_of(sockets, each) for each in ("A", "B")}
    assert new["A"] != new["B"]
    says("A", "Accepted")
    says("B", "Rejected")
    looked(NOON + 2 * SECOND)
    assert states() == {"A": "accepted", "B": "rejected"}
    assert (opens("A", new["A"]), opens("A", OLD.encode())) == (True, False)
    assert (opens("B", new["B"]), opens("B", OLD.encode())) == (False, True)
    assert counted() == {"accepted": 1, "rejected": 1}
    assert ends_recorded("A") == ["accepted"]
    assert query(SentRequest, "CP#A", "SENT#") == []


def test_who_says_nothing_has_both_keys_and_the_next_phase_waits_for_success(
    sockets: Sockets,
) -> None:
    for each in ("A", "B"):
        secured(each)
    campaign_over("A", "B", firmware=None, phases=[{"count": 1}])
    looked()
    late = NOON + 31 * SECOND
    looking_after.look_after(COMMANDS, "A", str(target("A").command_id), late)
    looked(NOON + 32 * SECOND)
    assert states() == {"A": "timedOut", "B": "queued"}
    assert (opens("A", key_of(sockets, "A")), opens("A", OLD.encode())) == (True, True)
    assert str(target("A").reason).startswith("TimedOut: both keys are taken")


def test_who_is_not_connected_is_given_one_when_it_comes(sockets: Sockets) -> None:
    secured("A", connected=False)
    campaign_over("A", firmware=None)
    looked()
    assert (states(), target("A").waits_for) == ({"A": "queued"}, "connection")
    connect("A", NOON)
    looked(NOON + SECOND)
    assert states() == {"A": "requested"}
    assert opens("A", key_of(sockets, "A"))


def test_who_may_use_either_of_two_keys_is_skipped(sockets: Sockets) -> None:
    secured("A")
    perform(passwords.offered("A", "another command", hash_password("a key sent before")))
    campaign_over("A", firmware=None)
    looked()
    assert states() == {"A": "skipped"}
    assert "another was sent before" in str(target("A").reason)
    assert sockets.posted == []


def test_no_key_is_kept_with_the_campaign(sockets: Sockets) -> None:
    secured("A")
    campaign_over("A", firmware=None)
    looked()
    key = key_of(sockets, "A").hex()
    kept = query(StateItem, "CAMPAIGN#c1")
    assert key not in json.dumps([one.serialize() for one in kept], default=str)


def test_of_a_cancelled_one_what_was_sent_is_heard_to_its_end(sockets: Sockets) -> None:
    secured("A")
    campaign_over("A", firmware=None)
    looked()
    changed(status="cancelled")
    says("A", "Accepted")
    looked(NOON + 2 * SECOND)
    assert states() == {"A": "accepted"}
