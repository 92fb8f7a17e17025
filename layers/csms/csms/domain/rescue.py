"""What goes over a connection that an expired certificate has opened: what leads to a new one.

The charge point may boot and keep its clock, which may be why its certificate has expired, and
whatever is told of security is taken. Over no such connection anything is set that opens others.
"""

from csms.wire.errors import OcppError

TAKEN = frozenset({"BootNotification", "Heartbeat", "SecurityEventNotification", "SignCertificate"})
SENT = frozenset(
    {
        "CertificateSigned",
        "ExtendedTriggerMessage",
        "GetInstalledCertificateIds",
        "InstallCertificate",
        "Reset",
    }
)


class OnlyRescued(OcppError):
    def __init__(self) -> None:
        why = "its certificate has expired: nothing is taken but what leads to another"
        super().__init__("SecurityError", why)
