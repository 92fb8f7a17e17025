"""From a charge point's CSR to the certificate that it has taken: judged by its row.

Whoever comes to look, a task or the reconciler, does what is next. A newer request of the same
charge point supersedes (C-45).
"""

from collections.abc import Sequence
from datetime import datetime

from csms.domain.client_certificates import (
    BY_REQUEST,
    GIVEN_UP_AFTER,
    asks_too_often,
    form_to_try,
    newest,
    retry_after,
)
from csms.store.provisioned import authority_ends, issued_certificates
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import signing_requests
from csms.store.reported.problems import (
    CERTIFICATE_NOT_ISSUED,
    CERTIFICATE_REFUSED,
    Problem,
)
from csms.store.reported.signing_requests import CertificateSigningRequest
from csms.store.table import Cancelled, delete, fetch, transact
from csms.telemetry import logger
from workflows.hand_out_certificate import (
    end,
    hand_out,
    look_at_command,
    raised,
)


def follow_command(charge_point_id: str, at: datetime) -> None:
    """A CertificateSigned has ended."""
    for request in signing_requests.of_charge_point(charge_point_id):
        if not request.has_ended:
            follow(charge_point_id, request.request_id, at)


def follow(charge_point_id: str, request_id: str, at: datetime) -> None:
    """Do what is next for a request; that another has written it meanwhile is his to go on with."""
    requests = signing_requests.of_charge_point(charge_point_id)
    request = next((one for one in requests if one.request_id == request_id), None)
    if request is None or request.has_ended:
        return
    (charge_point,) = fetch(ChargePoint.of(charge_point_id))
    try:
        if newest(requests) is not request:
            request.reason = "it has asked anew since"
            end(request, "superseded", at)
        elif charge_point is None:
            request.reason = "the charge point is gone"
            end(request, "failed", at)
        elif request.state == "waiting":
            _issue(request, requests, charge_point, at)
        elif request.state == "issued":
            hand_out(request, requests, at)
        else:
            look_at_command(request, at)
    except Cancelled:
        logger.info("a certificate request has moved", extra={"request_id": request_id})


def _issue(
    request: CertificateSigningRequest,
    requests: Sequence[CertificateSigningRequest],
    charge_point: ChargePoint,
    at: datetime,
) -> None:
    if request.wakes_at and at < request.wakes_at:
        return
    # these bring `cryptography`, for which no other task waits
    from csms.issuance import certify
    from csms.pki.issuers import AuthorityFails
    from csms.pki.requests import UnfitRequest

    approved = request.approved_by is not None
    had = issued_certificates.of_charge_point(request.charge_point_id)
    if (often := asks_too_often(had, at)) and not approved:
        _refuse(request, often, at)
        return
    try:
        made = certify(charge_point, request.csr, at, source=BY_REQUEST, approved=approved)
    except UnfitRequest as unfit:
        _refuse(request, unfit.reason, at)
        return
    except AuthorityFails as failure:
        told = {"charge_point_id": request.charge_point_id, "reason": failure.reason}
        logger.warning("the certificate authority fails", extra=told)
        _try_later(request, failure.reason, at)
        return
    made.record.request_id = request.request_id
    request.state, request.reason, request.attempts, request.wakes_at = "issued", None, 0, at
    request.sha256, request.leaf = made.issued.sha256, made.issued.leaf_pem
    request.issuers = "".join(made.issued.issuers_pem) or None
    if request.issuers is None:
        # the root signs by itself, and goes along for those alone that take no leaf without (C-63)
        request.issuers = made.issued.root_pem
        request.form = form_to_try(requests) or "leaf"
    solved = (CERTIFICATE_NOT_ISSUED, CERTIFICATE_REFUSED)
    transact(
        signing_requests.moved(request),
        issued_certificates.issued(made.record, made.wakes_at),
        *(delete(Problem.of(request.charge_point_id, what)) for what in solved),
    )
    authority_ends.note(made.authority, at)
    follow(request.charge_point_id, request.request_id, at)


def _refuse(request: CertificateSigningRequest, reason: str, at: datetime) -> None:
    request.reason = reason
    end(request, "failed", at, raised(request, CERTIFICATE_REFUSED, at))


def _try_later(request: CertificateSigningRequest, reason: str, at: datetime) -> None:
    """The authority has failed: an operator is told at once, and the reconciler tries again."""
    request.reason = reason
    told = raised(request, CERTIFICATE_NOT_ISSUED, at)
    if at - request.received_at > GIVEN_UP_AFTER:
        end(request, "failed", at, told)
        return
    request.attempts = (request.attempts or 0) + 1
    request.wakes_at = at + retry_after(request.attempts)
    transact(signing_requests.moved(request), told)
