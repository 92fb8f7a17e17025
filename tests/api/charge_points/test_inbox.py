from datetime import timedelta

import pytest

from csms.credentials import matches
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import inbox
from csms.store.table import fetch
from tests.api.support import ask
from tests.stored import provision
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def strangers(store: None) -> None:
    for minute, identity in enumerate(("A", "B", "C")):
        at = NOON + timedelta(minutes=minute)
        inbox.knocked(identity, at, source_ip="203.0.113.9", certificate_subject=None)


def listed(**query: object) -> list[str]:
    answer = ask("GET", "/inbox", query=query, role="viewer")
    return [item["identity"] for item in answer.json["items"]]


def test_the_latest_stranger_is_the_first() -> None:
    assert listed() == ["C", "B", "A"]
    assert ask("GET", "/inbox").json["items"][0] == {
        "identity": "C",
        "sourceIp": "203.0.113.9",
        "firstAt": "2026-06-01T12:02:00.000Z",
        "lastAt": "2026-06-01T12:02:00.000Z",
        "attempts": 1,
    }


def test_page_after_page_has_every_stranger_once() -> None:
    first = ask("GET", "/inbox", query={"limit": 2}).json
    second = ask("GET", "/inbox", query={"limit": 2, "cursor": first["cursor"]}).json
    both = [item["identity"] for page in (first, second) for item in page["items"]]
    assert both == ["C", "B", "A"]
    assert "cursor" not in second


def test_an_accepted_stranger_is_a_charge_point_with_a_password_that_is_shown_once() -> None:
    accepted = ask("POST", "/inbox/A/accept", body={}, role="operator")
    assert (accepted.status, accepted.headers["location"]) == (201, "/charge-points/A")
    assert accepted.json["chargePoint"] == ask("GET", "/charge-points/A").json
    (charge_point,) = fetch(ChargePoint.of("A"))
    assert charge_point
    assert charge_point.security_profile == 2
    assert matches(accepted.json["password"].encode(), charge_point.password_hash or "")
    assert listed() == ["C", "B"]
    assert accepted.json["password"] not in ask("GET", "/audit").text


def test_a_password_that_was_given_is_not_shown() -> None:
    body = {"securityProfile": 1, "password": "a-password-of-16", "registration": "Pending"}
    accepted = ask("POST", "/inbox/A/accept", body=body).json
    assert "password" not in accepted
    assert accepted["chargePoint"]["registration"] == "Pending"


@pytest.mark.parametrize("profile", [0, 3])
def test_where_no_password_is_due_none_is_made(profile: int) -> None:
    body = {"securityProfile": profile, "serialNumber": "SN-7"}
    accepted = ask("POST", "/inbox/A/accept", body=body).json
    assert accepted["chargePoint"]["hasPassword"] is False
    assert "password" not in accepted


def test_only_who_is_there_is_accepted_or_forgotten() -> None:
    assert ask("POST", "/inbox/D/accept", body={}).status == 404
    assert ask("DELETE", "/inbox/D").status == 404
    assert ask("DELETE", "/inbox/B", role="operator").status == 204
    assert listed() == ["C", "A"]
    assert ask("DELETE", "/inbox/B").status == 404


def test_one_that_has_named_no_identity_can_be_forgotten_alone() -> None:
    inbox.knocked(inbox.NOBODY, NOON, source_ip="203.0.113.9", certificate_subject=None)
    assert ask("POST", "/inbox/(none)/accept", body={}).status == 409
    assert fetch(ChargePoint.of("(none)")) == (None,)
    assert ask("DELETE", "/inbox/(none)").status == 204


@pytest.mark.parametrize("identity", ["A", "a"])
def test_a_stranger_that_has_become_known_is_no_stranger(identity: str) -> None:
    provision(identity, security_profile=0)
    assert ask("POST", "/inbox/A/accept", body={}).status == 409


def test_a_cursor_of_nobody_is_refused() -> None:
    cursor = ask("GET", "/inbox", query={"limit": 1}).json["cursor"]
    assert ask("GET", "/inbox", query={"cursor": cursor[:-4]}).status == 400
