"""From a charge point's CSR to the certificate that it has taken: judged by its row.

Whoever comes to look, a task or the reconciler, does what is next. A newer request of the same
charge point supersedes (C-45).
"""

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from csms import settings
from csms.domain.client_certificates import (
    BY_REQUEST,
    GIVEN_UP_AFTER,
    HANDED_OUT_WITHIN,
    asks_too_often,
    chain,
    form_to_try,
    newest,
    retry_after,
)
from csms.ids import uuid7
from csms.outbound import sending
from csms.outbound.sending import NoSuchChargePoint, Objection, Order, Unsendable
from csms.store import commands
from csms.store.commands import QueuedCommand
from csms.store.provisioned import authority_ends, issued_certificates
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import problems, signing_requests
from csms.store.reported.configuration import Configuration
from csms.store.reported.problems import (
    CERTIFICATE_NOT_ISSUED,
    CERTIFICATE_NOT_TAKEN,
    CERTIFICATE_REFUSED,
    Problem,
    What,
)
from csms.store.reported.signing_requests import CertificateSigningRequest, State
from csms.store.table import Cancelled, Write, delete, fetch, transact
from csms.telemetry import logger
from outbound import COMMANDS
from outbound.certificate_signed import recorded


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
            _end(request, "superseded", at)
        elif charge_point is None:
            request.reason = "the charge point is gone"
            _end(request, "failed", at)
        elif request.state == "waiting":
            _issue(request, requests, charge_point, at)
        elif request.state == "issued":
            _hand_out(request, requests, at)
        else:
            _look_at_command(request, at)
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
    _end(request, "failed", at, _raised(request, CERTIFICATE_REFUSED, at))


def _try_later(request: CertificateSigningRequest, reason: str, at: datetime) -> None:
    """The authority has failed: an operator is told at once, and the reconciler tries again."""
    request.reason = reason
    told = _raised(request, CERTIFICATE_NOT_ISSUED, at)
    if at - request.received_at > GIVEN_UP_AFTER:
        _end(request, "failed", at, told)
        return
    request.attempts = (request.attempts or 0) + 1
    request.wakes_at = at + retry_after(request.attempts)
    transact(signing_requests.moved(request), told)


def _hand_out(
    request: CertificateSigningRequest,
    requests: Sequence[CertificateSigningRequest],
    at: datetime,
) -> None:
    """By CertificateSigned, which waits for the charge point if it is away."""
    if request.wakes_at and at < request.wakes_at:
        return
    _give_up_older(request, requests, at)
    owner, leaf, sha256 = request.charge_point_id, request.leaf, request.sha256
    assert leaf
    assert sha256
    configuration, certificate = fetch(Configuration.of(owner), ClientCertificate.of(owner, sha256))
    if certificate is None or certificate.revoked_at:
        request.reason = "its certificate has been revoked"
        _end(request, "failed", at)
        return
    most = configuration and configuration.number("CertificateSignedMaxChainSize")
    issuers = [request.issuers] if request.issuers else []
    alone = (request.form or form_to_try(requests)) == "leaf"
    text, form = chain(leaf, issuers, most, "leaf" if alone else "chain")
    order = Order(
        charge_point_id=owner,
        command_id=uuid7(at),
        payload={"certificateChain": text},
        by="csms: SignCertificate",
        at=at,
        timeout=settings.call_timeout(),
        until=at + HANDED_OUT_WITHIN,
    )
    request.state, request.form, request.command_id = "sent", form, order.command_id
    request.wakes_at, request.reason = order.until, None
    also = [
        signing_requests.moved(request),
        issued_certificates.on_its_way(certificate, order.command_id),
    ]
    try:
        sending.send(COMMANDS, "CertificateSigned", order, also=also)
    except (NoSuchChargePoint, Objection, Unsendable, ValidationError) as refusal:
        request.revision -= 1  # nothing was written
        _hand_out_later(request, f"CertificateSigned could not be sent: {refusal}", at)


def _look_at_command(request: CertificateSigningRequest, at: datetime) -> None:
    """It has ended without an answer, or is on its way yet."""
    record = commands.find(request.charge_point_id, request.command_id or "")
    if record and not record.has_ended:
        return
    outcome = record.status if record else "gone"
    _hand_out_later(request, f"CertificateSigned was not answered: {outcome}", at)


def _hand_out_later(request: CertificateSigningRequest, reason: str, at: datetime) -> None:
    if at - request.received_at > GIVEN_UP_AFTER:
        request.reason = reason
        _end(request, "failed", at, _raised(request, CERTIFICATE_NOT_TAKEN, at))
        return
    request.state, request.reason = "issued", reason
    request.attempts = (request.attempts or 0) + 1
    request.wakes_at = at + retry_after(request.attempts)
    transact(signing_requests.moved(request))


def _give_up_older(
    request: CertificateSigningRequest,
    requests: Sequence[CertificateSigningRequest],
    at: datetime,
) -> None:
    for other in requests:
        if other is not request and not other.has_ended:
            other.reason = "it has asked anew since"
            _end(other, "superseded", at)


def _end(request: CertificateSigningRequest, state: State, at: datetime, *also: Write) -> None:
    """What is on its way to the charge point, and has not left, does not leave."""
    command_id = request.command_id
    request.state, request.ended_at = state, at
    ended = [signing_requests.moved(request), recorded(request, state, at), *also]
    record = commands.find(request.charge_point_id, command_id) if command_id else None
    if record and record.status == "Queued":
        queued = QueuedCommand.of(record, {})
        if commands.drop(queued, "Cancelled", at, *ended):
            return
    transact(*ended)


def _raised(request: CertificateSigningRequest, what: What, at: datetime) -> Write:
    return problems.raised(request.charge_point_id, what, at, at, told=request.reason)
