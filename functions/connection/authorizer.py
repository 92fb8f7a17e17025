"""The authorizer of $connect: who is speaking, decided once for the whole connection.

API Gateway lets an authorizer say only 401 or 403, so what it finds travels as a status in its
context to `$connect`, which answers it. A client that came around the edge is denied here.
"""

import hmac
import os
from typing import Any

from csms import settings
from csms.deadline import OutOfTime, within
from csms.domain import handshake
from csms.domain.handshake import Policy, Presented, Provisioned, Verdict
from csms.inbound.handler import Context, Event
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms.telemetry import logger


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
    if not hmac.compare_digest(
        headers.get("x-origin-secret", "").encode(), os.environ["ORIGIN_SECRET"].encode()
    ):
        return _policy("Deny", event, presented, Verdict(403, "not through the edge"))
    profile = presented.security_profile
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            provisioned = _provisioned(presented)
            verdict = handshake.judge(provisioned, presented, _policy_of_template())
        if provisioned and verdict.status == 200:
            profile = provisioned.security_profile  # a surplus header is ignored (C-40)
    except (Exception, OutOfTime):
        logger.exception("a handshake could not be judged")
        verdict = Verdict(503, "try again")
    return _policy("Allow", event, presented, verdict, profile)


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
    )


def _policy_of_template() -> Policy:
    return Policy(
        settings.minimum_security_profile(),
        settings.onboarding_hash(),
        certificates=settings.certificates(),
        certified_strangers=settings.certificates() and settings.onboarding(),
    )


def _policy(
    effect: str, event: Event, presented: Presented, verdict: Verdict, profile: int = 0
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
        },
    }
