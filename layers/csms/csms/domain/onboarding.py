"""Who is taken in without being provisioned: who knows the password of all, or is certified."""

from datetime import timedelta
from typing import Protocol

from csms.domain.certificate_faults import fault_of_organization
from csms.domain.presented import Presented, knows


class Rules(Protocol):
    """What of the policy this asks for; see there."""

    @property
    def minimum_security_profile(self) -> int: ...
    @property
    def onboarding_hash(self) -> str | None: ...
    @property
    def certified_strangers(self) -> bool: ...
    @property
    def cpo_name(self) -> str: ...
    @property
    def grace(self) -> timedelta: ...


def is_welcome(presented: Presented, rules: Rules) -> bool:
    offered = presented.security_profile
    return (
        presented.identity is not None
        and ":" not in presented.identity
        and offered >= rules.minimum_security_profile
        and (
            knows(presented, rules.onboarding_hash)
            if offered in (1, 2)
            else offered == 3 and _is_certified(presented, rules)
        )
    )


def _is_certified(presented: Presented, rules: Rules) -> bool:
    """Not where expired certificates pass the edge, for nobody knows the end of a stranger's."""
    return (
        rules.certified_strangers
        and not presented.revoked
        and not rules.grace
        and presented.serial_number is not None
        and fault_of_organization(presented.subject, rules.cpo_name) is None
    )
