"""The authorizer of $connect: who is speaking, decided once for the whole connection.

API Gateway lets an authorizer say only 401 or 403, so what it finds travels as a status in its
context to `$connect`, which answers it. A client that came around the edge is denied here.
"""

import hmac
import os
from collections.abc import Mapping
from typing import Any

from csms import credentials, settings
from csms.deadline import OutOfTime, within
from csms.domain import handshake
from csms.domain.automatisms import AFTER_RECONNECT
from csms.domain.handshake import Policy, Presented, Provisioned, Verdict
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms.telemetry import logger

LONGEST_CLAIM = 255  # characters, of what nobody has checked


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in (event["headers"] or {}).items()}
    presented = Presented(
        identity=handshake.identity(headers.get("x-ocpp-identity", "")),
        tls=headers.get("x-ocpp-transport") == "tls",
        authorization=headers.get("authorization"),
        certificate=headers.get("x-client-cert-present") == "true",
        subject=headers.get("x-client-cert-subject", ""),
    )
    address = event["requestContext"]["identity"]["sourceIp"]
    if not _came_through_the_edge(headers.get("x-origin-secret", "")):
        _warn_of_a_way_around_the_edge(headers, address)
        return _policy("Deny", event, presented, Verdict(403, "not through the edge"), address)
    address = headers.get("x-viewer-address", address)
    profile, generation, campaign, told = presented.security_profile, "", "", False
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            provisioned = _provisioned(presented)
            verdict = handshake.judge(provisioned, presented, _policy_of_template())
        if provisioned and verdict.status == 200:
            profile = provisioned.security_profile  # a surplus header is ignored (C-40)
            generation = provisioned.generation or ""
            campaign = provisioned.awaits_campaign or ""
            told = provisioned.told_on_reconnect
        elif verdict.onboard:
            generation = credentials.new_generation()  # which $connect writes
    except (Exception, OutOfTime):
        logger.exception("a handshake could not be judged")
        verdict = Verdict(503, "try again")
    return _policy(
        "Allow", event, presented, verdict, address, profile, generation, campaign, told=told
    )


def _came_through_the_edge(shown: str) -> bool:
    """While the secret is rotated there are two, and both are compared, whichever it is."""
    present = _is_same(shown, os.environ["ORIGIN_SECRET"])
    previous = _is_same(shown, os.environ["PREVIOUS_ORIGIN_SECRET"])
    return present or previous


def _is_same(shown: str, secret: str) -> bool:
    """In constant time; an empty one is none."""
    return hmac.compare_digest(shown.encode(), secret.encode()) and secret != ""


def _warn_of_a_way_around_the_edge(headers: Mapping[str, str], address: str) -> None:
    """Somebody who knows the API's own address, or a secret that one side alone has changed."""
    claimed = {
        name: headers.get(header, "")[:LONGEST_CLAIM]
        for name, header in (("identity", "x-ocpp-identity"), ("viewer", "x-viewer-address"))
    }
    logger.warning(
        "a handshake did not come through the edge",
        extra={
            "address": address,
            "claimed": claimed,
            "secret": "wrong" if headers.get("x-origin-secret") else "missing",
        },
    )


def _provisioned(presented: Presented) -> Provisioned | None:
    if presented.identity is None:
        return None
    (charge_point,) = fetch(ChargePoint.of(presented.identity))
    if charge_point is None:
        return None
    return Provisioned(
        charge_point.security_profile,
        charge_point.password_hash,
        charge_point.serial_number,
        charge_point.next_password_hash,
        charge_point.next_password_command,
        charge_point.generation,
        bool(charge_point.switched_on & AFTER_RECONNECT),
        charge_point.awaits_campaign,
    )


def _policy_of_template() -> Policy:
    return Policy(
        settings.minimum_security_profile(),
        settings.onboarding_hash(),
        certificates=settings.certificates(),
        certified_strangers=settings.certificates() and settings.onboarding(),
    )


def _policy(
    effect: str,
    event: Event,
    presented: Presented,
    verdict: Verdict,
    address: str,
    profile: int = 0,
    generation: str = "",
    campaign: str = "",
    *,
    told: bool = False,
) -> dict[str, Any]:
    identity = presented.identity or ""
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
            "serialNumber": handshake.serial_number(presented) or "",
            "status": str(verdict.status),
            "reason": verdict.reason,
            "onboard": "true" if verdict.onboard else "false",
            "passwordCommand": verdict.password_command or "",
            "generation": generation,
            "toldOnReconnect": "true" if told else "false",
            "campaign": campaign,
            "address": address,
        },
    }
