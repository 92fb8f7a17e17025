"""Heartbeat: a charge point is alive and asks for the time (OCPP 1.6 §4.6)."""

from typing import ClassVar

from csms.inbound.handler import lambda_handler
from csms.store.reported import charge_point_state
from csms.wire.ocpp16 import Call, Request, Response, Timestamp


class Heartbeat(Request):
    pass


class HeartbeatResponse(Response):
    tells_nothing: ClassVar[bool] = True

    current_time: Timestamp


def heartbeat(request: Heartbeat, call: Call) -> HeartbeatResponse:
    charge_point_state.heard(call)
    return HeartbeatResponse(current_time=call.at)


handler = lambda_handler(heartbeat, notes_that_it_spoke=True)
