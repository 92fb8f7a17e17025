"""The root certificates of charge points: what they report, and what they have accepted."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute

from csms.digests import digest
from csms.store.table import StateItem, Write, put, update
from csms.wire.ocpp16 import CertificateHashData, CertificateType


class ReportedCertificates(StateItem, discriminator="reported certificates"):
    """The hash data of all certificates of a type, exactly as they were last told (C-47)."""

    hash_data = JSONAttribute()
    reported_at = UTCDateTimeAttribute()

    @classmethod
    def of(cls, charge_point_id: str, certificate_type: CertificateType) -> "ReportedCertificates":
        return cls(f"CP#{charge_point_id}", f"CERTIFICATES#{certificate_type}")

    @property
    def certificate_type(self) -> str:
        return self.sk.split("#")[1]

    def has(self, hash_data: CertificateHashData) -> bool:
        return len(self.without(hash_data)) < len(self.hash_data)

    def without(self, hash_data: CertificateHashData) -> list[dict[str, str]]:
        wanted = _plain(hash_data.to_wire())
        return [one for one in self.hash_data if _plain(one) != wanted]


class InstalledCertificate(StateItem, discriminator="installed certificate"):
    """A certificate that was accepted, byte for byte.

    Which hash data are its own only the charge point can say; so it may be gone meanwhile.
    """

    pem = UnicodeAttribute()
    installed_at = UTCDateTimeAttribute()
    command_id = UnicodeAttribute()

    @classmethod
    def of(
        cls, charge_point_id: str, certificate_type: CertificateType, pem: str
    ) -> "InstalledCertificate":
        sort_key = f"CERTIFICATES#{certificate_type}#{digest(pem)}"
        return cls(f"CP#{charge_point_id}", sort_key, pem=pem)

    @property
    def certificate_type(self) -> str:
        return self.sk.split("#")[1]

    @property
    def digest(self) -> str:
        return self.sk.split("#")[2]


def _plain(hash_data: Mapping[str, str]) -> dict[str, str]:
    """Hexadecimal digits have two spellings."""
    return {name: value.casefold() for name, value in hash_data.items()}


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
) -> Write:
    certificate = InstalledCertificate.of(charge_point_id, certificate_type, pem)
    certificate.installed_at = at
    certificate.command_id = command_id
    return put(certificate)
