"""What a CSMS has recorded of certificates, security events and handshakes."""

from typing import Protocol


class SecurityRecords(Protocol):
    """See Records."""
