"""Whether a charge point may say what it says (C-17, C-20).

The stored registration decides, not whether it booted on this connection: most reconnect without.
"""

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import reports
from csms.wire.errors import Refused
from csms.wire.ocpp16 import Call, Request


def require_accepted(charge_point: ChargePoint | None) -> ChargePoint:
    """Raises Refused."""
    if charge_point is None:
        raise Refused("this charge point is no longer provisioned")
    if charge_point.registration != "Accepted":
        raise Refused(f"the registration is {charge_point.registration}")
    return charge_point


def require_accepted_or_keep(
    charge_point: ChargePoint | None, request: Request, call: Call
) -> ChargePoint:
    """For a message about a transaction: refused, it is kept for an operator."""
    try:
        return require_accepted(charge_point)
    except Refused as refusal:
        action = type(request).__name__
        reports.keep_refused(call, action, request.said, refusal.description)
        raise
