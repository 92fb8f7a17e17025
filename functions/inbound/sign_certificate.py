"""SignCertificate: a charge point asks for a new certificate (Security Whitepaper, A02 and A03)."""

from typing import Annotated

from csms.inbound.handler import lambda_handler
from csms.store.reported import reports
from csms.wire.meanings import Verbatim
from csms.wire.ocpp16 import AcceptedOrRejected, Call, Request, Response

LONGEST_CSR = 5500  # characters


class SignCertificate(Request):
    csr: Annotated[str, Verbatim(LONGEST_CSR)]


class SignCertificateResponse(Response):
    status: AcceptedOrRejected


def sign_certificate(request: SignCertificate, call: Call) -> SignCertificateResponse:
    """Accepted: the request is kept, and CertificateSigned follows at any later time (C-45)."""
    reports.keep(call, request)
    readable = "CERTIFICATE REQUEST-----" in request.csr and len(request.csr) <= LONGEST_CSR
    return SignCertificateResponse(status="Accepted" if readable else "Rejected")


handler = lambda_handler(sign_certificate)
