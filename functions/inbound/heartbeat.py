"""Heartbeat: a charge point is alive and asks for the time (OCPP 1.6 §4.6)."""

from csms.inbound import lambda_handler
from csms.ocpp16 import Call, Request, Response, Timestamp
from csms.store import charge_points


class Heartbeat(Request):
    pass


class HeartbeatResponse(Response):
    current_time: Timestamp


def heartbeat(request: Heartbeat, call: Call) -> HeartbeatResponse:
    charge_points.heard(call)
    return HeartbeatResponse(current_time=call.at)


handler = lambda_handler(heartbeat)
