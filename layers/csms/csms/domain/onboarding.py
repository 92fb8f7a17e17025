"""What the template allows, and who is taken in by it without being provisioned."""

from dataclasses import dataclass
from datetime import timedelta

from csms.domain.certificate_faults import fault_of_organization
from csms.domain.presented import Presented, knows


@dataclass(frozen=True)
class Policy:
    """What the template's parameters allow.

    `certificates`: the edge verifies client certificates. Strangers are taken in that know the
    password of `onboarding_hash`, or with `certified_strangers` have a trusted certificate.
    `cpo_name`: what certificates name in their O, empty for anything; `grace`: for how long an
    expired one still leads to a new one.
    """

    minimum_security_profile: int
    onboarding_hash: str | None = None
    certificates: bool = False
    certified_strangers: bool = False
    cpo_name: str = ""
    grace: timedelta = timedelta(0)


def is_welcome(presented: Presented, policy: Policy) -> bool:
    offered = presented.security_profile
    return (
        presented.identity is not None
        and ":" not in presented.identity
        and offered >= policy.minimum_security_profile
        and (
            knows(presented, policy.onboarding_hash)
            if offered in (1, 2)
            else offered == 3 and _is_certified(presented, policy)
        )
    )


def _is_certified(presented: Presented, policy: Policy) -> bool:
    """Not where expired certificates pass the edge, for nobody knows the end of a stranger's."""
    return (
        policy.certified_strangers
        and not presented.revoked
        and not policy.grace
        and presented.serial_number is not None
        and fault_of_organization(presented.subject, policy.cpo_name) is None
    )
