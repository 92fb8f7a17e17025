"""What a CSMS has recorded of certificates, security events and handshakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from csms_tools.certification.charge_point.schemas import Payload


@dataclass(frozen=True)
class SecurityEvent:
    """`reported`: by the charge point; else it is the CSMS's own, in its own words."""

    type: str
    reported: bool


@dataclass(frozen=True)
class ClientCertificate:
    """`taken`: whether the charge point has accepted it; `used`: whether it has connected by it."""

    pem: str
    taken: bool
    used: bool


@dataclass(frozen=True)
class Root:
    """`there`: by the charge point's last report; None: no report since can say."""

    certificate_type: str
    pem: str
    hash_data: Sequence[Payload]
    there: bool | None


@dataclass(frozen=True)
class Transfer:
    """`progress`: the last status that was notified."""

    location: str
    progress: str
    ended: bool


class SecurityRecords(Protocol):
    async def security_profile(self, charge_point_id: str) -> int | None: ...

    async def security_events(self, charge_point_id: str) -> list[SecurityEvent]: ...

    async def client_certificates(self, charge_point_id: str) -> list[ClientCertificate]: ...

    async def roots(self, charge_point_id: str) -> list[Root]:
        """Those that were installed."""

    async def transfer(self, charge_point_id: str, request_id: int) -> Transfer | None:
        """Of a log, or of signed firmware."""
