from datetime import datetime, timedelta
from typing import Any

import pytest

from connection import authorizer
from csms.credentials import hash_password
from csms.store import table
from csms.store.provisioned import certificates_in_use, issued_certificates, passwords
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.table import calls, perform, put, transact, update
from csms.telemetry import logger
from tests.connection.support import PASSWORD, authorize, basic, event
from tests.stored import provision
from tests.support import NOON, Context

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
        "kind": "",
        "onboard": "false",
        "passwordCommand": "",
        "certificate": "",
        "certificateIssuedAt": "",
        "rescue": "false",
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
    (text, told), (noted, _) = warnings
    assert noted == "security event"
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


SHA256 = "5e" * 32
SHOWN = {
    "authorization": None,
    "x_client_cert_present": "true",
    "x_client_cert_subject": "CN=SN-7,O=Power",
    "x_client_cert_sha256": SHA256.upper(),
}


@pytest.fixture
def profile_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIENT_CERTIFICATES", "true")
    provision("CP1", security_profile=3, serial_number="SN-7", generation=GENERATION)


def recorded(**known: datetime) -> None:
    certificate = ClientCertificate.of("CP1", SHA256)
    certificate.subject = certificate.issuer = certificate.serial_number = "told"
    certificate.source, certificate.issued_at = "test", NOON - timedelta(days=9)
    for name, at in known.items():
        setattr(certificate, name, at)
    perform(put(certificate))


@pytest.mark.usefixtures("profile_3")
def test_a_certificate_of_ours_is_named_to_connect_when_it_is_first_used() -> None:
    recorded(not_after=NOON)
    context = authorize(**SHOWN)["context"]
    assert (context["status"], context["securityProfile"]) == ("200", "3")
    assert context["certificate"] == SHA256
    assert context["certificateIssuedAt"] == (NOON - timedelta(days=9)).isoformat()
    certificates_in_use.adopt("CP1", SHA256, NOON - timedelta(days=9), NOON)
    assert authorize(**SHOWN)["context"]["certificate"] == ""


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        ({"revoked_at": NOON}, "RevokedCertificate"),
        ({"not_after": NOON - timedelta(days=1)}, "ExpiredCertificate"),
        ({"issued_at": NOON - timedelta(days=99)}, "FailedToAuthenticate"),
    ],
)
@pytest.mark.usefixtures("profile_3")
def test_one_that_no_longer_counts_is_refused(known: dict[str, datetime], kind: str) -> None:
    recorded(**known)
    latest = ChargePoint.certificate_issued_at.set(NOON - timedelta(days=50))
    perform(update(ChargePoint.of("CP1"), [latest]))
    policy = authorize(**SHOWN)
    assert (status(policy), policy["context"]["kind"]) == ("403", kind)


@pytest.mark.parametrize(
    ("identity", "expected", "kind"), [("CP2", "403", "RevokedCertificate"), ("NEW", "404", "")]
)
@pytest.mark.usefixtures("profile_3")
def test_one_that_was_revoked_opens_no_socket_as_somebody_else(
    identity: str, expected: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as a stranger, nor as another of the same serial number."""
    monkeypatch.setenv("UNKNOWN_CHARGE_POINTS", "Pending")
    provision("CP2", security_profile=3, serial_number="SN-7")
    recorded()
    assert status(authorize(**SHOWN, x_ocpp_identity=identity)) == "200"
    certificate = ClientCertificate.of("CP1", SHA256)
    transact(*issued_certificates.revoked(certificate, NOON, None, known=True))
    policy = authorize(**SHOWN, x_ocpp_identity=identity)
    assert (status(policy), policy["context"]["kind"]) == (expected, kind)


@pytest.mark.usefixtures("profile_3")
def test_it_names_the_cpo_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, expected in (("", "200"), ("Power", "200"), ("Another", "403")):
        monkeypatch.setenv("CPO_NAME", name)
        assert status(authorize(**SHOWN)) == expected


@pytest.mark.usefixtures("profile_3")
def test_an_expired_one_is_rescued_within_the_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(not_after=NOON - timedelta(days=3))
    monkeypatch.setenv("EXPIRED_CERTIFICATE_GRACE_DAYS", "4")
    policy = authorize(**SHOWN)
    assert (status(policy), policy["context"]["rescue"]) == ("200", "true")


@pytest.mark.usefixtures("profile_3")
def test_who_is_judged_by_a_certificate_is_read_in_one_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    call = calls.call

    def counting(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counting)
    authorize(**SHOWN)
    assert asked == ["BatchGetItem"]
