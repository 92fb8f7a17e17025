"""What spoils the cases of Core, and how each says so."""

from dataclasses import replace

from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    answered_late,
    called,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_001": [
        answered("BootNotification", "rejected", "BootNotification is Accepted", status="Rejected"),
        answered("BootNotification", "no interval", "is above 0", interval=0),
        answered("Heartbeat", "no time", "HeartbeatResponse is valid", currentTime=None),
        not_answered("Heartbeat"),
        answered_late("StatusNotification", 1.5),
        another_call("BootNotification"),
        not_recorded("boot", "the CSMS knows the vendor and model"),
        not_recorded("connector", "the connector is Available"),
    ],
    "TC_012": [
        never_called("RemoteStopTransaction"),
        called(
            "RemoteStopTransaction",
            "another number",
            "leaves as the operator gave it",
            transactionId=7,
        ),
        told("RemoteStopTransaction", {"status": "Rejected"}),
        not_answered("StopTransaction"),
        recorded(
            "transaction",
            "it still runs",
            "has stopped remotely",
            lambda one: replace(one, stopped=False),
        ),
    ],
}
