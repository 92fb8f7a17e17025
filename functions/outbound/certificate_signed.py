"""CertificateSigned: hand out the certificate that was asked for (whitepaper A02, §5.1)."""

from typing import Annotated

from pydantic import Field

from csms.domain.command_context import CommandContext
from csms.domain.guards import needs_configuration
from csms.outbound.command import Command
from csms.store.reported.configuration import Configuration
from csms.wire.ocpp16 import AcceptedOrRejected, Request, Response


class CertificateSigned(Request):
    certificate_chain: Annotated[str, Field(max_length=10_000)]


class CertificateSignedResponse(Response):
    status: AcceptedOrRejected


def objection(request: CertificateSigned, context: CommandContext) -> str | None:
    configuration = context.find(Configuration.of(context.charge_point_id))
    most = configuration and configuration.number("CertificateSignedMaxChainSize")
    if most is None or len(request.certificate_chain) <= most:
        return None
    return f"the charge point takes {most} characters at most (CertificateSignedMaxChainSize)"


command = Command(
    CertificateSigned, CertificateSignedResponse, needs=needs_configuration, objection=objection
)
