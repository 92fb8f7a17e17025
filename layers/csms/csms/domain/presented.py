"""What a client brings to the handshake, as strangers bring it: read without a crash or a guess."""

import re
from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from csms import credentials
from csms.domain import subjects

LONGEST_IDENTITY = 255  # bytes

_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Presented:
    """What a client brings to the handshake.

    `authorization`: the header's value as it came; `certificate`: whether the edge has verified
    a client certificate, of which `subject` and `sha256` are told. `revoked`: that one was revoked,
    of whichever charge point it is.
    """

    identity: str | None
    tls: bool
    authorization: str | None = None
    certificate: bool = False
    subject: str = ""
    sha256: str | None = None
    revoked: bool = False

    @property
    def security_profile(self) -> int:
        """The security profile that this is an attempt at (C-40)."""
        if self.authorization is not None:
            return 2 if self.tls else 1
        return 3 if self.certificate else 0

    @property
    def serial_number(self) -> str | None:
        """Of the certificate that is shown: the one common name of its subject."""
        return subjects.read(self.subject).common_name if self.certificate else None


def knows(presented: Presented, password_hash: str | None) -> bool:
    """Bytes throughout: a password need not be text; the user name is the decoded identity."""
    scheme, _, value = (presented.authorization or "").partition(" ")
    if password_hash is None or presented.identity is None or scheme.lower() != "basic":
        return False
    try:
        decoded = b64decode(value.strip(" \t"), validate=True)
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
    try:
        decoded = unquote_to_bytes(segment)
        return decoded.decode() if len(decoded) <= LONGEST_IDENTITY else None
    except UnicodeError:  # half a surrogate pair is no text either
        return None


def sha256(told: str) -> str | None:
    """A certificate's SHA-256 as it stands in its record; None for what is none."""
    digits = told.replace(":", "").lower()
    return digits if _SHA256.fullmatch(digits) else None
