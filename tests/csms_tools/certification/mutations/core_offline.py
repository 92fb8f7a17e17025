"""032, 037, 039: what has happened without a connection."""

from tests.csms_tools.certification.mutations.core_booting import BOOTED
from tests.csms_tools.certification.mutations.core_shared import (
    connector,
    not_let_in_again,
    running,
    starting,
    stopping,
    transaction,
)
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    answered_with_an_error,
    not_answered,
)

MIDNIGHT = "2020-01-01T00:00:00.000Z"
STARTED = transaction(
    "started at another time",
    "the transaction has started when its StartTransaction says",
    started_at=MIDNIGHT,
)
STOPPED = transaction(
    "stopped at another time",
    "the transaction has stopped when its StopTransaction says",
    stopped_at=MIDNIGHT,
)
START = "StartTransaction"

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_032_1": [
        not_let_in_again(),
        *BOOTED[:1],
        BOOTED[3],
        running()[-1],
        another_call("BootNotification", "RemoteStopTransaction", transactionId=7),
        not_answered("StopTransaction"),
        answered_with_an_error("StopTransaction"),
        *stopping("PowerLoss"),
        STOPPED,
    ],
    "TC_037_1": [
        not_let_in_again(),
        *starting(),
        answered(START, "expired", "StartTransaction is Accepted", idTagInfo__status="Expired"),
        STARTED,
        connector("Charging", "Available"),
    ],
    "TC_037_3": [
        not_let_in_again(),
        answered(START, "accepted", "StartTransaction is Invalid", idTagInfo__status="Accepted"),
        answered(START, "blocked", "StartTransaction is Invalid", idTagInfo__status="Blocked"),
        answered(
            START, "no transactionId", "StartTransactionResponse is valid", transactionId=None
        ),
        not_answered("StopTransaction"),
        transaction("as if the tag were good", "the transaction runs", standing="Accepted"),
        *stopping("DeAuthorized"),
        STARTED,
        connector("Finishing", "Charging"),
    ],
    "TC_039": [
        not_let_in_again(),
        *starting()[:2],
        answered(
            "StopTransaction",
            "refused",
            "StopTransaction is Accepted",
            idTagInfo__status="Invalid",
        ),
        answered_with_an_error("StopTransaction"),
        *stopping("Local"),
        STARTED,
        STOPPED,
    ],
}
