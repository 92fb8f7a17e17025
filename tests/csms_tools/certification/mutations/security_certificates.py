"""What spoils the cases of Security that are about certificates, and how each says so."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from csms_tools.certification.charge_point.keys import Authority, new_key, pem
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.records.security import ClientCertificate, Root
from tests.csms_tools.certification.mutations.answers import overtaken
from tests.csms_tools.certification.mutations.handshakes import AfterTheFirst, TheTime, not_opened
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    another_call,
    answered,
    called,
    called_by,
    late_call,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

AS_GIVEN = "leaves as the operator gave it"
BYTES = "byte for byte"
DAY = timedelta(days=1)


def chain(name: str, expects: str, **otherwise: object) -> Mutation:
    """CertificateSigned has another chain: signed by another authority, for the same key.

    `common_name`: another; `key`: one that the charge point does not have; `signer`: RSA or EC.
    """
    authority = Authority.new("another", str(otherwise.get("signer", "EC")))

    def issued(sent: Payload) -> Payload:
        leaf = x509.load_pem_x509_certificate(sent["certificateChain"].encode())
        key = new_key("EC").public_key() if otherwise.get("key") else leaf.public_key()
        subject = leaf.subject
        if common_name := otherwise.get("common_name"):
            named = x509.NameAttribute(x509.NameOID.COMMON_NAME, str(common_name))
            subject = x509.Name([named])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(authority.certificate.subject, subject, key)
            .serial_number(7)
            .not_valid_before(now - DAY)
            .not_valid_after(now + DAY)
            .sign(authority.key, hashes.SHA256())
        )
        return {"certificateChain": pem(made) + authority.pem}

    return called_by("CertificateSigned", name, expects, issued)


def text(name: str, old: str, new: str) -> Mutation:
    """The PEM of CertificateSigned is not as it should be."""

    def spoiled(sent: Payload) -> Payload:
        return {"certificateChain": sent["certificateChain"].replace(old, new)}

    return called_by("CertificateSigned", name, "is PEM, with LF and nothing else", spoiled)


def with_crlf(sent: Payload) -> Payload:
    return sent | {"certificate": sent["certificate"].replace("\n", "\r\n")}


def without_the_last_lf(sent: Payload) -> Payload:
    return sent | {"certificate": sent["certificate"].rstrip("\n")}


def of_roots(name: str, expects: str, **members: object) -> Mutation:
    def shown(found: Sequence[Root]) -> list[Root]:
        return [replace(one, **members) for one in found]  # type: ignore[arg-type]

    return recorded("roots", name, expects, shown)


def of_certificates(name: str, expects: str, **members: bool) -> Mutation:
    def shown(found: Sequence[ClientCertificate]) -> list[ClientCertificate]:
        return [replace(one, **members) for one in found]  # type: ignore[arg-type]

    return recorded("client_certificates", name, expects, shown)


def there_though_rejected() -> Mutation:
    sent: list[str] = []

    def heard(action: str, frame: Frame) -> list[Frame]:
        if (frame[0], action) == (2, "InstallCertificate"):
            sent.append(frame[-1]["certificate"])
        return [frame]

    def shown(found: list[Root]) -> list[Root]:
        return [*found, Root("CentralSystemRootCertificate", sent[-1], [], there=None)]

    expects = "the root that was Rejected is not recorded as there"
    return Mutation("it is recorded", expects, frames=heard, records=("roots", shown))


def still_there(expects: str) -> Mutation:
    """What was there once stays for ever."""
    known: list[Root] = []

    def shown(found: Sequence[Root]) -> list[Root]:
        known.extend(one for one in found if one not in known)
        return known

    return recorded("roots", "it is still there", expects, shown)


def by_hash(name: str, value: str) -> Mutation:
    member = {f"certificateHashData__{name}": value}
    return called(
        "DeleteCertificate", f"another {name}", "the four fields as they were reported", **member
    )


def of_installing(which: str) -> list[Mutation]:
    """`which`: the other type of root."""
    return [
        called("InstallCertificate", "another type", "the type is", certificateType=which),
        called_by("InstallCertificate", "CRLF", BYTES, with_crlf),
        called_by("InstallCertificate", "no LF at the end", BYTES, without_the_last_lf),
        never_called("GetInstalledCertificateIds"),
        called("GetInstalledCertificateIds", "another type", AS_GIVEN, certificateType=which),
        told("InstallCertificate", {"status": "Failed"}),
        told("GetInstalledCertificateIds", {"status": "NotFound"}),
        not_recorded("roots", "the root is recorded as there"),
        of_roots("another text", "the root is recorded as there", pem="another"),
        of_roots("no report", "the root is recorded as there", there=None),
        of_roots("other hashes", "under the SHA256 that was reported", hash_data=[]),
    ]


MUTATIONS: dict[str, list[Mutation]] = {
    "TC_074": [
        called("ExtendedTriggerMessage", "a connectorId", "without connectorId", connectorId=1),
        answered("SignCertificate", "rejected", "SignCertificate is Accepted", status="Rejected"),
        another_call("SignCertificate"),
        overtaken("SignCertificate", "CertificateSigned"),
        late_call("Heartbeat", 1),
        never_called("CertificateSigned"),
        text("CRLF", "\n", "\r\n"),
        text("text before it", "-----BEGIN", "Bag Attributes\n-----BEGIN"),
        text("no end", "-----END CERTIFICATE-----", ""),
        chain("another key", "key is that of the request", key=True),
        chain("another name", "CN is the configured serial number", common_name="SN-7"),
        chain("another algorithm", "signed by the configured algorithm", signer="RSA"),
        chain("another authority", "signed by the authority of the CSMS"),
        not_opened(
            "the new certificate",
            "the new certificate opens the connection",
            AfterTheFirst(lambda asked: asked.tls.certificate),
        ),
        told("ExtendedTriggerMessage", {"status": "Rejected"}),
        not_recorded("client_certificates", "recorded as taken and used"),
        of_certificates("not taken", "recorded as taken and used", taken=False),
        of_certificates("not used", "recorded as taken and used", used=False),
    ],
    "TC_075_1": of_installing("CentralSystemRootCertificate"),
    "TC_075_2": of_installing("ManufacturerRootCertificate"),
    "TC_076": [
        by_hash("hashAlgorithm", "SHA256"),  # which is right the first time
        by_hash("serialNumber", "0F01"),
        by_hash("issuerNameHash", "00"),
        by_hash("issuerKeyHash", "00"),
        never_called("DeleteCertificate"),
        told("DeleteCertificate", {"status": "NotFound"}),
        of_roots("another algorithm", "under the SHA384", hash_data=[{"hashAlgorithm": "SHA256"}]),
        still_there("that was deleted by SHA256 is not recorded as there"),
    ],
    "TC_077": [
        never_called("CertificateSigned"),
        overtaken("SignCertificate", "CertificateSigned"),
        chain("another key", "key is that of the request", key=True),
        not_answered("SecurityEventNotification"),
        answered("SecurityEventNotification", "more than asked", "is valid", status="Accepted"),
        another_call("SecurityEventNotification"),
        not_opened("the old certificate", "the old certificate still opens", TheTime(2)),
        not_recorded("security_events", "InvalidChargePointCertificate is recorded"),
        not_recorded("client_certificates", "recorded as not taken"),
        of_certificates("it is taken", "recorded as not taken", taken=True),
    ],
    "TC_078": [
        never_called("InstallCertificate"),
        called_by("InstallCertificate", "CRLF", BYTES, with_crlf),
        told("InstallCertificate", {"status": "Accepted"}),
        not_answered("SecurityEventNotification"),
        another_call("SecurityEventNotification"),
        not_recorded("security_events", "InvalidCentralSystemCertificate is recorded"),
        there_though_rejected(),
    ],
}
