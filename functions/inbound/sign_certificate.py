"""SignCertificate: a charge point asks for a new certificate (Security Whitepaper, A02 and A03)."""

from typing import Annotated

from csms import task_queue
from csms.inbound.handler import lambda_handler
from csms.inbound.messages import Message
from csms.store.reported import reports, signing_requests
from csms.wire.meanings import Verbatim
from csms.wire.ocpp16 import AcceptedOrRejected, Call, Request, Response

LONGEST_CSR = 5500  # characters


class SignCertificate(Request):
    csr: Annotated[str, Verbatim(LONGEST_CSR)]


class SignCertificateResponse(Response):
    status: AcceptedOrRejected


def sign_certificate(request: SignCertificate, call: Call) -> SignCertificateResponse:
    """Accepted: the request is kept, and CertificateSigned follows at any later time (C-45).

    What is no request at all is Rejected. Whether it is a good one is looked at afterwards: that
    takes longer than a charge point waits.
    """
    readable = "CERTIFICATE REQUEST-----" in request.csr and len(request.csr) <= LONGEST_CSR
    asked = signing_requests.asked(call.charge_point_id, request.csr, call.at)
    reports.keep(call, request, also=asked if readable else None)
    return SignCertificateResponse(status="Accepted" if readable else "Rejected")


def then(message: Message) -> None:
    """The row knows that it waits; somebody must look."""
    match message.request, message.response:
        case SignCertificate(csr=csr), SignCertificateResponse(status="Accepted"):
            request_id = signing_requests.id_of(csr)
            task_queue.issue_certificate_later(message.charge_point_id, request_id)


handler = lambda_handler(sign_certificate, then=then)
