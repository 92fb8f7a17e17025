"""CertificateSigned: hand out the certificate that was asked for (whitepaper A02, §5.1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from csms.domain.client_certificates import other_form, sha256_of_first
from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.domain.switches import RENEWAL
from csms.outbound.command import AnswerNeeds, Command
from csms.store import workflow_ends
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import problems, signing_requests
from csms.store.reported.configuration import Configuration
from csms.store.reported.problems import CERTIFICATE_NOT_TAKEN, OF_CERTIFICATES, Problem
from csms.store.reported.signing_requests import CertificateSigningRequest
from csms.store.table import StateItem, Write, delete
from csms.wire.ocpp16 import AcceptedOrRejected, Certificates, Request, Response

ONE = "it has Rejected CertificateSigned; the next one has another form"
BOTH = "it has Rejected CertificateSigned, whole and the leaf alone"


class CertificateSigned(Request):
    certificate_chain: Annotated[Certificates, Field(max_length=10_000)]


class CertificateSignedResponse(Response):
    status: AcceptedOrRejected


def needs(request: CertificateSigned, charge_point_id: str) -> Sequence[StateItem]:
    leaf = sha256_of_first(request.certificate_chain)
    return [ClientCertificate.of(charge_point_id, leaf)] if leaf else []


def leads_to(request: CertificateSigned, context: CommandContext) -> Sequence[StateItem]:
    """The request that it answers."""
    certificate = _certificate(request, context)
    if certificate is None or certificate.request_id is None:
        return []
    return [CertificateSigningRequest.of(context.charge_point_id, certificate.request_id)]


def objection(request: CertificateSigned, context: CommandContext) -> str | None:
    configuration = context.find(Configuration.of(context.charge_point_id))
    most = configuration and configuration.number("CertificateSignedMaxChainSize")
    if most is None or len(request.certificate_chain) <= most:
        return None
    return f"the charge point takes {most} characters at most (CertificateSignedMaxChainSize)"


def on_response(
    request: CertificateSigned, response: CertificateSignedResponse, context: CommandContext
) -> Sequence[Write]:
    """Taken or not: the certificate knows, and so does the request that it answers.

    What is Rejected goes out once more, in the other form, where the CSMS renews on its own; else
    the charge point is told nothing that nobody has asked for (case 077).
    """
    certificate = _certificate(request, context)
    if certificate is None:
        return []
    known = issued_certificates.answered(certificate, response.status, context.command_id)
    asked = leads_to(request, context)
    found = context.find(asked[0]) if asked else None
    if not isinstance(found, CertificateSigningRequest) or found.command_id != context.command_id:
        return [known]
    if response.status == "Accepted":
        solved = [delete(Problem.of(found.charge_point_id, what)) for what in OF_CERTIFICATES]
        return [known, *_ended(found, "accepted", context.at), *solved]
    form = other_form(found)
    if form and RENEWAL in context.charge_point.switched_on:
        return [known, signing_requests.in_another_form(found, found.form or "", form, context.at)]
    told = BOTH if found.forms else ONE
    return [known, *_ended(found, "rejected", context.at), _told(found, told, context.at)]


def _certificate(request: CertificateSigned, context: CommandContext) -> ClientCertificate | None:
    leaf = sha256_of_first(request.certificate_chain)
    return context.find(ClientCertificate.of(context.charge_point_id, leaf)) if leaf else None


def _ended(
    request: CertificateSigningRequest, state: Literal["accepted", "rejected"], at: datetime
) -> Sequence[Write]:
    return [signing_requests.answered(request, state, at), recorded(request, state, at)]


def recorded(request: CertificateSigningRequest, state: str, at: datetime) -> Write:
    """How a request has ended, for the audit trail."""
    resource = f"charge-points/{request.charge_point_id}/certificate-requests/{request.request_id}"
    details = {"state": state, "reason": request.reason, "certificate": request.sha256}
    told = {name: value for name, value in details.items() if value}
    key = f"{request.revision}#{request.command_id or ''}"
    return workflow_ends.recorded(resource, key, at, told)


def _told(request: CertificateSigningRequest, told: str, at: datetime) -> Write:
    return problems.again(request.charge_point_id, CERTIFICATE_NOT_TAKEN, at, told=told)


command = Command(
    CertificateSigned,
    CertificateSignedResponse,
    needs=needs_configuration,
    objection=objection,
    on_response=on_response,
    answer_needs=AnswerNeeds(needs=needs, leads_to=leads_to),
    then="follow-certificate",
)
