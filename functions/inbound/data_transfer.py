"""DataTransfer: something a vendor has agreed with an operator (OCPP 1.6 §4.3)."""

from csms.inbound.handler import lambda_handler
from csms.inbound.registration import require_accepted
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch
from csms.wire.data_transfer import DataTransfer, DataTransferResponse
from csms.wire.ocpp16 import Call


def data_transfer(request: DataTransfer, call: Call) -> DataTransferResponse:
    """No vendor is known here, and saying Accepted would be untrue (certification case 064)."""
    (charge_point,) = fetch(ChargePoint.of(call.charge_point_id))
    require_accepted(charge_point, call)
    return DataTransferResponse(status="UnknownVendorId")


handler = lambda_handler(data_transfer)
