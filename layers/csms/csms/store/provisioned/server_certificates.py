"""When the certificates of the hosts that charge points connect to end, as they were last read."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store.table import StateItem, Write, put_as_read
from csms.store.table.attributes import IntegerAttribute, optional


class ServerCertificate(StateItem, discriminator="server certificate"):
    """By where it is kept. `failure`: why it could not be read; what was known of it stays.

    `warned` as of a client certificate.
    """

    domain_name = optional(UnicodeAttribute)
    not_after = optional(UTCDateTimeAttribute)
    warned = optional(IntegerAttribute)
    read_at = optional(UTCDateTimeAttribute)
    failure = optional(UnicodeAttribute)

    @classmethod
    def of(cls, source: str) -> "ServerCertificate":
        return cls(f"SERVER-CERTIFICATE#{source}", "SERVER-CERTIFICATE")

    @property
    def source(self) -> str:
        return self.pk.removeprefix("SERVER-CERTIFICATE#")


def looked_at(
    certificate: ServerCertificate, read_at: datetime | None, warned: int | None
) -> Write:
    """Only where both are still as they were; `read_at` is None if it was not there."""
    own = ServerCertificate
    if read_at is None:
        return put_as_read(certificate, own.pk.does_not_exist())
    as_warned = own.warned.does_not_exist() if warned is None else own.warned == warned
    return put_as_read(certificate, (own.read_at == read_at) & as_warned)
