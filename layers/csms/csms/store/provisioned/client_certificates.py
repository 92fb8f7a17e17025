"""The client certificates of charge points: which there are, and which of them still count."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store.table import StateItem
from csms.store.table.attributes import IntegerAttribute, optional


class ClientCertificate(StateItem, discriminator="client certificate"):
    """One that was issued for a charge point, or of a foreign issuer and revoked.

    By the SHA-256 of its DER, in lower-case hex, as the edge tells it at every handshake.
    `serial_number` is the certificate's own, in hex without leading zeros; `subject` an RFC 2253
    name. `source`: how it came to be. `command_id`: of the CertificateSigned that handed it out,
    `handed_out` what came of that, or ByHand; `request_id`: of the CSR that it answers.
    Of several that have been issued, the one that is used last shuts out those issued before.
    `warned`: so many days before its end somebody was told of it last; `renewal_asked_at` is when
    the charge point was last asked to renew it, which `renewals` counts.
    """

    subject = UnicodeAttribute()
    issuer = UnicodeAttribute()
    serial_number = UnicodeAttribute()
    source = UnicodeAttribute()
    issued_at = UTCDateTimeAttribute()
    not_before = optional(UTCDateTimeAttribute)
    not_after = optional(UTCDateTimeAttribute)
    pem = optional(UnicodeAttribute)
    command_id = optional(UnicodeAttribute)
    request_id = optional(UnicodeAttribute)
    handed_out = optional(UnicodeAttribute)
    first_used_at = optional(UTCDateTimeAttribute)
    revoked_at = optional(UTCDateTimeAttribute)
    revoked_because = optional(UnicodeAttribute)
    warned = optional(IntegerAttribute)
    renewal_asked_at = optional(UTCDateTimeAttribute)
    renewals = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str, sha256: str) -> "ClientCertificate":
        return cls(f"CP#{charge_point_id}", f"CLIENT-CERTIFICATE#{sha256.lower()}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def sha256(self) -> str:
        return self.sk.removeprefix("CLIENT-CERTIFICATE#")

    def is_valid(self, at: datetime) -> bool:
        """As far as its own dates say, which those of a foreign issuer do not."""
        begun = self.not_before is None or self.not_before <= at
        return begun and (self.not_after is None or at <= self.not_after)


class RevokedCertificate(StateItem, discriminator="revoked certificate"):
    """That one was revoked, whosever it was: it opens no socket of another identity, either."""

    revoked_at = UTCDateTimeAttribute()

    @classmethod
    def of(cls, sha256: str) -> "RevokedCertificate":
        return cls(f"REVOKED#{sha256.lower()}", "REVOKED")
