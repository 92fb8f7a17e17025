"""What spoils C-41, C-44, C-45, C-62 and C-63."""

from dataclasses import replace

from cryptography import x509

from csms_tools.certification.charge_point.keys import Authority, new_key, pem
from csms_tools.certification.charge_point.transport import Handshake
from tests.csms_tools.certification.mutations.answers import closes, overtaken, refused_with
from tests.csms_tools.certification.mutations.handshakes import admitted, by_password, not_opened
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    Payload,
    answered,
    answered_with_an_error,
    called,
    called_by,
    never_called,
    recorded,
)

STRANGERS = Authority.new("another authority")
ANOTHER = pem(STRANGERS.issue(new_key("EC"), "SN1", "csms"))


class Second:
    """Of a kind of handshakes, from the second on."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._seen = 0

    def __call__(self, asked: Handshake) -> bool:
        self._seen += (self._kind == "password") == by_password(asked)
        return self._seen > 1 and (self._kind == "password") == by_password(asked)


def _with_another(payload: Payload) -> Payload:
    return {"certificateChain": payload["certificateChain"].rstrip("\n") + "\n" + ANOTHER}


def _in_windows(payload: Payload) -> Payload:
    return {"certificateChain": payload["certificateChain"].replace("\n", "\r\n")}


def _alone(payload: Payload) -> Payload:
    end = "-----END CERTIFICATE-----\n"
    return {"certificateChain": payload["certificateChain"].partition(end)[0] + end}


def _signed_after_all(named: str, frame: Frame) -> list[Frame]:
    """Whatever is asked for."""
    if (frame[0], named) != (3, "SignCertificate") or frame[2]["status"] == "Accepted":
        return [frame]
    return [frame, [2, f"extra-{frame[1]}", "CertificateSigned", {"certificateChain": ANOTHER}]]


def _by_strangers(asked: Handshake) -> bool:
    shown = asked.tls.certificate
    if shown is None:
        return False
    [first, *_] = x509.load_pem_x509_certificates(shown.read_bytes())
    return first.issuer == STRANGERS.certificate.subject


def _not_taken(found: list[object]) -> list[object]:
    return [replace(one, taken=False) for one in found]  # type: ignore[type-var]


MUTATIONS: dict[str, list[Mutation]] = {
    "C-41": [
        not_opened("the old profile at once", "until the new one has", Second("password")),
        not_opened(
            "the new profile", "the new profile opens", lambda asked: not by_password(asked)
        ),
        admitted("the old profile", "the old profile is refused once"),
        closes("Heartbeat"),
        called("ChangeConfiguration", "another value", "as the operator gave it", value="2"),
    ],
    "C-44": [
        admitted("the certificate of another", "of another charge point is refused"),
        admitted(
            "another authority",
            "a certificate of another authority is refused",
            _by_strangers,
        ),
        not_opened("its own", "with the serial number opens", lambda asked: True),
    ],
    "C-45": [
        answered("SignCertificate", "rejected", "SignCertificate is Accepted", status="Rejected"),
        overtaken("SignCertificate", "CertificateSigned"),
        called("CertificateSigned", "another", "is that of the key", certificateChain=ANOTHER),
        called("CertificateSigned", "no PEM", "is PEM with LF", certificateChain="x"),
        called_by("CertificateSigned", "CR", "is PEM with LF", _in_windows),
        called_by("CertificateSigned", "no chain", "issued by the next", _with_another),
        never_called("CertificateSigned"),
        Mutation("for all", "no other CALL|no CALL comes|one CALL is", frames=_signed_after_all),
        recorded("client_certificates", "not taken", "is recorded as taken", _not_taken),
    ],
    "C-62": [
        answered_with_an_error("SignCertificate"),
        called("CertificateSigned", "another", "is that of the key", certificateChain=ANOTHER),
        never_called("CertificateSigned"),
    ],
    "C-63": [
        called_by("CertificateSigned", "alone", "comes with its issuers", _alone),
        called_by("CertificateSigned", "no chain", "issued by the next", _with_another),
        refused_with("SignCertificate", "NotImplemented", "none", "is answered by a CALLRESULT"),
        recorded("client_certificates", "not taken", "is recorded as taken", _not_taken),
    ],
}
