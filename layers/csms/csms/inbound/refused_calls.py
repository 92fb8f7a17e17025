"""What is refused of a message that tells of charging is not lost: an operator can read it."""

from collections.abc import Mapping
from typing import Any

from csms.store.reported import reports
from csms.wire.errors import OcppError
from csms.wire.ocpp16 import Call

KEPT = frozenset({"MeterValues", "StartTransaction", "StatusNotification", "StopTransaction"})


def keep(call: Call, action: str | None, payload: Mapping[str, Any], error: OcppError) -> None:
    """Before it is refused: a charge point that is told so may not say it again."""
    if action in KEPT:
        reports.keep_refused(call, action, payload, error.description)
