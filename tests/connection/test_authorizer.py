from typing import Any

import pytest

from connection import authorizer
from csms.credentials import hash_password
from csms.store import table
from csms.store.provisioned import passwords
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import calls, perform, update
from csms.telemetry import logger
from tests.connection.support import PASSWORD, authorize, basic, event
from tests.stored import provision
from tests.support import Context

GENERATION = "5d41402abc4b2a76b9719d91"


@pytest.fixture(autouse=True)
def cp1(store: None) -> None:
    provision(
        "CP1",
        security_profile=2,
        password_hash=hash_password(PASSWORD),
        generation=GENERATION,
    )


def status(policy: dict[str, Any]) -> str:
    assert effect(policy) == "Allow"
    found: str = policy["context"]["status"]
    return found


def effect(policy: dict[str, Any]) -> Any:
    (statement,) = policy["policyDocument"]["Statement"]
    assert statement["Action"] == "execute-api:Invoke"
    assert statement["Resource"] == event("authorizer")["methodArn"]
    return statement["Effect"]


def test_who_speaks_is_told_to_every_later_event() -> None:
    policy = authorize()
    assert policy["principalId"] == "CP1"
    assert policy["context"] == {
        "chargePointId": "CP1",
        "securityProfile": "2",
        "serialNumber": "",
        "status": "200",
        "reason": "welcome",
        "onboard": "false",
        "passwordCommand": "",
        "generation": GENERATION,
        "toldOnReconnect": "false",
        "campaign": "",
        "address": "203.0.113.7",
    }


def test_a_password_that_was_sent_names_its_command() -> None:
    perform(passwords.offered("CP1", "command-1", hash_password("another-password")))
    policy = authorize(authorization=basic(password=b"another-password"))
    assert status(policy) == "200"
    assert policy["context"]["passwordCommand"] == "command-1"
    assert authorize()["context"]["passwordCommand"] == ""


def test_whose_turn_in_a_campaign_has_come_is_known_to_connect() -> None:
    perform(update(ChargePoint.of("CP1"), [ChargePoint.awaits_campaign.set("c1")]))
    assert authorize()["context"]["campaign"] == "c1"
    assert authorize(authorization=None)["context"]["campaign"] == ""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"x_ocpp_identity": "CP2"}, "404"),
        ({"x_ocpp_identity": "cp1"}, "404"),
        ({"x_ocpp_identity": "CP%"}, "404"),
        ({"x_ocpp_identity": ""}, "404"),
        ({"x_ocpp_identity": None}, "404"),
        ({"authorization": basic(password=b"wrong")}, "401"),
        ({"authorization": basic(user="CP2")}, "401"),
        ({"authorization": None}, "401"),
        ({"authorization": None, "x_client_cert_present": "true"}, "403"),
        ({"authorization": None, "x_client_cert_present": "yes"}, "401"),
        ({"x_ocpp_transport": "plain"}, "403"),
        ({"x_ocpp_transport": None}, "403"),
    ],
)
def test_a_refusal_travels_as_a_status_to_connect(
    headers: dict[str, str | None], expected: str
) -> None:
    policy = authorize(**headers)
    assert status(policy) == expected
    assert policy["context"]["onboard"] == "false"


def test_an_identity_is_decoded_before_anything_is_compared() -> None:
    provision("CP 1", security_profile=2, password_hash=hash_password(PASSWORD))
    policy = authorize(x_ocpp_identity="CP%201", authorization=basic("CP 1"))
    assert status(policy) == "200"
    assert policy["context"]["chargePointId"] == "CP 1"


def test_a_key_of_bytes_that_are_no_text_opens() -> None:
    key = bytes(range(200, 220))
    provision("CP1", security_profile=2, password_hash=hash_password(key.hex()))
    assert status(authorize(authorization=basic(password=key))) == "200"
    assert status(authorize(authorization=basic(password=key.hex().encode()))) == "200"


def test_the_template_sets_the_lowest_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIMUM_SECURITY_PROFILE", "3")
    assert status(authorize()) == "403"


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What the authorizer's log says that somebody should look at."""
    said: list[tuple[str, dict[str, Any]]] = []

    def warning(text: str, *, extra: dict[str, Any]) -> None:
        said.append((text, extra))

    monkeypatch.setattr(logger, "warning", warning)
    return said


@pytest.mark.parametrize("previous", ["", "the-one-before"])
@pytest.mark.parametrize("secret", [None, "", "wrong", "wröng"])
def test_who_comes_around_the_edge_is_denied_and_logged(
    secret: str | None,
    previous: str,
    warnings: list[tuple[str, dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREVIOUS_ORIGIN_SECRET", previous)
    policy = authorize(x_origin_secret=secret, x_viewer_address="192.0.2.99" * 99)
    assert effect(policy) == "Deny"
    ((text, told),) = warnings
    assert text == "a handshake did not come through the edge"
    assert told == {
        "address": "130.176.1.2",
        "claimed": {"identity": "CP1", "viewer": ("192.0.2.99" * 99)[:255]},
        "secret": "wrong" if secret else "missing",
    }
    assert policy["context"]["address"] == "130.176.1.2", "a header of nobody knows whom"


@pytest.mark.parametrize(
    ("present", "previous"),
    [("through-the-edge", "the-one-before"), ("the-next", "through-the-edge")],
)
def test_while_the_secret_is_rotated_both_are_taken(
    present: str,
    previous: str,
    warnings: list[tuple[str, dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ORIGIN_SECRET", present)
    monkeypatch.setenv("PREVIOUS_ORIGIN_SECRET", previous)
    assert status(authorize(x_origin_secret="through-the-edge")) == "200"
    assert warnings == []


def test_an_edge_that_tells_no_address_yet_is_the_address() -> None:
    assert authorize(x_viewer_address=None)["context"]["address"] == "130.176.1.2"


@pytest.mark.parametrize(
    ("unknown", "expected", "onboard"), [("Pending", "200", "true"), ("Refuse", "404", "false")]
)
def test_a_stranger_is_taken_in_if_the_template_says_so(
    unknown: str, expected: str, onboard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNKNOWN_CHARGE_POINTS", unknown)
    monkeypatch.setenv("ONBOARDING_PASSWORD_HASH", hash_password("onboarding-secret"))
    known = basic("NEW", b"onboarding-secret")
    policy = authorize(x_ocpp_identity="NEW", authorization=known)
    assert (status(policy), policy["context"]["onboard"]) == (expected, onboard)


def test_a_store_that_fails_is_no_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        raise ConnectionError

    monkeypatch.setattr(calls, "call", fail)
    assert status(authorize()) == "503"


def test_a_store_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, hanging: None) -> None:
    policy = authorizer.handler(event("authorizer"), Context(1.2))
    assert status(policy) == "503"


def test_no_header_at_all_is_denied() -> None:
    assert effect(authorizer.handler(event("authorizer") | {"headers": None}, Context())) == "Deny"
