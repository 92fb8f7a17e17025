"""A charge point whose certificate has expired gets a new one over its socket, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from connection import default
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported.connections import Connection
from csms.store.table import fetch, perform, put
from tests.actions import ACTIONS, PAYLOADS
from tests.conftest import handler_of
from tests.connection.support import authorize, connected
from tests.csms import command_steps
from tests.stored import provision, refused_calls_of
from tests.support import NOON, Context, Sockets, frame, message

DAY = timedelta(days=1)
OLD, NEW = "0d" * 32, "5e" * 32

pytestmark = pytest.mark.usefixtures("store", "sockets")


@pytest.fixture(autouse=True)
def cp1(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIENT_CERTIFICATES", "true")
    monkeypatch.setenv("EXPIRED_CERTIFICATE_GRACE_DAYS", "30")
    provision("CP1", security_profile=3, serial_number="SN-7")
    for sha256, days in ((OLD, -3), (NEW, 300)):
        certificate = ClientCertificate.of("CP1", sha256)
        certificate.subject = certificate.issuer = certificate.serial_number = "told"
        certificate.source, certificate.not_after = "test", NOON + days * DAY
        certificate.issued_at = certificate.not_after - 365 * DAY
        perform(put(certificate))


def opens(sha256: str, connection_id: str = "socket-CP1", minutes: int = 0) -> tuple[str, bool]:
    """The status, and whether it is a rescue."""
    context = authorize(
        authorization=None,
        x_client_cert_present="true",
        x_client_cert_subject="CN=SN-7",
        x_client_cert_sha256=sha256,
    )["context"]
    answer = connected(connection_id, minutes=minutes, **context)
    return str(answer["statusCode"]), context["rescue"] == "true"


def says(text: str, route: str) -> None:
    said: dict[str, Any] = message(text, route=route)
    said["requestContext"]["authorizer"]["rescue"] = "true"
    handler = handler_of(route) if route in ACTIONS else default.handler
    handler(said, Context())


@pytest.mark.parametrize("action", ACTIONS)
def test_it_says_what_leads_to_a_certificate_and_nothing_else(
    action: str, sockets: Sockets
) -> None:
    assert opens(OLD) == ("200", True)
    says(frame(action, PAYLOADS[action]), action)
    (answer,) = sockets.frames
    leads = {"BootNotification", "Heartbeat", "SecurityEventNotification", "SignCertificate"}
    if action in leads:
        assert answer[0] == 3
    else:
        assert answer[2] == "SecurityError"
        assert answer[3].startswith("its certificate has expired")
    kept = {"MeterValues", "StartTransaction", "StatusNotification", "StopTransaction"}
    assert len(refused_calls_of("CP1")) == (1 if action in kept else 0)


def test_it_is_sent_what_leads_to_a_certificate_and_nothing_else(sockets: Sockets) -> None:
    opens(OLD)
    command_steps.send("c1", "Reset", {"type": "Soft"})
    assert sockets.frames[-1][:2] == [2, "c1"]
    says('[3,"c1",{"status":"Accepted"}]', "$default")
    assert command_steps.status("c1") == "Answered"
    command_steps.send("c2", "ClearCache", {})
    assert command_steps.status("c2") == "NotConnected"
    until = NOON + timedelta(hours=1)
    command_steps.send("c3", "ClearCache", {}, until=until)
    trigger = {"requestedMessage": "SignChargePointCertificate"}
    command_steps.send("c4", "ExtendedTriggerMessage", trigger)
    assert [sent[1] for sent in sockets.frames] == ["c1", "c4"]
    assert command_steps.status("c3") == "Queued"


def test_what_waits_is_sent_once_it_comes_with_the_new_one(sockets: Sockets) -> None:
    opens(OLD)
    command_steps.send("c3", "ClearCache", {}, until=NOON + timedelta(hours=1))
    assert opens(NEW, "new", minutes=1) == ("200", False)
    command_steps.drain(NOON + timedelta(minutes=2))
    assert sockets.posted[-1][0] == "new"
    (connection,) = fetch(Connection.of("CP1"))
    assert connection
    assert connection.rescue is None
    assert opens(OLD, "old", minutes=3)[0] == "403", "the new one has been used"


def test_without_a_grace_nothing_is_rescued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPIRED_CERTIFICATE_GRACE_DAYS", "0")
    assert opens(OLD) == ("403", False)
    assert opens(NEW) == ("200", False)
