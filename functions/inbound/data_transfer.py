"""DataTransfer: something a vendor has agreed with an operator (OCPP 1.6 §4.3)."""

from typing import Annotated, Literal

from pydantic import Field

from csms.inbound import lambda_handler
from csms.ocpp16 import Call, Request, Response, Text
from csms.registration import require_accepted
from csms.store.charge_points import ChargePoint
from csms.store.table import fetch


class DataTransfer(Request):
    vendor_id: Annotated[str, Field(max_length=255)]
    message_id: Annotated[str, Field(max_length=50)] | None = None
    data: Text | None = None


class DataTransferResponse(Response):
    status: Literal["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]
    data: Text | None = None


def data_transfer(request: DataTransfer, call: Call) -> DataTransferResponse:
    """No vendor is known here, and saying Accepted would be untrue (certification case 064)."""
    (charge_point,) = fetch(ChargePoint.of(call.charge_point_id))
    require_accepted(charge_point)
    return DataTransferResponse(status="UnknownVendorId")


handler = lambda_handler(data_transfer)
