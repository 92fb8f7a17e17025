"""GetInstalledCertificateIds: which root certificates are there (Security Whitepaper, M03)."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.reported import certificates
from csms.store.table import Write
from csms.wire.ocpp16 import CertificateHashData, CertificateType, Request, Response


class GetInstalledCertificateIds(Request):
    certificate_type: CertificateType


class GetInstalledCertificateIdsResponse(Response):
    certificate_hash_data: Annotated[list[CertificateHashData], Field(min_length=1)] | None = None
    status: Literal["Accepted", "NotFound"]


def remember(
    request: GetInstalledCertificateIds,
    response: GetInstalledCertificateIdsResponse,
    context: CommandContext,
) -> Sequence[Write]:
    hash_data = response.certificate_hash_data if response.status == "Accepted" else None
    report = certificates.reported(
        context.charge_point_id, request.certificate_type, hash_data or [], context.at
    )
    return [report]


command = Command(
    GetInstalledCertificateIds, GetInstalledCertificateIdsResponse, on_response=remember
)
