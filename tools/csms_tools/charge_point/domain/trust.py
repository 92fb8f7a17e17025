"""The root certificates that a charge point trusts, by their use (whitepaper M03 to M05)."""

from collections.abc import Mapping
from datetime import datetime

from cryptography import x509
from ocpp.v16.enums import CertificateStatus, DeleteCertificateStatus
from ocpp.v16.enums import CertificateUse as Use

from csms_tools.charge_point.domain.certificates import (
    chain,
    hash_data,
    is_authority,
    issuer_of,
    signed_by,
    strong,
    valid_at,
)


class TrustStore:
    def __init__(self, limit: int, additional_check: bool = False) -> None:
        self._roots: dict[str, list[x509.Certificate]] = {use: [] for use in Use}
        self._limit = limit
        self._additional_check = additional_check

    def roots(self, use: str) -> list[x509.Certificate]:
        return list(self._roots[use])

    def load(self, use: str, pem: str) -> None:
        """What the charge point was delivered with."""
        self._roots[use] += chain(pem)

    def install(self, use: str, pem: str, at: datetime) -> CertificateStatus:
        certificates, trusted = chain(pem), self._roots[use]
        if len(certificates) != 1:
            return CertificateStatus.rejected
        root = certificates[0]
        sound = is_authority(root) and valid_at(root, at) and strong(root)
        if not sound or issuer_of(root, trusted) is None:
            return CertificateStatus.rejected
        if root in trusted:
            return CertificateStatus.accepted
        if self._additional_check and use == Use.central_system_root_certificate:
            # M05.FR.08: the newest root must vouch for its successor (C-48).
            if trusted and not signed_by(root, trusted[-1]):
                return CertificateStatus.rejected
            self._roots[use] = trusted[-1:]
        if sum(len(roots) for roots in self._roots.values()) >= self._limit:
            return CertificateStatus.rejected
        self._roots[use].append(root)
        return CertificateStatus.accepted

    def hashes(self, use: str, algorithm: str) -> list[dict[str, str]]:
        return [self._hashes(root, use, algorithm) for root in self._roots[use]]

    def _hashes(self, root: x509.Certificate, use: str, algorithm: str) -> dict[str, str]:
        return hash_data(root, issuer_of(root, self._roots[use]) or root, algorithm)

    def delete(self, wanted: Mapping[str, str], *, keep_last: bool) -> DeleteCertificateStatus:
        """`keep_last`: without a root of the central system no TLS connection could be made."""
        named = {key: value.lower() for key, value in wanted.items()}
        named["serialNumber"] = named["serialNumber"].lstrip("0") or "0"
        for use, roots in self._roots.items():
            for root in roots:
                data = self._hashes(root, use, wanted["hashAlgorithm"])
                if {key: value.lower() for key, value in data.items()} != named:
                    continue
                needed = keep_last and use == Use.central_system_root_certificate
                if needed and len(roots) == 1:
                    return DeleteCertificateStatus.failed
                roots.remove(root)
                return DeleteCertificateStatus.accepted
        return DeleteCertificateStatus.not_found
