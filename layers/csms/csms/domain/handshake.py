"""Who may open a socket: one decision about what is provisioned and what is presented."""

import re
from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from csms import credentials

CHALLENGE = 'Basic realm="ocpp"'
LONGEST_IDENTITY = 255  # bytes

_PART_OF_A_NAME = re.compile(r"(?:\\.|[^,+\\])+")
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Provisioned:
    """What an operator has set for a charge point; `generation` is of all of it.

    `next_password_hash`: of a password that a command has sent it, which it may use (C-38).
    `told_on_reconnect`: the CSMS may have something to say on its own when it is back.
    """

    security_profile: int
    password_hash: str | None
    serial_number: str | None = None
    next_password_hash: str | None = None
    next_password_command: str | None = None
    generation: str | None = None
    told_on_reconnect: bool = False
    awaits_campaign: str | None = None


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
    subject: str = ""

    @property
    def security_profile(self) -> int:
        """The security profile that this is an attempt at (C-40)."""
        if self.authorization is not None:
            return 2 if self.tls else 1
        return 3 if self.certificate else 0


@dataclass(frozen=True)
class Policy:
    """What the template's parameters allow.

    `certificates`: the edge verifies client certificates. Strangers are taken in that know the
    password of `onboarding_hash`, or with `certified_strangers` have a trusted certificate.
    """

    minimum_security_profile: int
    onboarding_hash: str | None = None
    certificates: bool = False
    certified_strangers: bool = False


@dataclass(frozen=True)
class Verdict:
    """The HTTP status that the handshake ends with, and why.

    `password_command`: the command that sent the password which the charge point now uses.
    """

    status: int
    reason: str
    onboard: bool = False
    password_command: str | None = None


def judge(provisioned: Provisioned | None, presented: Presented, policy: Policy) -> Verdict:
    """404 unknown, 401 bad or missing credentials, 403 wrong security profile, else 200.

    OCPP-J 1.6 §3.2 and errata 3.4; whitepaper A00.FR.001, .002, .204, .323.
    """
    if presented.identity is None or provisioned is None:
        return _unknown(presented, policy)
    wanted, offered = provisioned.security_profile, presented.security_profile
    if wanted < policy.minimum_security_profile:
        return Verdict(403, f"security profile {wanted} is not allowed here")
    if wanted == 3:
        return _certified(provisioned, presented, policy)
    if offered == 0 and wanted > 0 and presented.tls == (wanted == 2):
        return Verdict(401, "no credentials")
    if offered != wanted or presented.tls != (wanted == 2):
        return Verdict(403, f"this is security profile {offered}, set is {wanted}")
    if wanted > 0 and _knows(presented, provisioned.next_password_hash):
        return Verdict(200, "welcome", password_command=provisioned.next_password_command)
    if wanted > 0 and not _knows(presented, provisioned.password_hash):
        return Verdict(401, "wrong credentials")
    return Verdict(200, "welcome")


def _certified(provisioned: Provisioned, presented: Presented, policy: Policy) -> Verdict:
    """Bound to the charge point by its serial number (C-44); a surplus header is ignored (C-40)."""
    if not (policy.certificates and presented.tls and presented.certificate):
        return Verdict(403, "security profile 3 needs a verified certificate")
    if provisioned.serial_number is None or serial_number(presented) != provisioned.serial_number:
        return Verdict(403, "the certificate belongs to another charge point")
    return Verdict(200, "welcome")


def _unknown(presented: Presented, policy: Policy) -> Verdict:
    offered = presented.security_profile
    welcome = (
        presented.identity is not None
        and ":" not in presented.identity
        and offered >= policy.minimum_security_profile
        and (
            _knows(presented, policy.onboarding_hash)
            if offered in (1, 2)
            else offered == 3 and policy.certified_strangers and serial_number(presented)
        )
    )
    return Verdict(200, "taken in", onboard=True) if welcome else Verdict(404, "unknown identity")


def serial_number(presented: Presented) -> str | None:
    """The one common name of the certificate's subject, an RFC 2253 name; None if in doubt."""
    if '"' in presented.subject:
        return None  # the older quoting, in which a comma needs no escape
    parts = _PART_OF_A_NAME.findall(presented.subject)
    pairs = (part.strip().partition("=") for part in parts)
    names: list[str] = [value for kind, _, value in pairs if kind.strip().upper() == "CN"]
    if len(names) != 1 or not names[0] or "\\" in names[0]:
        return None
    return names[0]


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
