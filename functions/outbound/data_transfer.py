"""DataTransfer: something a vendor has agreed with an operator (OCPP 1.6 §5.6)."""

from csms.outbound.command import Command
from csms.wire.data_transfer import DataTransfer, DataTransferResponse

command = Command(DataTransfer, DataTransferResponse)
