"""SignCertificate: a charge point asks for a new certificate (Security Whitepaper, A02 and A03)."""

from typing import Annotated

from pydantic import Field

from csms.inbound.handler import lambda_handler
from csms.store.reported import reports
from csms.wire.ocpp16 import AcceptedOrRejected, Call, Request, Response


class SignCertificate(Request):
    csr: Annotated[str, Field(max_length=5500)]


class SignCertificateResponse(Response):
    status: AcceptedOrRejected


def sign_certificate(request: SignCertificate, call: Call) -> SignCertificateResponse:
    """Accepted: the request is kept, and CertificateSigned follows at any later time (C-45)."""
    reports.keep(call, request)
    readable = "CERTIFICATE REQUEST-----" in request.csr
    return SignCertificateResponse(status="Accepted" if readable else "Rejected")


handler = lambda_handler(sign_certificate)
