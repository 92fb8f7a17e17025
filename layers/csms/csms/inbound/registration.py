"""Whether a charge point may say what it says (C-17, C-20).

The stored registration decides, not whether it booted on this connection: most reconnect without.
"""

from csms.store.provisioned.charge_points import ChargePoint
from csms.wire.errors import Refused


def require_accepted(charge_point: ChargePoint | None) -> ChargePoint:
    """Raises Refused."""
    if charge_point is None:
        raise Refused("this charge point is no longer provisioned")
    if charge_point.registration != "Accepted":
        raise Refused(f"the registration is {charge_point.registration}")
    return charge_point
