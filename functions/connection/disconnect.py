"""$disconnect: a socket has closed; best effort, and sometimes after the next has opened."""

from datetime import UTC, datetime
from typing import Any

from connection import default
from connection.addresses import address
from connection.authorizer_context import AuthorizerContext
from csms import settings
from csms.deadline import OutOfTime, within
from csms.domain.endings import TOO_LARGE, VIOLATIONS, told
from csms.inbound import habits
from csms.inbound.handler import DONE, Context
from csms.inbound.messages import Event
from csms.outbound import dispatch
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections, message_log, problems, security_events
from csms.store.reported.configuration import Configuration
from csms.store.table import fetch
from csms.telemetry import About, logger


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> Event:
    request = event["requestContext"]
    if request["eventType"] == "MESSAGE":  # a frame whose action is "$disconnect"
        return default.handler(event, context)
    charge_point_id = AuthorizerContext.of(request)["chargePointId"]
    logger.about(
        About({"charge_point_id": charge_point_id, "connection_id": request["connectionId"]})
    )
    code, reason = request.get("disconnectStatusCode"), request.get("disconnectReason")
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            if ended := connections.closed(charge_point_id, request["connectionId"]):
                dispatch.lost_soon(ended)
                dispatch.wake(charge_point_id)
            _note(charge_point_id, request, code, reason, replaced=ended is None)
    except (Exception, OutOfTime):
        logger.exception("a connection was not forgotten; the next one takes its place")
    logger.info(
        "disconnected",
        extra={
            "address": address(request),
            "code": code,
            "reason": reason,
        },
    )
    return DONE


def _note(
    charge_point_id: str,
    request: dict[str, Any],
    code: int | None,
    reason: str | None,
    *,
    replaced: bool,
) -> None:
    """What an operator should see of it."""
    at = datetime.fromtimestamp(request["requestTimeEpoch"] / 1000, UTC)
    connected_at = datetime.fromtimestamp(request["connectedAt"] / 1000, UTC)
    said = told(code, reason)
    expires_at = settings.message_log_expires(at)
    message_log.event(
        charge_point_id, request["connectionId"], at, said, expires_at, changes=not replaced
    )
    charge_point, configuration = fetch(
        ChargePoint.of(charge_point_id), Configuration.of(charge_point_id)
    )
    generation = AuthorizerContext.of(request)["generation"] or None
    if charge_point is None or not charge_point.may_be_of(generation):
        return  # what another has done, or somebody who is no longer let in, is not its own
    if code in VIOLATIONS:
        what, source_ip = security_events.CLOSED, address(request)
        security_events.note(charge_point_id, at, what=what, reason=said, source_ip=source_ip)
    if code == TOO_LARGE:
        problems.came(charge_point_id, problems.FRAME_TOO_LARGE, at)
    habits.disconnected(
        charge_point,
        configuration,
        at,
        connected_at=connected_at,
        code=code,
        reason=reason,
        replaced=replaced,
    )
