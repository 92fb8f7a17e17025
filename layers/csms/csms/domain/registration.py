"""As what a charge point has to be treated, and what may be sent to it (OCPP 1.6 §4.2, C-19).

It goes by what BootNotification last answered it, and learns what operators have set since with
its next one.
"""

from csms.wire.ocpp16 import RegistrationStatus

NOT_WHILE_PENDING = frozenset({"RemoteStartTransaction", "RemoteStopTransaction"})
_BY_STRICTNESS: tuple[RegistrationStatus, ...] = ("Accepted", "Pending", "Rejected")


def standing(
    registration: RegistrationStatus, told: RegistrationStatus | None
) -> RegistrationStatus:
    """The stricter of what is set and what it was told, if it was told anything."""
    return max(registration, told or registration, key=_BY_STRICTNESS.index)


def allows(standing: RegistrationStatus, action: str) -> bool:
    """To Rejected nothing; to Pending all but remote start and stop."""
    if standing == "Pending":
        return action not in NOT_WHILE_PENDING
    return standing == "Accepted"


def refusal(registration: RegistrationStatus, told: RegistrationStatus | None) -> str:
    """Why something may not be sent."""
    if registration == standing(registration, told):
        return f"the registration is {registration}"
    if told == "Pending":
        return "it was last told Pending: TriggerMessage of BootNotification lets it ask again"
    return f"it was last told {told}, and has to boot again first"
