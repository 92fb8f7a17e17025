"""The authorizer of $connect: who is speaking, decided once for the whole connection.

API Gateway lets an authorizer say only 401 or 403, so what it finds travels as a status in its
context to `$connect`, which answers it. A client that came around the edge is denied here.
"""

import hmac
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from connection import onboarding, refusals
from csms import credentials, settings
from csms.deadline import OutOfTime, within
from csms.domain import handshake, presented
from csms.domain.attempts import are_too_many
from csms.domain.certificate_faults import Certificate
from csms.domain.handshake import THROTTLED, Provisioned, Verdict
from csms.domain.onboarding import Policy
from csms.domain.presented import Presented
from csms.domain.switches import AFTER_RECONNECT
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.client_certificates import ClientCertificate, RevokedCertificate
from csms.store.reported.failures import Failures
from csms.store.table import StateItem, fetch
from csms.telemetry import About, logger


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in (event["headers"] or {}).items()}
    shown = Presented(
        identity=presented.identity(headers.get("x-ocpp-identity", "")),
        tls=headers.get("x-ocpp-transport") == "tls",
        authorization=headers.get("authorization"),
        certificate=headers.get("x-client-cert-present") == "true",
        subject=headers.get("x-client-cert-subject", ""),
        sha256=presented.sha256(headers.get("x-client-cert-sha256", "")),
    )
    request = event["requestContext"]
    logger.about(
        About({"charge_point_id": shown.identity, "connection_id": request["connectionId"]})
    )
    address = request["identity"]["sourceIp"]
    if not _came_through_the_edge(headers.get("x-origin-secret", "")):
        _note_a_way_around_the_edge(headers, address, request, context)
        verdict, provisioned = Verdict(403, "not through the edge"), None
        return _policy("Deny", event, shown, verdict, provisioned, address)
    address = headers.get("x-viewer-address", address)
    at = datetime.fromtimestamp(request["requestTimeEpoch"] / 1000, UTC)
    provisioned = None
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            provisioned, may_try, revoked = _known(shown, address, at)
            shown = replace(shown, revoked=revoked)
            verdict = (
                handshake.judge(provisioned, shown, _policy_of_template(), at)
                if may_try
                else replace(THROTTLED, kind="Throttled" if provisioned else None)
            )
    except (Exception, OutOfTime):
        logger.exception("a handshake could not be judged")
        verdict = Verdict(503, "try again")
    return _policy("Allow", event, shown, verdict, provisioned, address)


def _came_through_the_edge(shown: str) -> bool:
    """While the secret is rotated there are two, and both are compared, whichever it is."""
    present = _is_same(shown, os.environ["ORIGIN_SECRET"])
    previous = _is_same(shown, os.environ["PREVIOUS_ORIGIN_SECRET"])
    return present or previous


def _is_same(shown: str, secret: str) -> bool:
    """In constant time; an empty one is none."""
    told = shown.encode(errors="surrogatepass")  # whatever it is, it is compared
    return hmac.compare_digest(told, secret.encode()) and secret != ""


def _note_a_way_around_the_edge(
    headers: Mapping[str, str], address: str, request: dict[str, Any], context: Context
) -> None:
    """Failing to note it changes nothing: it is denied."""
    refusals.warn_of_a_way_around_the_edge(headers, address)
    try:
        at = datetime.fromtimestamp(request["requestTimeEpoch"] / 1000, UTC)
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            refusals.note_around_the_edge(headers, at, request["connectionId"], address)
    except (Exception, OutOfTime):
        logger.exception("a refused handshake could not be noted")


def _known(shown: Presented, address: str, at: datetime) -> tuple[Provisioned | None, bool, bool]:
    """In one batch: what is provisioned, whether it may try from there, before any hashing, and
    whether its certificate was revoked, as that of whomever.
    """
    if shown.identity is None:
        return None, True, False
    failures = Failures.of(shown.identity, address)
    stubs: list[StateItem] = [ChargePoint.of(shown.identity), failures]
    if shown.certificate and shown.sha256:
        stubs += [
            ClientCertificate.of(shown.identity, shown.sha256),
            RevokedCertificate.of(shown.sha256),
        ]
    charge_point, failed, *certificates = fetch(*stubs)
    known = isinstance(failed, Failures) and failed.whose == failures.whose and failed.times
    may_try = not are_too_many(known or (), at)
    revoked = any(isinstance(it, RevokedCertificate) for it in certificates)
    if not isinstance(charge_point, ChargePoint):
        return None, may_try, revoked
    on_record = next((it for it in certificates if isinstance(it, ClientCertificate)), None)
    return _provisioned(charge_point, on_record), may_try, revoked


def _provisioned(charge_point: ChargePoint, certificate: ClientCertificate | None) -> Provisioned:
    return Provisioned(
        charge_point.security_profile,
        charge_point.password_hash,
        charge_point.serial_number,
        charge_point.next_password_hash,
        charge_point.next_password_command,
        charge_point.pending_security_profile,
        charge_point.generation,
        charge_point.pending_generation,
        bool(charge_point.switched_on & AFTER_RECONNECT),
        charge_point.awaits_campaign,
        _on_record(certificate) if certificate else None,
        charge_point.certificate_in_use,
        charge_point.certificate_issued_at,
        charge_point.awaits_acceptance,
        charge_point.has_own_key,
    )


def _on_record(certificate: ClientCertificate) -> Certificate:
    return Certificate(
        certificate.sha256,
        certificate.issued_at,
        certificate.not_before,
        certificate.not_after,
        revoked=certificate.revoked_at is not None,
    )


def _policy_of_template() -> Policy:
    return Policy(
        settings.minimum_security_profile(),
        settings.onboarding_hash(),
        certificates=settings.certificates(),
        certified_strangers=settings.certificates() and settings.onboarding(),
        cpo_name=settings.cpo_name(),
        grace=settings.grace_of_certificates(),
    )


def _policy(
    effect: str,
    event: Event,
    shown: Presented,
    verdict: Verdict,
    provisioned: Provisioned | None,
    address: str,
) -> dict[str, Any]:
    identity, certificate = shown.identity or "", verdict.certificate
    profile, generation, campaign, told = shown.security_profile, "", "", False
    if verdict.onboard or verdict.moved:
        generation = credentials.new_generation()  # which $connect writes
    elif provisioned and verdict.status == 200:
        profile = provisioned.security_profile  # a surplus header is ignored (C-40)
        generation = provisioned.generation or ""
        if verdict.upgraded:
            profile = provisioned.pending_security_profile or profile
            generation = provisioned.pending_generation or generation
        if not verdict.rescue:
            campaign = provisioned.awaits_campaign or ""
            told = provisioned.told_on_reconnect
    return {
        "principalId": identity or "unknown",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
            ],
        },
        "context": {
            "chargePointId": identity,
            "securityProfile": str(profile),
            "serialNumber": shown.serial_number or "",
            "status": str(verdict.status),
            "reason": verdict.reason,
            "kind": verdict.kind or "",
            "onboard": onboarding.word(verdict, provisioned),
            "passwordCommand": verdict.password_command or "",
            "certificate": certificate.sha256 if certificate else "",
            "certificateIssuedAt": certificate.issued_at.isoformat() if certificate else "",
            "rescue": "true" if verdict.rescue else "false",
            "generation": generation,
            "toldOnReconnect": "true" if told else "false",
            "campaign": campaign,
            "address": address,
        },
    }
