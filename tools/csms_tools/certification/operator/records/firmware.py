"""What a CSMS has recorded of firmware updates, diagnostics and logs."""

from typing import Protocol


class FirmwareRecords(Protocol):
    """See Records."""
