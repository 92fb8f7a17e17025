"""$connect: a charge point asks for its socket; the last word before the upgrade."""

from datetime import UTC, datetime
from typing import Any

from connection import default, onboarding, refusals
from connection.addresses import address
from connection.authorizer_context import AuthorizerContext
from csms import task_queue
from csms.deadline import OutOfTime, within
from csms.domain.handshake import CHALLENGE
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.outbound import dispatch
from csms.store.provisioned import certificates_in_use, passwords
from csms.store.provisioned.charge_points import InvalidIdentity
from csms.store.reported import (
    connections,
    failures,
    inbox,
    security_events,
)
from csms.store.reported.connections import Connection, NoLongerAdmitted, Superseded
from csms.telemetry import About, logger
from csms.wire.ocpp16 import SUBPROTOCOL

NO_IDENTITY = "no identity in its path"
LONGEST_SEGMENT, MOST_OFFERED = 255, 100  # characters of what a stranger brings


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> Event:
    request = event["requestContext"]
    if request["eventType"] == "MESSAGE":  # a frame whose action is "$connect"
        return default.handler(event, context)
    at = datetime.fromtimestamp(request["requestTimeEpoch"] / 1000, UTC)
    verdict = AuthorizerContext.of(request)
    logger.about(
        About(
            {"charge_point_id": verdict["chargePointId"], "connection_id": request["connectionId"]}
        )
    )
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            answer = _refusal(event, at, verdict) or _open(request, at, verdict)
    except (Exception, OutOfTime):
        logger.exception("a connection could not be opened")
        answer = {"statusCode": 503, "body": "try again"}
    logger.info(
        "handshake",
        extra={
            "address": address(request),
            "status": answer["statusCode"],
            "reason": answer.get("body") or verdict["reason"],
        },
    )
    return answer


def _refusal(event: Event, at: datetime, verdict: AuthorizerContext) -> Event | None:
    status, offered = int(verdict["status"]), _offered(event["multiValueHeaders"])
    fits, unfit = SUBPROTOCOL in offered, _unfit(offered)
    said = [verdict["reason"] if verdict["chargePointId"] else NO_IDENTITY] if status != 200 else []
    reason = "; ".join([*said, *unfit])
    if status in (401, 403, 404) or verdict["kind"] or (status == 200 and not fits):
        _note(event, at, verdict, status, reason)
    if status == 200 and not fits:
        # TC_088 wants no upgrade where OCPP-J §3.2 would finish it and then close
        return {"statusCode": 400, "body": f"offer the subprotocol {SUBPROTOCOL}: {unfit[0]}"}
    if status == 200:
        return None
    challenge = {"WWW-Authenticate": CHALLENGE} if status == 401 else {}
    return {"statusCode": status, "headers": challenge, "body": verdict["reason"]}


def _note(event: Event, at: datetime, verdict: AuthorizerContext, status: int, reason: str) -> None:
    """What an operator should see of a refusal; failing to note it changes no answer."""
    charge_point_id = verdict["chargePointId"]
    source_ip = address(event["requestContext"])
    shown = _shown(event)
    try:
        if status in (401, 404) and verdict["kind"] == security_events.FAILED:
            failures.failed(charge_point_id, source_ip, at)
        if status == 404 or verdict["onboard"] == "true":
            headers = {name.lower(): value for name, value in event["headers"].items()}
            inbox.knocked(
                charge_point_id
                or headers.get("x-ocpp-identity", "")[:LONGEST_SEGMENT]
                or inbox.NOBODY,
                at,
                source_ip=source_ip,
                certificate_subject=headers.get("x-client-cert-subject"),
                reason=reason,
                presented=shown,
            )
            return
        what = (
            security_events.REFUSED if status == 200 else verdict["kind"] or security_events.FAILED
        )
        refusals.note(
            charge_point_id,
            at,
            event["requestContext"]["connectionId"],
            what=what,
            status=400 if status == 200 else status,
            reason=reason,
            source_ip=source_ip,
            shown=shown,
        )
    except Exception:
        logger.exception("a refused handshake could not be noted")


def _shown(event: Event) -> dict[str, Any]:
    """What came with it, as operators are shown it: of a password only whether there was one."""
    headers = {name.lower(): value for name, value in event["headers"].items()}
    certificate = headers.get("x-client-cert-subject") or None
    return {
        "tls": headers.get("x-ocpp-transport") == "tls",
        "password": "authorization" in headers,
        "subprotocols": ", ".join(_offered(event["multiValueHeaders"]))[:MOST_OFFERED],
    } | ({"certificateSubject": certificate[:LONGEST_SEGMENT]} if certificate else {})


def _unfit(offered: list[str]) -> list[str]:
    """What is wrong with the subprotocols, which anybody may have invented."""
    if SUBPROTOCOL in offered:
        return []
    named = ", ".join(offer for offer in offered if offer)[:MOST_OFFERED]
    return [f"no subprotocol {SUBPROTOCOL} among {named}" if named else "no subprotocol is offered"]


def _offered(headers: dict[str, list[str]]) -> list[str]:
    """The header may come several times (RFC 6455 §11.3.4)."""
    lines = [
        line
        for name, values in headers.items()
        if name.lower() == "sec-websocket-protocol"
        for line in values
    ]
    return [offer.strip() for line in lines for offer in line.split(",")]


def _open(request: dict[str, Any], at: datetime, verdict: AuthorizerContext) -> Event:
    charge_point_id = verdict["chargePointId"]
    profile, generation = int(verdict["securityProfile"]), verdict["generation"] or None
    source_ip = address(request)
    try:
        waits = onboarding.taken_in(charge_point_id, profile, at, source_ip, generation, verdict)
    except InvalidIdentity:
        return {"statusCode": 404, "body": "unknown identity"}
    try:
        before = connections.opened(
            charge_point_id,
            request["connectionId"],
            at,
            security_profile=profile,
            source_ip=source_ip,
            generation=generation,
            rescue=verdict["rescue"] == "true",
            waits=waits,
        )
    except NoLongerAdmitted:
        # it comes again, and is judged by what counts now
        return {"statusCode": 503, "body": "what lets it in has changed; try again"}
    except Superseded:
        return {"statusCode": 409, "body": "a newer connection is there already"}
    try:
        if sha256 := verdict["certificate"]:
            issued_at = datetime.fromisoformat(verdict["certificateIssuedAt"])
            certificates_in_use.adopt(charge_point_id, sha256, issued_at, at)
        _follow_up(charge_point_id, before, verdict["passwordCommand"], at)
        if verdict["toldOnReconnect"] == "true":
            task_queue.reconnected_later(charge_point_id)
        if campaign_id := verdict["campaign"]:
            task_queue.look_at_campaign_later(campaign_id, charge_point_id)
    except Exception:  # the old call ends by its watch, and what waits is sent by its own
        logger.exception("what follows from a connection failed")
    return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": SUBPROTOCOL}}


def _follow_up(
    charge_point_id: str, before: Connection | None, password_command: str, at: datetime
) -> None:
    if password_command:
        passwords.adopt(charge_point_id, password_command)
    if before:
        task_queue.close_connection(before.connection_id, before.connected_at, at)
        dispatch.lost_soon(before)
    dispatch.wake(charge_point_id)
