from time import monotonic
from typing import Any

import pytest

from csms.store.provisioned import audit
from csms.store.table import query
from tests.api.support import ask
from tests.csms.command_steps import answer, connected, drain, open_call
from tests.outbound.support import ask as command
from tests.outbound.support import configured
from tests.stored import provision
from tests.support import NOON, Sockets

PATH = "/charge-points/CP1/configuration"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def known() -> Any:
    return ask("GET", PATH, role="viewer").json


def read(body: object, **asked: Any) -> Any:
    answered = ask("POST", f"{PATH}/read", role="operator", body=body, **asked)
    assert answered.status == 202
    return answered.json["items"]


def set_(key: str, value: str, **asked: Any) -> Any:
    return ask("PUT", f"{PATH}/{key}", role="operator", body={"value": value}, **asked)


def test_of_what_nobody_has_read_nothing_is_known() -> None:
    assert known() == {"items": [], "unknown": []}
    assert ask("GET", "/charge-points/CP9/configuration").status == 404


def test_what_was_told_is_shown_with_when() -> None:
    configured(HeartbeatInterval="300", AuthorizationKey="0123456789ABCDEF", complete=True)
    told = "2026-06-01T12:00:01.000Z"
    assert known() == {
        "items": [
            {"key": "AuthorizationKey", "readonly": True, "learnedAt": told},
            {"key": "HeartbeatInterval", "value": "300", "readonly": True, "learnedAt": told},
        ],
        "unknown": [],
        "completeAt": told,
    }


def test_what_it_does_not_know_is_shown_until_it_does() -> None:
    command("GetConfiguration", {"key": ["Fun"]}, {"unknownKey": ["Fun", "Unasked"]})
    assert known()["unknown"] == [{"key": "Fun", "learnedAt": "2026-06-01T12:00:01.000Z"}]
    configured(fun="1")
    assert known()["unknown"] == []


def test_all_of_it_is_one_call_without_keys(sockets: Sockets) -> None:
    (result,) = read({})
    assert sockets.frames == [[2, result["commandId"], "GetConfiguration", {}]]
    assert result["location"] == f"/charge-points/CP1/commands/{result['commandId']}"
    assert (result["chargePointId"], result["status"]) == ("CP1", "Sent")


def test_keys_are_asked_for_in_chunks_in_order(sockets: Sockets) -> None:
    assert len(read({"keys": ["A", "B", "C", "a"]})) == 1
    answer(open_call() or "", {})
    configured(GetConfigurationMaxKeys="2")
    sockets.posted.clear()
    names = [f"K{number}" for number in range(11)]
    results = read({"keys": [*names, "k10"]})
    assert [result["status"] for result in results] == ["Sent", *["Queued"] * 5]
    while command_id := open_call():
        answer(command_id, {}, NOON)
    asked = [frame[3]["key"] for frame in sockets.frames]
    assert [key for chunk in asked for key in chunk] == [*names[:10], "k10"]
    assert [len(chunk) for chunk in asked] == [2, 2, 2, 2, 2, 1]


def test_reading_twice_with_one_idempotency_key_is_reading_once(sockets: Sockets) -> None:
    configured(GetConfigurationMaxKeys="1")
    sockets.posted.clear()
    first, second = (read({"keys": ["A", "B"]}, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert [one["commandId"] for one in first] == [one["commandId"] for one in second]
    assert len(sockets.frames) == 1


def test_who_waits_reads_what_was_told(sockets: Sockets, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(GetConfigurationMaxKeys="1")
    post = sockets.post

    def answers_at_once(connection_id: str, data: bytes) -> None:
        post(connection_id, data)
        _, command_id, _, asked = sockets.frames[-1]
        told = [{"key": key, "readonly": False, "value": "1"} for key in asked["key"]]
        answer(command_id, {"configurationKey": told}, NOON)

    monkeypatch.setattr(sockets, "post", answers_at_once)
    answered = ask("POST", f"{PATH}/read", body={"keys": ["A", "B"]}, query={"wait": 20})
    assert answered.status == 200
    assert [one["status"] for one in answered.json["items"]] == ["Answered", "Answered"]
    assert {"A", "B"} <= {one["key"] for one in known()["items"]}


def test_who_has_waited_in_vain_is_told_which_reading_hangs() -> None:
    configured(GetConfigurationMaxKeys="1")
    began = monotonic()
    answered = ask("POST", f"{PATH}/read", body={"keys": ["A", "B"]}, query={"wait": 1})
    assert answered.status == 202
    assert [one["status"] for one in answered.json["items"]] == ["Sent", "Queued"]
    assert monotonic() - began < 5, "one wait for all of them"


@pytest.mark.parametrize("body", [{"keys": []}, {"keys": [""]}, {"keys": ["A" * 51]}, {"key": []}])
def test_what_names_no_keys_is_refused(body: object) -> None:
    assert ask("POST", f"{PATH}/read", body=body).status == 400


def test_a_key_is_set_by_a_command(sockets: Sockets) -> None:
    answered = set_("HeartbeatInterval", "60")
    assert answered.status == 202
    assert sockets.frames[-1][2:] == [
        "ChangeConfiguration",
        {"key": "HeartbeatInterval", "value": "60"},
    ]
    assert answered.headers["location"].endswith(answered.json["commandId"])
    answer(answered.json["commandId"], at=NOON)
    assert known()["items"][0]["value"] == "60"


def test_a_key_that_cannot_be_set_is_refused_unless_forced(sockets: Sockets) -> None:
    configured(NumberOfConnectors="2")
    assert set_("numberOfConnectors", "3").status == 409
    assert set_("numberOfConnectors", "3", query={"force": "true"}).status == 202


def test_what_would_lock_the_charge_point_out_is_refused_and_says_so_unless_forced() -> None:
    refused = set_("SecurityProfile", "1")
    assert refused.status == 409
    assert "it has none from here: send it an AuthorizationKey first" in refused.json["detail"]
    assert set_("SecurityProfile", "1", query={"force": "true"}).status == 202


def test_a_new_authorization_key_is_shown_nowhere() -> None:
    provision("CP1", security_profile=2, password_hash="of the old key")
    secret = "0123456789ABCDEF0123456789ABCDEF"
    answered = set_("authorizationKey", secret)
    assert answered.status == 202
    assert secret not in answered.text
    answer(answered.json["commandId"], at=NOON)
    assert secret not in ask("GET", PATH).text
    resource = answered.headers["location"].removeprefix("/")
    (entry,) = query(audit.AuditEntry, audit.partition(resource))
    assert secret not in str(entry.details)


def test_a_key_may_wait_for_a_connection_that_is_to_come() -> None:
    assert set_("A", "1", query={"queueUntil": "2026-06-01T11:59:59Z"}).fields == ["queueUntil"]
    assert set_("A", "1", query={"queueUntil": "2026-06-01T12:30:00Z"}).status == 202
    drain(NOON)
    assert open_call()
