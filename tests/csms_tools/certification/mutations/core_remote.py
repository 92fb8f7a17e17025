"""010, 011, 012, 026, 028: an operator starts and stops transactions."""

from tests.csms_tools.certification.mutations.core_shared import (
    authorizing,
    carelessly,
    commanding,
    connector,
    no_transaction,
    running,
    starting,
    stopping,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    called,
    not_answered,
    told,
)

START, STOP = "RemoteStartTransaction", "RemoteStopTransaction"
ANOTHER_TAG = called(START, "another id tag", f"{START} leaves as", idTag="SOMEBODY")
NO_CONNECTOR = called(START, "no connector", f"{START} leaves as", connectorId=None)
ANOTHER_NUMBER = called(STOP, "another number", f"{STOP} leaves as", transactionId=7)

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_010": [
        *commanding(START),
        *carelessly(START),
        ANOTHER_TAG,
        NO_CONNECTOR,
        *authorizing(),
        *starting(),
        connector("Charging", "Preparing"),
    ],
    "TC_011_1": [
        *commanding(START),
        ANOTHER_TAG,
        NO_CONNECTOR,
        *authorizing(),
        *starting(),
        connector("Charging", "Preparing"),
    ],
    "TC_011_2": [
        *commanding(START),
        ANOTHER_TAG,
        *authorizing(),
        another_call("StatusNotification", START, idTag="AGAIN"),
        no_transaction(),
        connector("Available", "Preparing"),
    ],
    "TC_012": [
        *commanding(STOP),
        *carelessly(STOP),
        ANOTHER_NUMBER,
        called(STOP, "a text", f"{STOP} is valid", transactionId="7"),
        not_answered("StopTransaction"),
        *stopping("Remote"),
        connector("Available", "Finishing"),
    ],
    "TC_026": [*commanding(START, "Accepted"), ANOTHER_TAG, no_transaction()],
    "TC_028": [
        *commanding(STOP, "Accepted"),
        ANOTHER_NUMBER,
        told(STOP, {}),
        running()[-1],
        connector("Charging", "Available"),
    ],
}
