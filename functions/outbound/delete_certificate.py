"""DeleteCertificate: take a root certificate from the charge point (Security Whitepaper, M04)."""

from collections.abc import Sequence
from typing import Literal

from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.reported import certificates
from csms.store.reported.certificates import ReportedCertificates
from csms.store.table import Write
from csms.wire.ocpp16 import CertificateHashData, Request, Response


class DeleteCertificate(Request):
    certificate_hash_data: CertificateHashData


class DeleteCertificateResponse(Response):
    status: Literal["Accepted", "Failed", "NotFound"]


def needs(_: DeleteCertificate, charge_point_id: str) -> list[ReportedCertificates]:
    return [
        ReportedCertificates.of(charge_point_id, "CentralSystemRootCertificate"),
        ReportedCertificates.of(charge_point_id, "ManufacturerRootCertificate"),
    ]


def objection(request: DeleteCertificate, context: CommandContext) -> str | None:
    """Without a root it could trust no central system (M04.FR.07)."""
    central, _ = needs(request, context.charge_point_id)
    report = context.find(central)
    if report and len(report.hash_data) == 1 and report.has(request.certificate_hash_data):
        return "it is the last CentralSystemRootCertificate that was reported"
    return None


def remember(
    request: DeleteCertificate, response: DeleteCertificateResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status == "Failed":
        return []
    reports = [context.find(stub) for stub in needs(request, context.charge_point_id)]
    hash_data = request.certificate_hash_data
    return [
        certificates.deleted(report, hash_data)
        for report in reports
        if report and report.has(hash_data)
    ]


command = Command(
    DeleteCertificate,
    DeleteCertificateResponse,
    needs=needs,
    objection=objection,
    on_response=remember,
)
