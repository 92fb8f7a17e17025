"""What a CSMS has recorded of charging profiles."""

from typing import Protocol


class ChargingProfileRecords(Protocol):
    """See Records."""
