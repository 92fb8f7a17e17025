"""Whether a charge point may say what it says (C-17, C-20).

The stored registration decides, not whether it booted on this connection: most reconnect without.
"""

from csms.inbound import last_seen
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.charge_point_state import admitted
from csms.wire.errors import Refused
from csms.wire.ocpp16 import Call


def require_socket(charge_point: ChargePoint | None, call: Call) -> ChargePoint:
    """For what is taken whatever the registration is; raises OldSocket."""
    charge_point = admitted(charge_point, call.generation)
    if charge_point.last_seen_at is not None:
        last_seen.note(call.charge_point_id, charge_point.last_seen_at)
    return charge_point


def require_accepted(charge_point: ChargePoint | None, call: Call) -> ChargePoint:
    """Raises Refused."""
    charge_point = require_socket(charge_point, call)
    if charge_point.registration != "Accepted":
        raise Refused(f"the registration is {charge_point.registration}")
    return charge_point
