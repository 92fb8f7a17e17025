from api.client_certificates.views import members, request_view
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported.signing_requests import CertificateSigningRequest
from tests.support import NOON


def test_what_is_not_known_of_a_certificate_is_left_out() -> None:
    certificate = ClientCertificate.of("CP1", "ab")
    certificate.subject = certificate.issuer = certificate.serial_number = ""
    certificate.source, certificate.issued_at = "foreign", NOON
    shown = members(certificate, NOON)
    assert (shown["status"], shown["not_after"], shown["sha256"]) == ("valid", None, "ab")


def test_when_it_is_tried_again_is_told_only_of_what_failed() -> None:
    request = CertificateSigningRequest.of("CP1", "1")
    request.state, request.received_at, request.csr = "waiting", NOON, "x"
    request.wakes_at, request.attempts = NOON, 0
    assert request_view(request).tried_again_at is None
    request.attempts = 1
    assert request_view(request).tried_again_at == NOON
