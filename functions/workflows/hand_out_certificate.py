"""A certificate that was issued is handed out, by CertificateSigned, until it has been taken."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from csms import settings
from csms.domain.client_certificates import (
    GIVEN_UP_AFTER,
    HANDED_OUT_WITHIN,
    chain,
    form_to_try,
    retry_after,
)
from csms.ids import uuid7
from csms.outbound import ending, sending
from csms.outbound.sending import NoSuchChargePoint, Objection, Order, Unsendable
from csms.store import commands
from csms.store.commands import QueuedCommand
from csms.store.provisioned import issued_certificates
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported import problems, signing_requests
from csms.store.reported.configuration import Configuration
from csms.store.reported.problems import CERTIFICATE_NOT_TAKEN, What
from csms.store.reported.signing_requests import CertificateSigningRequest, State
from csms.store.table import Write, fetch, transact
from outbound import COMMANDS
from outbound.certificate_signed import recorded


def hand_out(
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
        end(request, "failed", at)
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


def look_at_command(request: CertificateSigningRequest, at: datetime) -> None:
    """It has ended without an answer, or is on its way yet."""
    record = commands.find(request.charge_point_id, request.command_id or "")
    if record and not record.has_ended:
        return
    outcome = record.status if record else "gone"
    _hand_out_later(request, f"CertificateSigned was not answered: {outcome}", at)


def _hand_out_later(request: CertificateSigningRequest, reason: str, at: datetime) -> None:
    if at - request.received_at > GIVEN_UP_AFTER:
        request.reason = reason
        end(request, "failed", at, raised(request, CERTIFICATE_NOT_TAKEN, at))
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
            end(other, "superseded", at)


def end(request: CertificateSigningRequest, state: State, at: datetime, *also: Write) -> None:
    """What is on its way to the charge point, and has not left, does not leave."""
    command_id = request.command_id
    request.state, request.ended_at = state, at
    ended = [signing_requests.moved(request), recorded(request, state, at), *also]
    record = commands.find(request.charge_point_id, command_id) if command_id else None
    if record and record.status == "Queued":
        queued = QueuedCommand.of(record, {})
        if ending.drop(COMMANDS, queued, "Cancelled", at, *ended):
            return
    transact(*ended)


def raised(request: CertificateSigningRequest, what: What, at: datetime) -> Write:
    return problems.raised(request.charge_point_id, what, at, at, told=request.reason)
