"""$disconnect: a socket has closed; best effort, and sometimes after the next has opened."""

from datetime import UTC, datetime

from connection import default
from csms.deadline import OutOfTime, within
from csms.inbound.handler import DONE, Context, Event
from csms.outbound import dispatch
from csms.store.reported import connections, problems
from csms.telemetry import logger

TOO_LARGE = 1009  # RFC 6455 §7.4.1; that API Gateway tells its own closes here is unproven


def handler(event: Event, context: Context) -> Event:
    request = event["requestContext"]
    if request["eventType"] == "MESSAGE":  # a frame whose action is "$disconnect"
        return default.handler(event, context)
    charge_point_id = request["authorizer"]["chargePointId"]
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            if ended := connections.closed(charge_point_id, request["connectionId"]):
                dispatch.lost_soon(ended)
                dispatch.wake(charge_point_id)
            if request.get("disconnectStatusCode") == TOO_LARGE:
                at = datetime.fromtimestamp(request["requestTimeEpoch"] / 1000, UTC)
                problems.came(charge_point_id, problems.FRAME_TOO_LARGE, at)
    except (Exception, OutOfTime):
        logger.exception("a connection was not forgotten; the next one takes its place")
    logger.info(
        "disconnected",
        extra={
            "charge_point_id": charge_point_id,
            "connection_id": request["connectionId"],
            "code": request.get("disconnectStatusCode"),
            "reason": request.get("disconnectReason"),
        },
    )
    return DONE
