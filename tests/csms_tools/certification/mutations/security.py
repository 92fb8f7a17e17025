"""What spoils the cases of Security that are about who is let in, and how each says so."""

import ssl
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from csms_tools.certification.charge_point.keys import Authority, new_key
from csms_tools.certification.charge_point.transport import (
    Handshake,
    NoConnection,
    Opened,
    Refused,
    TimedOut,
)
from tests.csms_tools.certification.mutations.handshakes import (
    AfterTheFirst,
    admitted,
    by_password,
    not_opened,
    refused_by,
    without_suite,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    called,
    late_call,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
)


def of_server(name: str, expects: str, common_name: str = "localhost", bits: int = 0) -> Mutation:
    """It shows another certificate."""
    key = rsa.generate_private_key(65537, bits) if bits else new_key("EC")
    shown = Authority.new("another").issue(key, common_name).public_bytes(Encoding.DER)
    return Mutation(name, expects, opened=lambda real: replace(real, certificate=shown))


def spoken(name: str, expects: str, **members: str) -> Mutation:
    def shown(real: Opened) -> Opened:
        return replace(real, **members)  # type: ignore[arg-type]

    return Mutation(name, expects, opened=shown)


def of_version(version: ssl.TLSVersion) -> Mutation:
    def asked(handshake: Handshake) -> bool:
        return handshake.tls.version == version

    what = "TLS 1.1" if version == ssl.TLSVersion.TLSv1_1 else "TLS 1.0"
    return admitted(what, f"{what} is refused", asked)


def without_a_certificate(asked: Handshake) -> bool:
    return asked.tls.certificate is None


MUTATIONS: dict[str, list[Mutation]] = {
    "TC_073": [
        admitted("the old password", "the old password is refused"),
        refused_by(
            "the line is cut for the old password", "before the upgrade", NoConnection("reset")
        ),
        not_opened(
            "the new password",
            "the new password opens the connection",
            AfterTheFirst(lambda asked: asked.headers.get("Authorization")),
        ),
        never_called("ChangeConfiguration"),
        called("ChangeConfiguration", "text, not hex", "16 to 20 bytes in hex", value="text"),
        called("ChangeConfiguration", "15 bytes", "16 to 20 bytes in hex", value="ab" * 15),
        called("ChangeConfiguration", "21 bytes", "16 to 20 bytes in hex", value="ab" * 21),
        called("ChangeConfiguration", "another key", "changed is AuthorizationKey", key="Key"),
        told("ChangeConfiguration", {"status": "Rejected"}),
        not_recorded("security_events", "the refusal is recorded"),
    ],
    "TC_085": [
        admitted("who has no password", "without a password the connection is refused"),
        refused_by("HTTP 403 instead", "HTTP 401 comes", Refused(403, {})),
        refused_by("the line is cut", "HTTP 401 comes", NoConnection("reset")),
        not_opened("the right password", "the right password opens the connection", by_password),
        answered("BootNotification", "rejected", "BootNotification is Accepted", status="Rejected"),
        not_answered("StatusNotification"),
        late_call("StatusNotification", 3),
        late_call("StatusNotification", 6),  # of the second charge point
        not_recorded("boot", "the boot is recorded"),
    ],
    "TC_086": [
        *(without_suite(suite) for suite in SUITES),
        *(of_version(one) for one in (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1)),
        spoken("another suite", "is spoken", cipher="TLS_AES_128_GCM_SHA256"),
        spoken("another version", "is spoken", tls_version="TLSv1.3"),
        of_server("a certificate of another host", "CN is the host's name", "another.example"),
        of_server("a weak key", "RSA 2048 or EC 224 bits", bits=1024),
        refused_by("HTTP 403 over TLS 1.1", "TLS 1.1 is refused", Refused(403, {})),
        refused_by("no answer over TLS 1.1", "TLS 1.1 is refused", TimedOut("no answer")),
        late_call("StatusNotification", 12),
        answered("BootNotification", "rejected", "BootNotification is Accepted", status="Rejected"),
        not_recorded("boot", "the boot is recorded"),
    ],
    "TC_087": [
        *(without_suite(suite) for suite in SUITES),
        admitted("who has no certificate", "without a client certificate", without_a_certificate),
        spoken("another suite", "is spoken", cipher="TLS_AES_128_GCM_SHA256"),
        refused_by("no answer", "without a client certificate", TimedOut("no answer")),
        another_call("BootNotification"),
        late_call("StatusNotification", 12),
        recorded(
            "client_certificates",
            "it has not been used",
            "recorded as used",
            lambda found: [replace(one, used=False) for one in found],
        ),
    ],
    "TC_088": [
        admitted("ocpp0.1 alone", "ocpp0.1 alone is not upgraded"),
        refused_by("the line is cut", "refused by an HTTP status", NoConnection("reset")),
        not_opened(
            "ocpp0.1 beside ocpp1.6",
            "opens the connection",
            lambda asked: len(asked.subprotocols) == 2,
        ),
        spoken("ocpp0.1 is echoed", "Sec-WebSocket-Protocol is ocpp1.6", subprotocol="ocpp0.1"),
        not_recorded("security_events", "the refusal is recorded"),
    ],
}
