"""What spoils C-28, C-31 and C-35."""

from dataclasses import replace

from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    Payload,
    answered,
    answered_by,
    answered_with_an_error,
    not_recorded,
    recorded,
)


def _as_accepted(told: Payload) -> Payload:
    return {"idTagInfo": told["idTagInfo"] | {"status": "Accepted"}}


MUTATIONS: dict[str, list[Mutation]] = {
    "C-28": [
        answered(
            "StartTransaction", "as before", "is Invalid at the", idTagInfo__status="Accepted"
        ),
        answered("StartTransaction", "no number", "Response is valid by", transactionId=None),
        answered_with_an_error("StopTransaction"),
        recorded(
            "transaction",
            "as before",
            "is recorded as Invalid",
            lambda one: replace(one, standing="Accepted"),
        ),
    ],
    "C-31": [
        answered(
            "StartTransaction",
            "no parent",
            "StartTransaction of a tag with a parent",
            idTagInfo__parentIdTag=None,
        ),
        answered_by("Authorize", "a parent is a tag", "itself is no tag", _as_accepted),
        answered("Authorize", "another", "Authorize of a tag", idTagInfo__parentIdTag="OTHER"),
        answered(
            "StopTransaction",
            "it vetoes",
            "StopTransaction of a tag",
            idTagInfo__status="Invalid",
        ),
        answered_with_an_error("StopTransaction"),
        recorded(
            "transaction",
            "it runs",
            "the other tag of the group has stopped",
            lambda one: replace(one, stopped=False),
        ),
    ],
    "C-35": [
        answered_with_an_error("MeterValues"),
        answered_with_an_error("StatusNotification"),
        answered("StatusNotification", "a member", "Response is valid by", status="Accepted"),
        recorded(
            "meter_values",
            "no signed ones",
            "all its values are there",
            lambda found: [one for one in found if len(one) < 20],
        ),
        recorded(
            "transaction",
            "from 0",
            "the transaction of 1234 Wh",
            lambda one: replace(one, energy=778234),
        ),
        not_recorded("connector", "that nobody knew is Available"),
    ],
}
