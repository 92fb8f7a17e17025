"""What is refused of a message that tells of charging is not lost: an operator can read it."""

from collections.abc import Mapping
from typing import Any

from csms.inbound.registration import require_socket
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import reports
from csms.store.table import fetch
from csms.wire.errors import OcppError, OldSocket, Refused
from csms.wire.ocpp16 import Call

KEPT = frozenset({"MeterValues", "StartTransaction", "StatusNotification", "StopTransaction"})


def keep(call: Call, action: str | None, payload: Mapping[str, Any], error: OcppError) -> None:
    """Before it is refused: a charge point that is told so may not say it again.

    Raises OldSocket: what comes over one is not kept, and told nothing else.
    """
    if isinstance(error, OldSocket):
        return
    if action in KEPT:
        reports.keep_refused(call, action, payload, error.description)
    elif not isinstance(error, Refused):  # or its action has looked at the charge point already
        (charge_point,) = fetch(ChargePoint.of(call.charge_point_id))
        require_socket(charge_point, call)
