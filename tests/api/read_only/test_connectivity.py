from typing import Any

import pytest

from csms.domain.attempts import MOST_FAILURES
from csms.store.reported import security_events
from tests.api.support import ask
from tests.connection.support import connected
from tests.stored import provision
from tests.support import NOON

SHOWN = {"tls": True, "password": True, "subprotocols": "ocpp1.6"}


def fails() -> None:
    connected(status="401", reason="wrong credentials", kind="FailedToAuthenticate")


def told(charge_point_id: str = "CP1") -> dict[str, Any]:
    path = f"/charge-points/{charge_point_id}/connectivity"
    answer = ask("GET", path, role="viewer", at=NOON)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_what_came_last_what_it_showed_and_what_is_set_are_told(cp1: str) -> None:
    fails()
    found = told()
    assert (found["state"], found["reason"]) == ("refused", "wrong credentials")
    assert found["isSet"]["securityProfile"] == 0
    assert found["attempts"] == [
        {
            "at": "2026-06-01T12:00:00.000Z",
            "sourceIp": "203.0.113.7",
            "type": "FailedToAuthenticate",
            "reason": "wrong credentials",
            "tries": 1,
            "presented": SHOWN,
        }
    ]
    assert found["throttled"] is False
    assert "csms charge-points change CP1 --password -" in found["remedies"][0]


def test_a_subprotocol_is_told_by_what_was_offered(cp1: str) -> None:
    connected(offers=["ocpp2.0.1"])
    found = told()
    assert found["reason"] == "no subprotocol ocpp1.6 among ocpp2.0.1"
    assert found["attempts"][0]["presented"]["subprotocols"] == "ocpp2.0.1"


def test_who_fails_too_often_is_paused(cp1: str) -> None:
    for _ in range(MOST_FAILURES):
        fails()
    assert told()["throttled"] is True


def test_a_connected_charge_point_is_told_as_connected(cp1: str) -> None:
    connected("one")
    found = told()
    assert (found["state"], found["remedies"]) == ("connected", [])
    assert found["connection"]["sourceIp"] == "203.0.113.7"


def test_a_stranger_is_told_from_the_inbox(store: None) -> None:
    connected(status="404", reason="unknown identity", chargePointId="CP7")
    found = told("CP7")
    assert (found["state"], found["reason"]) == (
        "unknown",
        "it is not provisioned; unknown identity",
    )
    assert found["attempts"][0]["presented"] == SHOWN
    assert "isSet" not in found


def test_a_name_that_differs_by_case_is_told(store: None) -> None:
    provision("cp1", security_profile=0)
    assert told("CP1")["remedies"] == ["set its identity to cp1"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("203.0.113.7", "unsupported protocol"),
        ("198.51.100.9", "CP1 showed neither a password nor a certificate"),
    ],
    ids=["its address", "its name"],
)
def test_what_the_edge_refused_is_told_by_address_or_name(
    address: str, reason: str, cp1: str
) -> None:
    fails()
    what = security_events.TLS
    security_events.note(None, NOON, what=what, reason=reason, source_ip=address)
    security_events.note(None, NOON, what=what, reason="another", source_ip="198.51.100.2")
    assert [one["reason"] for one in told()["ofItsAddress"]] == [reason]
