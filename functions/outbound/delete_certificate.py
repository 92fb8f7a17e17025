"""DeleteCertificate: take a root certificate from the charge point (Security Whitepaper, M04)."""

from collections.abc import Sequence
from typing import Literal

from csms.domain.command_context import CommandContext
from csms.outbound.command import AnswerNeeds, Command
from csms.store.reported import certificates
from csms.store.reported.certificates import (
    InstalledCertificate,
    OfCertificates,
    ReportedCertificates,
)
from csms.store.table import Write
from csms.wire.ocpp16 import CertificateHashData, CertificateType, Request, Response

CENTRAL: CertificateType = "CentralSystemRootCertificate"


class DeleteCertificate(Request):
    certificate_hash_data: CertificateHashData


class DeleteCertificateResponse(Response):
    status: Literal["Accepted", "Failed", "NotFound"]


def objection(request: DeleteCertificate, context: CommandContext) -> str | None:
    """Without a root it could trust no central system (M04.FR.07)."""
    hash_data = request.certificate_hash_data
    report = certificates.report_among(context.listed, CENTRAL)
    if report:
        last = len(report.hash_data) == 1 and report.has(hash_data)
        return f"it is the last {CENTRAL} that was reported" if last else None
    accepted = [one for one in context.all(InstalledCertificate) if one.certificate_type == CENTRAL]
    if len(accepted) == 1 and accepted[0].is_named(hash_data.to_wire()):
        return f"it is the only {CENTRAL} that is known; ask for a report first"
    return None


def remember(
    request: DeleteCertificate, response: DeleteCertificateResponse, context: CommandContext
) -> Sequence[Write]:
    if response.status == "Failed":
        return []
    hash_data = request.certificate_hash_data
    reports = [
        certificates.deleted(report, hash_data)
        for report in context.all(ReportedCertificates)
        if report.has(hash_data)
    ]
    accepted = [
        certificates.gone(one)
        for one in context.all(InstalledCertificate)
        if one.is_named(hash_data.to_wire())
    ]
    return [*reports, *accepted]


command = Command(
    DeleteCertificate,
    DeleteCertificateResponse,
    lists=(OfCertificates,),
    objection=objection,
    on_response=remember,
    answer_needs=AnswerNeeds(lists=(OfCertificates,)),
)
