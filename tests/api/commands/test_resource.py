from datetime import timedelta
from typing import Any

import pytest

from csms.store import commands
from csms.store.provisioned import audit
from csms.store.reported import connections
from tests.api.support import Answered, ask
from tests.csms.command_steps import answer, connected, look_after, status, tasks
from tests.roots import ROOT
from tests.stored import provision, set_registration
from tests.support import NOON, Sockets

COMMANDS = "/charge-points/CP1/commands"
SOFT = {"type": "Soft"}


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def order(action: str = "Reset", body: object = SOFT, **asked: Any) -> Answered:
    return ask("POST", f"{COMMANDS}/{action}", role="operator", body=body, **asked)


KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n"
FIRMWARE = {"location": "https://a.example/x", "retrieveDateTime": "2026-06-01T12:00:00Z"}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        (
            "InstallCertificate",
            {"certificateType": "CentralSystemRootCertificate", "certificate": ROOT + KEY},
        ),
        ("CertificateSigned", {"certificateChain": KEY + ROOT}),
        (
            "SignedUpdateFirmware",
            {
                "requestId": 1,
                "firmware": FIRMWARE | {"signingCertificate": ROOT + KEY, "signature": "x"},
            },
        ),
    ],
)
def test_a_private_key_beside_its_certificate_is_not_sent(
    action: str, payload: dict[str, object]
) -> None:
    """It would be kept in the record, and shown to whoever may look."""
    query = {"force": "true", "queueUntil": "2026-06-02T12:00:00Z"}
    refused = order(action, payload, query=query)
    assert (refused.status, "private key" in refused.json["detail"]) == (400, True)
    assert "MHcC" not in refused.text


def test_a_command_is_on_its_way_and_can_be_looked_at(sockets: Sockets) -> None:
    answered = order()
    assert answered.status == 202
    command_id = answered.json["commandId"]
    assert answered.headers["location"] == f"{COMMANDS}/{command_id}"
    assert sockets.frames == [[2, command_id, "Reset", SOFT]]
    assert answered.json == {
        "commandId": command_id,
        "chargePointId": "CP1",
        "action": "Reset",
        "payload": SOFT,
        "status": "Sent",
        "createdAt": "2026-06-01T12:00:00.000Z",
        "createdBy": "olga@example.com",
        "forced": False,
        "timeout": 30,
        "sentAt": "2026-06-01T12:00:00.000Z",
    }
    assert ask("GET", f"{COMMANDS}/{command_id}", role="viewer").json == answered.json


def test_who_waits_is_told_the_outcome(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    post = sockets.post

    def answers_at_once(connection_id: str, data: bytes) -> None:
        post(connection_id, data)
        answer(sockets.frames[-1][1], {"status": "Rejected"}, NOON)

    monkeypatch.setattr(sockets, "post", answers_at_once)
    answered = order(query={"wait": 5})
    assert answered.status == 200
    assert (answered.json["status"], answered.json["response"]) == (
        "Answered",
        {"status": "Rejected"},
    )


def test_who_has_waited_in_vain_is_told_how_it_stands() -> None:
    answered = order(query={"wait": 1})
    assert (answered.status, answered.json["status"]) == (202, "Sent")


def test_an_empty_body_is_an_empty_payload(sockets: Sockets) -> None:
    assert order("ClearCache", None).status == 202
    assert sockets.frames[0][3] == {}


def test_a_payload_that_breaks_the_schema_names_its_fields(sockets: Sockets) -> None:
    answered = order(body={"type": "Softly", "more": 1})
    assert answered.status == 400
    assert sorted(answered.fields) == ["more", "type"]
    assert sockets.posted == []


@pytest.mark.parametrize("body", ["", "no JSON", "[]", "null", "17", '{"type":NaN}'])
def test_a_body_that_is_no_object_is_refused(body: str, sockets: Sockets) -> None:
    assert order("Reset", body).status == 400
    assert sockets.posted == []


def test_fractions_leave_as_numbers(sockets: Sockets) -> None:
    periods = '[{"startPeriod":0,"limit":6.0},{"startPeriod":60,"limit":8.1}]'
    profile = (
        '{"stackLevel":0,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":'
        '"Relative","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":'
        f"{periods}}}}}"
    )
    body = f'{{"csChargingProfiles":{profile},"connectorId":1}}'
    assert order("SetChargingProfile", body).status == 202
    sent = sockets.frames[0][3]
    assert list(sent) == ["connectorId", "csChargingProfiles"]
    limits = sent["csChargingProfiles"]["chargingSchedule"]["chargingSchedulePeriod"]
    assert [period["limit"] for period in limits] == [6.0, 8.1]


def test_what_makes_no_sense_is_a_conflict_and_passes_with_force(sockets: Sockets) -> None:
    refused = order("UnlockConnector", {"connectorId": 0})
    assert refused.status == 409
    assert "force" in refused.json["detail"]
    forced = order("UnlockConnector", {"connectorId": 0}, query={"force": "true"})
    assert (forced.status, forced.json["forced"]) == (202, True)


def test_an_unknown_command_or_charge_point_is_not_there() -> None:
    assert order("Restart").status == 404
    assert ask("POST", "/charge-points/CP9/commands/Reset", body=SOFT).status == 404
    assert ask("GET", f"{COMMANDS}/never").status == 404
    assert ask("GET", "/charge-points/CP9/commands").status == 404


def test_a_rejected_charge_point_is_sent_nothing(sockets: Sockets) -> None:

    set_registration("CP1", "Rejected")
    answered = order(query={"force": "true"})
    assert answered.status == 409
    assert "Rejected" in answered.json["detail"]
    assert sockets.posted == []


def test_while_it_is_away_a_command_fails_or_waits_as_long_as_it_may() -> None:
    connections.closed("CP1", "one")
    assert order().json["status"] == "NotConnected"
    until = "2026-06-01T13:00:00.000Z"
    waiting = order(query={"queueUntil": until}).json
    assert (waiting["status"], waiting["queueUntil"]) == ("Queued", until)
    for never in ("2026-06-01T11:00:00Z", "2027-06-03T12:00:00Z"):
        refused = order(query={"queueUntil": never})
        assert (refused.status, refused.fields) == (400, ["queueUntil"])


def test_what_waits_for_a_charge_point_ends_when_that_is_deleted(sockets: Sockets) -> None:
    order()
    waiting = order(query={"queueUntil": "2026-06-01T13:00:00.000Z"}).json["commandId"]
    assert ask("DELETE", "/charge-points/CP1").status == 204
    assert status(waiting) == "Cancelled"
    assert len(sockets.posted) == 1


def test_the_same_command_posted_twice_with_one_key_is_one(sockets: Sockets) -> None:
    key = {"Idempotency-Key": "7f3"}
    first, again = order(headers=key), order(headers=key, at=NOON + timedelta(hours=1))
    assert first.json["commandId"] == again.json["commandId"]
    assert len(sockets.posted) == 1
    assert order(body={"type": "Hard"}, headers=key).status == 422
    assert order(headers={"Idempotency-Key": "8a4"}).json["commandId"] != first.json["commandId"]


def test_a_command_that_is_posted_again_after_its_time_is_still_the_first() -> None:
    connections.closed("CP1", "one")
    asked: Any = {
        "query": {"queueUntil": "2026-06-01T12:01:00Z"},
        "headers": {"Idempotency-Key": "7f3"},
    }
    first = order(**asked)
    again = order(**asked, at=NOON + timedelta(hours=1))
    assert (again.status, again.json["commandId"]) == (202, first.json["commandId"])


def test_a_command_that_waits_can_be_cancelled_and_no_other(sockets: Sockets) -> None:
    first, second = order().json["commandId"], order().json["commandId"]
    cancelled = ask("DELETE", f"{COMMANDS}/{second}")
    assert (cancelled.status, cancelled.json["status"]) == (200, "Cancelled")
    assert ask("DELETE", f"{COMMANDS}/{second}").status == 409
    assert ask("DELETE", f"{COMMANDS}/{first}").status == 409
    answer(first)
    assert len(sockets.posted) == 1


def test_a_timeout_is_chosen_per_command(sockets: Sockets) -> None:
    command_id = order(query={"timeout": 120}).json["commandId"]
    assert tasks()[0][1] == 120
    look_after(command_id, NOON + timedelta(seconds=119))
    assert status(command_id) == "Sent"
    look_after(command_id, NOON + timedelta(seconds=120))
    assert ask("GET", f"{COMMANDS}/{command_id}").json["status"] == "TimedOut"


@pytest.mark.parametrize(
    "query", [{"wait": 26}, {"timeout": 0}, {"timeout": 901}, {"force": "yes"}, {"queueUntil": 17}]
)
def test_what_cannot_be_meant_is_refused(query: dict[str, object], sockets: Sockets) -> None:
    answered = order(query=query)
    assert (answered.status, answered.fields) == (400, list(query))
    assert sockets.posted == []


def test_commands_are_listed_newest_first_and_a_page_at_a_time(sockets: Sockets) -> None:
    ids = [order(at=NOON + timedelta(seconds=step)).json["commandId"] for step in range(5)]
    answer(ids[0], at=NOON + timedelta(seconds=9))
    first = ask("GET", COMMANDS, query={"limit": 3}).json
    rest = ask("GET", COMMANDS, query={"limit": 3, "cursor": first["cursor"]}).json
    listed = [item["commandId"] for item in first["items"] + rest["items"]]
    assert listed == ids[::-1]
    ended = ask("GET", COMMANDS, query={"status": "Ended"}).json["items"]
    assert [item["commandId"] for item in ended] == [ids[0]]
    third = "2026-06-01T12:00:03Z"
    since = ask("GET", COMMANDS, query={"from": third}).json["items"]
    assert [item["commandId"] for item in since] == ids[:2:-1]
    before = ask("GET", COMMANDS, query={"to": third}).json["items"]
    assert [item["commandId"] for item in before] == ids[2::-1]


def test_a_secret_leaves_for_the_charge_point_and_is_shown_nowhere(sockets: Sockets) -> None:
    provision("CP1", security_profile=2, password_hash="of the old key")
    secret = "73656372657473656372657473656372"
    body = {"key": "AuthorizationKey", "value": secret}
    answered = order("ChangeConfiguration", body)
    assert sockets.frames[0][3] == body
    assert secret not in answered.text
    assert secret not in ask("GET", COMMANDS).text
    trail = ask("GET", "/audit")
    assert trail.json["items"]
    assert secret not in trail.text


def test_who_sent_what_is_in_the_audit_trail() -> None:
    command_id = order("Reset", SOFT).json["commandId"]
    (entry,) = ask("GET", "/audit").json["items"]
    assert entry["operation"] == "sendCommand"
    assert entry["resource"] == f"charge-points/CP1/commands/{command_id}"
    assert entry["details"] == {"action": "Reset", "payload": SOFT, "forced": False}


def test_a_command_and_its_audit_entry_are_written_together_or_not_at_all(
    sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(entry: object) -> Any:
        raise ConnectionError

    monkeypatch.setattr(audit, "added", failing)
    assert order().status == 500
    assert sockets.posted == []
    assert commands.waiting("CP1") == []
