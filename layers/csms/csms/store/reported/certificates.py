"""The root certificates of charge points: what they report, and what they have accepted."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute

from csms.digests import digest
from csms.store.table import StateItem, Write, by_name, delete, fetch, put, update
from csms.store.table.attributes import optional
from csms.wire.ocpp16 import CertificateHashData, CertificateType

LIST = "ROOT"


class OfCertificates(StateItem):
    """Of a charge point, and of one of the types."""

    PREFIX = "CERTIFICATES#"

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def certificate_type(self) -> str:
        return self.sk.split("#")[1]


class ReportedCertificates(OfCertificates, discriminator="reported certificates"):
    """The hash data of all certificates of a type, exactly as they were last told (C-47)."""

    hash_data = JSONAttribute()
    reported_at = UTCDateTimeAttribute()

    @classmethod
    def of(cls, charge_point_id: str, certificate_type: CertificateType) -> "ReportedCertificates":
        return cls(f"CP#{charge_point_id}", f"CERTIFICATES#{certificate_type}")

    def has(self, hash_data: CertificateHashData) -> bool:
        return len(self.without(hash_data)) < len(self.hash_data)

    def without(self, hash_data: CertificateHashData) -> list[dict[str, str]]:
        wanted = _plain(hash_data.to_wire())
        return [one for one in self.hash_data if _plain(one) != wanted]


class InstalledCertificate(OfCertificates, discriminator="installed certificate"):
    """A certificate that was accepted, byte for byte, and by which hash data it may be reported.

    What is behind `command_id` is not there of a text that is no certificate, nor of what an older
    version has kept. On the list of its root it stands by charge point and type.
    """

    pem = UnicodeAttribute()
    installed_at = UTCDateTimeAttribute()
    command_id = UnicodeAttribute()
    sha256 = optional(UnicodeAttribute)
    subject = optional(UnicodeAttribute)
    not_after = optional(UTCDateTimeAttribute)
    hash_data = optional(JSONAttribute)

    @classmethod
    def of(
        cls, charge_point_id: str, certificate_type: CertificateType, pem: str
    ) -> "InstalledCertificate":
        sort_key = f"CERTIFICATES#{certificate_type}#{digest(pem)}"
        return cls(f"CP#{charge_point_id}", sort_key, pem=pem)

    @property
    def digest(self) -> str:
        return self.sk.split("#")[2]

    @property
    def own_hash_data(self) -> list[dict[str, str]]:
        """One an algorithm, those that say least without the hash of the issuer's key."""
        if self.hash_data is None:
            from csms.pki.roots import described  # imports cryptography

            root = described(self.pem)
            self.hash_data = root.hash_data if root else []
        found: list[dict[str, str]] = self.hash_data
        return found

    def is_named(self, hash_data: Mapping[str, str]) -> bool:
        told = _plain(hash_data)
        return any(_plain(own).items() <= told.items() for own in self.own_hash_data)

    def told_of(self, report: ReportedCertificates | None) -> dict[str, str] | None:
        """Its hash data exactly as they were reported."""
        told: list[dict[str, str]] = report.hash_data if report else []
        return next((one for one in told if self.is_named(one)), None)

    def is_still_there(self, report: ReportedCertificates | None) -> bool | None:
        """None if no report since it was accepted can tell."""
        if report is None or report.reported_at < self.installed_at or not self.own_hash_data:
            return None
        return self.told_of(report) is not None


class RootCertificate(StateItem, discriminator="root certificate"):
    """A root that some charge point has accepted, by the SHA-256 of its DER."""

    pem = UnicodeAttribute()
    subject = UnicodeAttribute()
    not_after = UTCDateTimeAttribute()

    @classmethod
    def of(cls, sha256: str) -> "RootCertificate":
        return cls(f"{LIST}#{sha256}", LIST)

    @property
    def sha256(self) -> str:
        return self.pk.removeprefix(f"{LIST}#")


def holders(sha256: str) -> str:
    """The list of those that have accepted this root."""
    return f"{LIST}#{sha256}"


def find_root(sha256: str) -> RootCertificate | None:
    (found,) = fetch(RootCertificate.of(sha256))
    return found


def report_among(
    items: Iterable[StateItem], certificate_type: CertificateType
) -> ReportedCertificates | None:
    reports = (one for one in items if isinstance(one, ReportedCertificates))
    return next((one for one in reports if one.certificate_type == certificate_type), None)


def _plain(hash_data: Mapping[str, str]) -> dict[str, str]:
    """Hexadecimal digits have two spellings, and a serial number may have zeros before it."""
    plain = {name: value.casefold() for name, value in hash_data.items()}
    plain["serialNumber"] = plain["serialNumber"].lstrip("0") or "0"
    return plain


def reported(
    charge_point_id: str,
    certificate_type: CertificateType,
    hash_data: Sequence[CertificateHashData],
    at: datetime,
) -> Write:
    report = ReportedCertificates.of(charge_point_id, certificate_type)
    report.hash_data = [one.to_wire() for one in hash_data]
    report.reported_at = at
    return put(report)


def deleted(report: ReportedCertificates, hash_data: CertificateHashData) -> Write:
    """It is no longer there; a report that came meanwhile knows better."""
    unchanged = ReportedCertificates.reported_at == report.reported_at
    others = ReportedCertificates.hash_data.set(report.without(hash_data))
    return update(report, [others], unchanged)


def installed(
    charge_point_id: str,
    certificate_type: CertificateType,
    pem: str,
    at: datetime,
    command_id: str,
    others: Iterable[str] = (),
) -> list[Write]:
    """`others`: certificates that may have issued it."""
    from csms.pki.roots import described  # imports cryptography

    certificate = InstalledCertificate.of(charge_point_id, certificate_type, pem)
    certificate.installed_at = at
    certificate.command_id = command_id
    found = described(pem, others)
    if found is None:
        return [put(certificate)]
    certificate.sha256, certificate.subject = found.sha256, found.subject
    certificate.not_after, certificate.hash_data = found.not_after, found.hash_data
    name = f"{charge_point_id}#{certificate_type}"
    certificate.by_name_pk, certificate.by_name_sk = by_name(holders(found.sha256), name)
    root = RootCertificate.of(found.sha256)
    root.pem, root.subject, root.not_after = pem, found.subject, found.not_after
    root.by_name_pk, root.by_name_sk = by_name(LIST, f"{found.subject[:200]}#{found.sha256}")
    return [put(certificate), put(root)]


def gone(certificate: InstalledCertificate) -> Write:
    """It was deleted, unless it has been installed once more meanwhile."""
    same = InstalledCertificate.installed_at == certificate.installed_at
    return delete(certificate, same)
