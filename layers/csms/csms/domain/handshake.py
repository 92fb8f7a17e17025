"""Who may open a socket: one decision about what is provisioned and what is presented."""

import re
from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from csms import credentials

CHALLENGE = 'Basic realm="ocpp"'
LONGEST_IDENTITY = 255  # bytes

_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Provisioned:
    """What an operator has set for a charge point."""

    security_profile: int
    password_hash: str | None


@dataclass(frozen=True)
class Presented:
    """What a client brings to the handshake.

    `authorization`: the header's value as it came; `certificate`: whether the edge has verified
    a client certificate.
    """

    identity: str | None
    tls: bool
    authorization: str | None = None
    certificate: bool = False

    @property
    def security_profile(self) -> int:
        """The security profile that this is an attempt at (C-40)."""
        if self.authorization is not None:
            return 2 if self.tls else 1
        return 3 if self.certificate else 0


@dataclass(frozen=True)
class Policy:
    """What the template's parameters allow; with `onboarding_hash`, unknown ones are taken in."""

    minimum_security_profile: int
    onboarding_hash: str | None = None


@dataclass(frozen=True)
class Verdict:
    """The HTTP status that the handshake ends with, and why."""

    status: int
    reason: str
    onboard: bool = False


def judge(provisioned: Provisioned | None, presented: Presented, policy: Policy) -> Verdict:
    """404 unknown, 401 bad or missing credentials, 403 wrong security profile, else 200.

    OCPP-J 1.6 §3.2 and errata 3.4; whitepaper A00.FR.001, .002, .204, .323.
    """
    if presented.identity is None or provisioned is None:
        return _unknown(presented, policy)
    wanted, offered = provisioned.security_profile, presented.security_profile
    if wanted < policy.minimum_security_profile:
        return Verdict(403, f"security profile {wanted} is not allowed here")
    if wanted not in (0, 1, 2):
        return Verdict(403, f"security profile {wanted} is not offered")
    if offered == 0 and wanted > 0 and presented.tls == (wanted == 2):
        return Verdict(401, "no credentials")
    if offered != wanted or presented.tls != (wanted == 2):
        return Verdict(403, f"this is security profile {offered}, set is {wanted}")
    if wanted > 0 and not _knows(presented, provisioned.password_hash):
        return Verdict(401, "wrong credentials")
    return Verdict(200, "welcome")


def _unknown(presented: Presented, policy: Policy) -> Verdict:
    offered = presented.security_profile
    welcome = (
        presented.identity is not None
        and ":" not in presented.identity
        and offered in (1, 2)
        and offered >= policy.minimum_security_profile
        and _knows(presented, policy.onboarding_hash)
    )
    return Verdict(200, "taken in", onboard=True) if welcome else Verdict(404, "unknown identity")


def _knows(presented: Presented, password_hash: str | None) -> bool:
    """Bytes throughout: a password need not be text; the user name is the decoded identity."""
    scheme, _, value = (presented.authorization or "").partition(" ")
    if password_hash is None or presented.identity is None or scheme.lower() != "basic":
        return False
    try:
        decoded = b64decode(value.strip(), validate=True)
    except ValueError:
        return False
    user = presented.identity.encode() + b":"
    return decoded.startswith(user) and credentials.matches(decoded[len(user) :], password_hash)


def identity(segment: str) -> str | None:
    """The identity in the last segment of a URL's path, percent-decoded; None if it cannot be one.

    Case counts (C-2); malformed escapes make an unknown charge point (RFC 3986).
    """
    if not segment or _BROKEN_ESCAPE.search(segment):
        return None
    decoded = unquote_to_bytes(segment)
    if len(decoded) > LONGEST_IDENTITY:
        return None
    try:
        return decoded.decode()
    except UnicodeDecodeError:
        return None
