"""What spoils the cases of Smart Charging, and how each says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.csms_tools.certification.mutations.mutation import (
    Mutation,
    answered,
    called,
    called_by,
    never_called,
    not_answered,
    not_recorded,
    recorded,
    told,
)

SET, CLEAR, START = "SetChargingProfile", "ClearChargingProfile", "RemoteStartTransaction"
COMPOSITE = "GetCompositeSchedule"
AS_GIVEN = "as the operator gave it"
HAS = "the charge point has "


def _of_a_profile(action: str, where: str) -> list[Mutation]:
    """Each of its members is another, or is not there; `where` it is in the payload."""
    others: dict[str, tuple[str, object]] = {
        "another number": ("chargingProfileId", 7),
        "another level": ("stackLevel", 9),
        "another purpose": ("chargingProfilePurpose", "ChargePointMaxProfile"),
        "another kind": ("chargingProfileKind", "Recurring"),
        "a recurrencyKind": ("recurrencyKind", "Daily"),
        "another transaction": ("transactionId", 7),
        "another unit": ("chargingSchedule__chargingRateUnit", "W"),
        "another duration": ("chargingSchedule__duration", 60),
        "another limit": ("chargingSchedule__chargingSchedulePeriod__0__limit", 32.0),
        "a late first period": ("chargingSchedule__chargingSchedulePeriod__0__startPeriod", 60),
        "no duration": ("chargingSchedule__duration", None),
    }
    return [
        *(
            called(action, name, AS_GIVEN, **{f"{where}__{member}": value})
            for name, (member, value) in others.items()
        ),
        called(
            action,
            "a limit in hundredths",
            f"{action} is valid",
            **{f"{where}__chargingSchedule__chargingSchedulePeriod__0__limit": 6.25},
        ),
    ]


def _absolute(action: str, where: str) -> list[Mutation]:
    members = ("validFrom", "validTo", "chargingSchedule__startSchedule")
    return [
        called(action, f"no {member}", AS_GIVEN, **{f"{where}__{member}": None})
        for member in members
    ]


def _each(expects: str, name: str, **members: Any) -> Mutation:
    return recorded(
        "charging_profiles", name, expects, lambda found: [replace(one, **members) for one in found]
    )


def _shown(expects: str) -> list[Mutation]:
    return [
        not_recorded("charging_profiles", expects),
        _each(expects, "of another connector", connector_id=9),
        _each(expects, "of another transaction", transaction_id=7),
        _each(expects, "of another level", stack_level=9),
    ]


def set_once() -> list[Mutation]:
    return [
        never_called(SET),
        called(SET, "another connector", AS_GIVEN, connectorId=2),
        told(SET, {"status": "Rejected"}),
        *_shown(f"{HAS}1"),
    ]


def started_with() -> list[Mutation]:
    return [
        never_called(START),
        called(START, "no profile", AS_GIVEN, chargingProfile=None),
        called(START, "no connector", AS_GIVEN, connectorId=None),
        called(START, "another id tag", AS_GIVEN, idTag="OTHER"),
        told(START, {"status": "Rejected"}),
        *_shown(f"{HAS}1"),
        answered("Authorize", "Invalid", "Authorize is Accepted", idTagInfo__status="Invalid"),
        answered(
            "StartTransaction",
            "Invalid",
            "StartTransaction is Accepted",
            idTagInfo__status="Invalid",
        ),
        not_answered("StartTransaction"),
    ]


def _cleared(name: str, which: Callable[[Any], bool], **members: Any) -> Mutation:
    """Of the calls those alone that are meant."""
    return called_by(
        CLEAR, name, AS_GIVEN, lambda sent: {**sent, **members} if which(sent) else sent
    )


def cleared() -> list[Mutation]:
    left = ("1, 2, 3", "2, 3", "3")
    return [
        never_called(SET),
        never_called(CLEAR),
        called(SET, "always the same", AS_GIVEN, csChargingProfiles__chargingProfileId=1),
        told(CLEAR, {"status": "Unknown"}),
        _cleared("more than the id", lambda sent: "id" in sent, stackLevel=1),
        _cleared("another level", lambda sent: "stackLevel" in sent, stackLevel=9),
        called(CLEAR, "no purpose", AS_GIVEN, chargingProfilePurpose=None),
        _cleared("one in the place of all", lambda sent: not sent, id=3),
        *(not_recorded("charging_profiles", f"{HAS}{those}$") for those in left),
        recorded(
            "charging_profiles",
            "one stays",
            f"{HAS}none",
            lambda found: found or [None],
        ),
    ]


MUTATIONS: dict[str, list[Mutation]] = {
    "TC_056": [
        *set_once(),
        *_of_a_profile(SET, "csChargingProfiles"),
        *_absolute(SET, "csChargingProfiles"),
    ],
    "TC_057": [
        *set_once(),
        called(SET, "no transaction", AS_GIVEN, csChargingProfiles__transactionId=None),
        called(SET, "another", AS_GIVEN, csChargingProfiles__transactionId=7),
        called(SET, "Relative", AS_GIVEN, csChargingProfiles__chargingProfileKind="Relative"),
        not_answered("StartTransaction"),
    ],
    "TC_059@2024-04": [
        *started_with(),
        called(START, "a transaction", AS_GIVEN, chargingProfile__transactionId=7),
        called(START, "Absolute", AS_GIVEN, chargingProfile__chargingProfileKind="Absolute"),
        called(
            START,
            "a startSchedule",
            AS_GIVEN,
            chargingProfile__chargingSchedule__startSchedule="2026-01-01T00:00:00Z",
        ),
    ],
    "TC_059@later": [*started_with(), *_absolute(START, "chargingProfile")],
    "TC_066": [
        never_called(COMPOSITE),
        called(COMPOSITE, "another connector", AS_GIVEN, connectorId=2),
        called(COMPOSITE, "another duration", AS_GIVEN, duration=60),
        called(COMPOSITE, "no unit", AS_GIVEN, chargingRateUnit=None),
        called(COMPOSITE, "no duration", f"{COMPOSITE} is valid", duration=None),
        told(COMPOSITE, {"status": "Rejected"}),
    ],
    "TC_067@2024-04": [
        *cleared(),
        called(SET, "the same level", AS_GIVEN, csChargingProfiles__stackLevel=1),
    ],
    "TC_067@later": [
        *cleared(),
        called(SET, "always of one connector", AS_GIVEN, connectorId=1),
        called(SET, "no transaction", AS_GIVEN, csChargingProfiles__transactionId=None),
    ],
}
