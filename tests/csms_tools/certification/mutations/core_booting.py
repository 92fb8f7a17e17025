"""001, 013, 014: booting, and being reset."""

from tests.csms_tools.certification.mutations.core_shared import (
    carelessly,
    commanding,
    not_let_in_again,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    answered_late,
    called,
    not_answered,
    not_recorded,
    recorded,
)

BOOTED = [
    answered("BootNotification", "rejected", "BootNotification is Accepted", status="Rejected"),
    answered("BootNotification", "pending", "BootNotification is Accepted", status="Pending"),
    not_answered("StatusNotification"),
    not_recorded("boot", "the vendor, model and serial number of the boot are kept"),
    not_recorded("connector", "connector 0 is Available"),
]

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_001": [
        *BOOTED,
        answered("BootNotification", "no interval", "is above 0", interval=0),
        answered(
            "BootNotification", "no time", "BootNotificationResponse is valid", currentTime=None
        ),
        answered("Heartbeat", "no time", "HeartbeatResponse is valid", currentTime=None),
        answered(
            "Heartbeat",
            "of long ago",
            "currentTime never goes back",
            currentTime="2020-01-01T00:00:00Z",
        ).warning(),
        answered(
            "StatusNotification",
            "with a status",
            "StatusNotificationResponse is valid",
            status="Accepted",
        ),
        answered(
            "Heartbeat",
            "of the far future",
            "currentTime is the time",
            currentTime="2099-01-01T00:00:00Z",
        ).warning(),
        answered(
            "Heartbeat",
            "without a zone",
            "times are UTC with Z",
            currentTime="2099-01-01T00:00:00",
        ).warning(),
        not_answered("Heartbeat"),
        answered_late("StatusNotification", 3.0),
        another_call("BootNotification"),
        another_call("Heartbeat"),
        recorded(
            "boot",
            "of another serial number",
            "the vendor, model and serial number of the boot are kept",
            lambda boot: boot and boot | {"chargePointSerialNumber": "SN0"},
        ),
    ],
    "TC_013": [
        *commanding("Reset"),
        *carelessly("Reset"),
        called("Reset", "Soft", "Reset leaves as the operator gave it", type="Soft"),
        not_let_in_again(),
        *BOOTED,
    ],
    "TC_014": [
        *commanding("Reset"),
        called("Reset", "Hard", "Reset leaves as the operator gave it", type="Hard"),
        not_let_in_again(),
        *BOOTED[2:],
        another_call("BootNotification"),
    ],
}
