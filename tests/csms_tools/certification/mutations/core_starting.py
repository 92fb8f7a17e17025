"""003, 004, 005, 007, 024: charging, or not, without an operator."""

from tests.csms_tools.certification.mutations.core_shared import (
    authorizing,
    connector,
    no_transaction,
    running,
    starting,
    stopping,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    answered_late,
    answered_with_an_error,
    not_answered,
    recorded,
)

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_003": [
        *authorizing(),
        *starting(),
        *running(),
        another_call("StartTransaction", "TriggerMessage", requestedMessage="MeterValues"),
        answered_with_an_error("Authorize"),
        connector("Charging", "Preparing"),
    ],
    "TC_004_1": [
        *authorizing(otherwise="ConcurrentTx"),
        *starting(),
        answered_late("StartTransaction", 3.0),
        connector("Charging", "Available"),
    ],
    "TC_004_2": [
        *authorizing(),
        not_answered("StatusNotification"),
        no_transaction(),
        connector("Available", "Preparing"),
    ],
    "TC_005_1": [
        *starting()[:1],
        not_answered("StopTransaction"),
        answered_with_an_error("StopTransaction"),
        answered(
            "StopTransaction",
            "with a status",
            "StopTransactionResponse is valid",
            status="Accepted",
        ),
        *stopping("EVDisconnected"),
        connector("Available", "SuspendedEV"),
    ],
    "TC_007": [
        *starting(),
        answered(
            "StartTransaction",
            "concurrent",
            "StartTransaction is Accepted",
            idTagInfo__status="ConcurrentTx",
        ),
        answered_with_an_error("StartTransaction"),
        connector("Charging", "Preparing"),
    ],
    "TC_024": [
        *authorizing(),
        answered_with_an_error("StatusNotification"),
        another_call("StatusNotification", "Reset", type="Soft"),
        connector("Faulted", "Available"),
        recorded(
            "connector",
            "no error",
            "the connector is Faulted, with ConnectorLockFailure",
            lambda one: one and type(one)(one.status, "NoError"),
        ),
        no_transaction(),
    ],
}
