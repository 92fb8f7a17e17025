"""Who may open a socket: one decision about what is provisioned and what is presented."""

from dataclasses import dataclass, replace
from datetime import datetime

from csms.domain.certificate_faults import (
    REVOKED,
    Certificate,
    fault_of_organization,
    fault_of_serial_number,
    fault_on_record,
)
from csms.domain.onboarding import Policy, is_welcome
from csms.domain.presented import Presented, knows
from csms.store.reported.security_events import Kind

CHALLENGE = 'Basic realm="ocpp"'


@dataclass(frozen=True)
class Provisioned:
    """What an operator has set for a charge point; `generation` is of all of it.

    `next_password_hash`: of a password that a command has sent it, which it may use (C-38).
    `pending_security_profile`: to which it may have been raised (C-41), with a generation of its
    own. `told_on_reconnect`: the CSMS may have something to say on its own when it is back.
    `certificate`: the one that is shown, if there is a record of it; `certificate_in_use` (by its
    SHA-256) and `certificate_issued_at` are of the latest that it has used. `awaits_acceptance`: it
    came by itself and is bound to no profile yet; `has_own_key`: since then it was sent a password.
    """

    security_profile: int
    password_hash: str | None
    serial_number: str | None = None
    next_password_hash: str | None = None
    next_password_command: str | None = None
    pending_security_profile: int | None = None
    generation: str | None = None
    pending_generation: str | None = None
    told_on_reconnect: bool = False
    awaits_campaign: str | None = None
    certificate: Certificate | None = None
    certificate_in_use: str | None = None
    certificate_issued_at: datetime | None = None
    awaits_acceptance: bool = False
    has_own_key: bool = False


@dataclass(frozen=True)
class Verdict:
    """The HTTP status that the handshake ends with, and why.

    `kind`: of the security event that a refusal is. `password_command`: the command that sent the
    password which the charge point now uses; `certificate`: the one that it uses for the first
    time. `rescue`: its certificate has expired, and nothing is admitted but what leads to another.
    `upgraded`: it comes at the pending security profile; `moved`: it is bound to none yet, and
    comes at another than before.
    """

    status: int
    reason: str
    onboard: bool = False
    password_command: str | None = None
    kind: Kind | None = None
    certificate: Certificate | None = None
    rescue: bool = False
    upgraded: bool = False
    moved: bool = False


WELCOME = Verdict(200, "welcome")
NO_CREDENTIALS = Verdict(401, "no credentials", kind="FailedToAuthenticate")
ENDED = Verdict(403, "the certificate has expired", kind="ExpiredCertificate")
THROTTLED = Verdict(429, "it failed too often from this address: in a minute again")


def judge(
    provisioned: Provisioned | None, presented: Presented, policy: Policy, at: datetime
) -> Verdict:
    """404 unknown, 401 bad or missing credentials, 403 wrong profile or certificate, else 200.

    OCPP-J 1.6 §3.2 and errata 3.4; whitepaper A00.FR.001, .002, .204, .323.
    """
    if presented.identity is None or provisioned is None:
        return _unknown(presented, policy)
    verdict = _bound(provisioned, presented, policy, at)
    if verdict.status == 200 or not provisioned.awaits_acceptance:
        return verdict
    return _unbound(verdict, provisioned, presented, policy, at)


def _bound(provisioned: Provisioned, presented: Presented, policy: Policy, at: datetime) -> Verdict:
    present, pending = provisioned.security_profile, provisioned.pending_security_profile
    verdict = _at(present, provisioned, presented, policy, at)
    if pending is None or pending <= present:
        return verdict
    upgraded = _at(pending, provisioned, presented, policy, at)
    if upgraded.rescue:  # nobody rises by a certificate that has expired: the present one opens
        upgraded = ENDED
    if upgraded.status == 200:
        return replace(upgraded, upgraded=True)
    if verdict.status in (200, 401) or upgraded.kind == "WrongSecurityProfile":
        return verdict
    return upgraded


def _unbound(
    verdict: Verdict,
    provisioned: Provisioned,
    presented: Presented,
    policy: Policy,
    at: datetime,
) -> Verdict:
    """At another profile than before, as long as nobody has accepted it.

    The password of all opens nothing any more once it has a key of its own, and a certificate is
    for the serial number that it once named.
    """
    offered = presented.security_profile
    if offered == 0:  # it may wait to be asked, and then come at another
        tried = 2 if presented.tls else 1
        return verdict if tried < policy.minimum_security_profile else NO_CREDENTIALS
    own = provisioned
    if not own.has_own_key:
        own = replace(provisioned, password_hash=None)
    known = _at(offered, own, presented, policy, at)
    if known.status == 200:
        return replace(known, moved=True)
    named = offered == 3 and provisioned.serial_number is not None
    if not named and not provisioned.has_own_key and is_welcome(presented, policy):
        return Verdict(200, "taken in", onboard=True, moved=True)
    return known


def _at(
    wanted: int, provisioned: Provisioned, presented: Presented, policy: Policy, at: datetime
) -> Verdict:
    offered = presented.security_profile
    if wanted < policy.minimum_security_profile:
        return _wrong_profile(f"security profile {wanted} is not allowed here")
    if wanted == 3:
        return _certified(provisioned, presented, policy, at)
    if (
        wanted == 0
        and offered == 1
        and (provisioned.password_hash or provisioned.next_password_hash)
    ):  # there are some that show the key for profile 1 as soon as they have it
        return _with_password(provisioned, presented)
    if offered == 0 and wanted > 0 and presented.tls == (wanted == 2):
        return NO_CREDENTIALS
    if offered != wanted or presented.tls != (wanted == 2):
        return _wrong_profile(f"this is security profile {offered}, set is {wanted}")
    return _with_password(provisioned, presented) if wanted > 0 else WELCOME


def _with_password(provisioned: Provisioned, presented: Presented) -> Verdict:
    if knows(presented, provisioned.next_password_hash):
        return Verdict(200, "welcome", password_command=provisioned.next_password_command)
    if knows(presented, provisioned.password_hash):
        return WELCOME
    return Verdict(401, "wrong credentials", kind="FailedToAuthenticate")


def _certified(
    provisioned: Provisioned, presented: Presented, policy: Policy, at: datetime
) -> Verdict:
    """Bound to the charge point by its serial number (C-44); a surplus header is ignored (C-40)."""
    if not (policy.certificates and presented.tls and presented.certificate):
        return _wrong_profile("security profile 3 needs a verified certificate")
    if presented.sha256 is None:  # or it might be a revoked one
        return Verdict(403, "nobody tells which certificate it is", kind="FailedToAuthenticate")
    shown, latest = provisioned.certificate, provisioned.certificate_issued_at
    fault = (
        fault_of_serial_number(presented.subject, provisioned.serial_number)
        or fault_of_organization(presented.subject, policy.cpo_name)
        or (REVOKED if presented.revoked else None)
        or fault_on_record(shown, latest, policy.grace, at)
    )
    if fault:
        return Verdict(403, fault.reason, kind=fault.kind)
    if shown and shown.has_expired(at):  # it shuts out none that has not
        return Verdict(200, "welcome", rescue=True)
    first_used = shown and shown.sha256 != provisioned.certificate_in_use
    return Verdict(200, "welcome", certificate=shown if first_used else None)


def _wrong_profile(reason: str) -> Verdict:
    return Verdict(403, reason, kind="WrongSecurityProfile")


def _unknown(presented: Presented, policy: Policy) -> Verdict:
    if is_welcome(presented, policy):
        return Verdict(200, "taken in", onboard=True)
    guessed = policy.onboarding_hash and presented.security_profile in (1, 2)
    return Verdict(404, "unknown identity", kind="FailedToAuthenticate" if guessed else None)
