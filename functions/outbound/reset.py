"""Reset: restart the charge point, after its transactions or at once (OCPP 1.6 §5.14)."""

from typing import Literal

from csms.outbound.command import Command
from csms.wire.ocpp16 import AcceptedOrRejected, Request, Response


class Reset(Request):
    type: Literal["Hard", "Soft"]


class ResetResponse(Response):
    status: AcceptedOrRejected


command = Command(Reset, ResetResponse)
