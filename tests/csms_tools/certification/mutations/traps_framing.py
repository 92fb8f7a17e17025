"""What spoils C-06 to C-10."""

from dataclasses import replace

from tests.csms_tools.certification.mutations.answers import closes, refused_with, shaped, taken
from tests.csms_tools.certification.mutations.mutation import (
    Frame,
    Mutation,
    answered,
    answered_with_an_error,
    called,
    not_answered,
    told,
)

ANSWERS = "an answer has the id of the open CALL"
NOTHING = {"currentTime": "2026-01-01T00:00:00Z"}


def _one_id(named: str, frame: Frame) -> list[Frame]:
    return [[2, "always-the-same", *frame[2:]]] if frame[0] == 2 else [frame]


def _with_unnamed_error(named: str, frame: Frame) -> list[Frame]:
    return [[4, "-1", "FormationViolation", "", {}], frame] if named == "Heartbeat" else [frame]


MUTATIONS: dict[str, list[Mutation]] = {
    "C-06": [
        shaped(
            "Heartbeat",
            "another id",
            ANSWERS,
            lambda frame: [frame[0], frame[1].lower()[:35], *frame[2:]],
        ),
        refused_with(
            "Heartbeat", "FormationViolation", "only UUIDs", "Heartbeat is answered by a CALLRESULT"
        ),
        Mutation("one id for all CALLs", "an id is used once", frames=_one_id),
    ],
    "C-07": [
        shaped("NoSuchAction", "four elements", "a frame is a CALL", lambda frame: frame[:4]),
        shaped(
            "NoSuchAction", "details null", "a frame is a CALL", lambda frame: [*frame[:4], None]
        ),
        taken("NoSuchAction", "an error as a result", "that is none is answered by a CALLERROR"),
        refused_with(
            "Authorize",
            "SecurityError",
            "a refusal by CALLERROR",
            "Authorize is answered by a CALL",
        ),
        answered_with_an_error("DataTransfer"),
    ],
    "C-08": [
        refused_with("NoSuchAction", "NotSupported", "known", "is NotImplemented"),
        refused_with("StartTransaction", "InternalError", "it breaks", "missing is told by its"),
        refused_with(
            "StartTransaction", "OccurrenceConstraintViolation", "two r", "has a code of OCPP-J"
        ),
        refused_with("StatusNotification", "FormatViolation", "of 2.0.1", "has a code of OCPP-J"),
        taken("StatusNotification", "taken", "is answered by a CALLERROR"),
        Mutation(
            "the operator is told nothing",
            "the operator is told FormatViolation",
            outcome=lambda named, outcome: replace(outcome, error="TimedOut"),
        ),
    ],
    "C-09": [
        closes("Heartbeat"),
        Mutation("an error without an id", ANSWERS, frames=_with_unnamed_error),
        not_answered("Heartbeat"),
    ],
    "C-10": [
        refused_with(
            "Heartbeat", "FormationViolation", "null is refused", "null stands for an empty payload"
        ),
        shaped(
            "StatusNotification",
            "null is sent",
            "a frame is a CALL",
            lambda frame: [*frame[:2], None],
        ),
        called("ClearCache", "a member", "ClearCache is valid by", now=True),
        told("ClearCache", {"status": "Rejected"}),
        answered("StatusNotification", "a member", "Response is valid by", status="Accepted"),
    ],
}
