"""InstallCertificate: give the charge point a root to trust (Security Whitepaper, M05)."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.outbound.command import AnswerNeeds, Command
from csms.store.reported import certificates
from csms.store.reported.certificates import InstalledCertificate, OfCertificates
from csms.store.reported.configuration import Configuration
from csms.store.table import Write
from csms.wire.ocpp16 import Certificates, CertificateType, Request, Response

CENTRAL = "CentralSystemRootCertificate"


class InstallCertificate(Request):
    certificate_type: CertificateType
    certificate: Annotated[Certificates, Field(max_length=5500)]


class InstallCertificateResponse(Response):
    status: Literal["Accepted", "Failed", "Rejected"]


def objection(request: InstallCertificate, context: CommandContext) -> str | None:
    from csms.pki import roots  # imports cryptography

    configuration = context.find(Configuration.of(context.charge_point_id))
    check = configuration and configuration.entry("AdditionalRootCertificateCheck")
    vouched_for = bool(check and check.value and check.value.lower() == "true")
    central = request.certificate_type == CENTRAL
    return roots.objection(
        request.certificate, _others(request, context), vouched_for=central and vouched_for
    )


def remember(
    request: InstallCertificate, response: InstallCertificateResponse, context: CommandContext
) -> Sequence[Write]:
    """The text is kept as it was given, byte for byte (C-47)."""
    if response.status != "Accepted":
        return []
    return certificates.installed(
        context.charge_point_id,
        request.certificate_type,
        request.certificate,
        context.at,
        context.command_id,
        _others(request, context),
    )


def _others(request: InstallCertificate, context: CommandContext) -> list[str]:
    """Those of its type that were accepted, but for what a later report knows to be gone."""
    kind = request.certificate_type
    report = certificates.report_among(context.listed, kind)
    accepted = context.all(InstalledCertificate)
    of_its_type = [one for one in accepted if one.certificate_type == kind]
    return [one.pem for one in of_its_type if one.is_still_there(report) is not False]


command = Command(
    InstallCertificate,
    InstallCertificateResponse,
    needs=needs_configuration,
    lists=(OfCertificates,),
    objection=objection,
    on_response=remember,
    answer_needs=AnswerNeeds(lists=(OfCertificates,)),
)
