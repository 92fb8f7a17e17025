"""What spoils the cases of Remote Trigger, and how each says so."""

from dataclasses import replace

from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    answered_late,
    answered_with_an_error,
    called,
    called_by,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

TRIGGER = "TriggerMessage"
AS_GIVEN = "as the operator gave it"
MESSAGES = (
    "MeterValues",
    "Heartbeat",
    "StatusNotification",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
)


def _another(message: str) -> Mutation:
    """Instead of that one alone, BootNotification is asked for."""
    return called_by(
        TRIGGER,
        f"another message than {message}",
        AS_GIVEN,
        lambda sent: (
            {"requestedMessage": "BootNotification"}
            if sent["requestedMessage"] == message
            else sent
        ),
    )


REJECTED = [
    never_called(TRIGGER),
    called(TRIGGER, "another connector", AS_GIVEN, connectorId=7),
    called(TRIGGER, "no connector", AS_GIVEN, connectorId=None),
    called(TRIGGER, "no message", "TriggerMessage is valid", requestedMessage=None),
    told(TRIGGER, {"status": "Accepted"}),
]

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_054": [
        never_called(TRIGGER),
        called(TRIGGER, "another connector", AS_GIVEN, connectorId=2),
        told(TRIGGER, {"status": "Rejected"}),
        *(_another(message) for message in MESSAGES),
        *(not_answered(message) for message in MESSAGES),
        answered_with_an_error("FirmwareStatusNotification"),
        answered("Heartbeat", "no time", "HeartbeatResponse is valid", currentTime=None),
        answered_late("MeterValues", 3.0),
        another_call("DiagnosticsStatusNotification"),
        not_recorded("readings", "the CSMS has the meter value"),
        recorded("readings", "another", "the CSMS has the meter value", lambda _: ["7"]),
        not_recorded("connector", "the connector is Available"),
        recorded(
            "connector",
            "it is Faulted",
            "the connector is Available",
            lambda one: replace(one, status="Faulted"),
        ),
    ],
    "TC_055@2024-04": REJECTED,
    "TC_055@later": REJECTED,
}
