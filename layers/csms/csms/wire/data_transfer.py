"""DataTransfer, the one message that both sides may send."""

from typing import Annotated, Literal

from csms.wire.meanings import Verbatim
from csms.wire.ocpp16 import Request, Response, Text


class DataTransfer(Request):
    """The same in both directions (§4.3, §5.6)."""

    vendor_id: Annotated[str, Verbatim(255)]
    message_id: Annotated[str, Verbatim(50)] | None = None
    data: Text | None = None


class DataTransferResponse(Response):
    status: Literal["Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId"]
    data: Text | None = None
