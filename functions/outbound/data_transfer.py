"""DataTransfer: something a vendor has agreed with an operator (OCPP 1.6 §5.6)."""

from csms.commands import Command
from csms.ocpp16 import DataTransfer, DataTransferResponse

command = Command(DataTransfer, DataTransferResponse)
