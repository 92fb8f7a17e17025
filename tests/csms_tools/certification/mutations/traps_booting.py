"""What spoils AQ-1 and C-18 to C-20."""

from dataclasses import replace

from tests.csms_tools.certification.mutations.answers import refused_with
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    another_call,
    answered,
    answered_with_an_error,
    never_called,
    not_recorded,
    recorded,
    told,
)


def booted(name: str, expects: str, given: str, instead: str, **more: object) -> Mutation:
    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) == (3, "BootNotification") and frame[2]["status"] == given:
            return [[*frame[:2], frame[2] | {"status": instead} | more]]
        return [frame]

    return Mutation(name, expects, frames=spoiled)


def sent_before_acceptance(action: str, payload: object) -> Mutation:
    """Behind the answer to a boot that is not accepted."""

    def spoiled(named: str, frame: Frame) -> list[Frame]:
        if (frame[0], named) == (3, "BootNotification") and frame[2]["status"] == "Rejected":
            return [frame, [2, "extra-1", action, payload]]
        return [frame]

    return Mutation(f"{action} at Rejected", "no CALL comes that the scenario", frames=spoiled)


NO_PENDING = booted("no Pending", "BootNotification is Pending", "Pending", "Accepted")
NO_REJECTED = booted("no Rejected", "BootNotification is Rejected", "Rejected", "Accepted")

MUTATIONS: dict[str, list[Mutation]] = {
    "AQ-1": [
        NO_PENDING,
        NO_REJECTED,
        booted("never accepted", "BootNotification is Accepted", "Accepted", "Pending"),
        never_called("GetConfiguration"),
        told("GetConfiguration", {"unknownKey": ["x"]}),
    ],
    "C-18": [
        booted("below 0", "the wait before the next boot", "Pending", "Pending", interval=-1),
        booted("0", "the heartbeat interval is above 0", "Accepted", "Accepted", interval=0),
        NO_REJECTED,
        another_call("BootNotification"),
    ],
    "C-19": [
        never_called("Reset"),
        never_called("ChangeConfiguration"),
        sent_before_acceptance("ClearCache", {}),
        told("Reset", {"status": "Rejected"}),
        NO_PENDING,
    ],
    "C-20": [
        refused_with(
            "Authorize", "SecurityError", "no boot", "Authorize is answered by a CALLRESULT"
        ),
        answered("StartTransaction", "no boot", "is Accepted", idTagInfo__status="Invalid"),
        answered_with_an_error("StopTransaction"),
        not_recorded("transaction", "has stopped after 1500 Wh"),
        recorded(
            "transaction", "it runs", "after 1500 Wh", lambda one: replace(one, stopped=False)
        ),
    ],
}
