"""What spoils the cases of Reservation, and how each says so."""

from dataclasses import replace

from csms_tools.certification.operator.records.reservation import State
from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    another_call,
    answered,
    called,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

RESERVE, CANCEL, STATUS = "ReserveNow", "CancelReservation", "StatusNotification"
AS_GIVEN = "as the operator gave it"
LONG_AGO = "2020-01-01T00:00:00Z"


def reserves(other_answer: str = "Rejected") -> list[Mutation]:
    return [
        never_called(RESERVE),
        called(RESERVE, "another connector", AS_GIVEN, connectorId=2),
        told(RESERVE, {"status": other_answer}),
    ]


def stands_as(expects: str, *others: State) -> list[Mutation]:
    return [
        not_recorded("reservation", expects),
        recorded("reservation", "of another", expects, lambda one: replace(one, id_tag="OTHER")),
        *(_stands(other, expects) for other in others),
    ]


def _stands(state: State, expects: str) -> Mutation:
    return recorded("reservation", f"it is {state}", expects, lambda one: replace(one, state=state))


def not_made() -> list[Mutation]:
    return [
        *reserves("Accepted"),
        *stands_as("the reservation is not made", State.OPEN),
    ]


def by_another(expects: str) -> Mutation:
    return recorded(
        "reservation", "by another", expects, lambda one: replace(one, transaction_id=7)
    )


USED = "the reservation is used by the transaction"
GROUP = "the group's reservation is used by the transaction"

MUTATIONS: dict[str, list[Mutation]] = {
    "TC_046": [
        *reserves(),
        called(RESERVE, "another id tag", AS_GIVEN, idTag="OTHER"),
        called(RESERVE, "another number", USED, reservationId=7),
        called(RESERVE, "no expiryDate", "ReserveNow is valid", expiryDate=None),
        answered(
            "StartTransaction",
            "Blocked",
            "StartTransaction is Accepted",
            idTagInfo__status="Blocked",
        ),
        *stands_as(USED, State.OPEN),
        by_another(USED),
    ],
    "TC_047": [
        *reserves(),
        called(RESERVE, "in the past", AS_GIVEN, expiryDate=LONG_AGO),
        another_call(STATUS, CANCEL, reservationId=7),
        not_answered(STATUS),
        *stands_as("the reservation is open"),
        *stands_as("the reservation has expired", State.OPEN, State.CANCELLED),
    ],
    "TC_048_1": not_made(),
    "TC_048_2": [*not_made(), not_answered(STATUS)],
    "TC_048_3": [
        *not_made(),
        never_called("ChangeAvailability"),
        called("ChangeAvailability", "Operative", AS_GIVEN, type="Operative"),
        told("ChangeAvailability", {"status": "Scheduled"}),
    ],
    "TC_048_4": not_made(),
    "TC_049": [
        *reserves(),
        called(RESERVE, "no connector", "ReserveNow is valid", connectorId=None),
        *stands_as("the whole charge point is open", State.LOST),
        recorded(
            "reservation",
            "of a connector",
            "the whole charge point is open",
            lambda one: replace(one, connector_id=1),
        ),
    ],
    "TC_051": [
        *reserves(),
        never_called(CANCEL),
        called(CANCEL, "another number", AS_GIVEN, reservationId=7),
        told(CANCEL, {"status": "Rejected"}),
        *stands_as("the reservation is cancelled", State.OPEN, State.LOST),
    ],
    "TC_052@2024-04": [
        *reserves(),
        never_called(CANCEL),
        called(CANCEL, "another number", AS_GIVEN, reservationId=7),
        told(CANCEL, {"status": "Accepted"}),
        *stands_as("the reservation stays open", State.CANCELLED, State.LOST),
    ],
    "TC_052@2025-11": [
        *reserves(),
        never_called(CANCEL),
        called(CANCEL, "another number", AS_GIVEN, reservationId=7),
        told(CANCEL, {"status": "Accepted"}),
        *stands_as("the reservation is not open any more", State.OPEN),
    ],
    "TC_053": [
        *reserves(),
        called(RESERVE, "no parent", AS_GIVEN, parentIdTag=None),
        answered(
            "Authorize",
            "no parent",
            "has the parentIdTag of the reservation",
            idTagInfo__parentIdTag=None,
        ),
        answered(
            "Authorize",
            "another parent",
            "has the parentIdTag of the reservation",
            idTagInfo__parentIdTag="OTHER",
        ),
        answered("Authorize", "Invalid", "Authorize is Accepted", idTagInfo__status="Invalid"),
        not_answered("StopTransaction"),
        *stands_as(GROUP, State.OPEN),
        by_another(GROUP),
        recorded("reservation", "of one", GROUP, lambda one: replace(one, parent_id_tag=None)),
    ],
}
