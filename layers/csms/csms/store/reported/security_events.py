"""Security events of our own, minute by minute: who was refused, and why.

So many items a minute and charge point, and no more from however many addresses somebody tries;
as many again for all whose identity is not known.
"""

from datetime import datetime
from typing import Any, Literal, get_args
from zlib import crc32

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms import settings
from csms.store.table import (
    ConditionFailed,
    HistoryItem,
    by_time,
    perform,
    update,
)
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove
from csms.telemetry import logger

Kind = Literal[
    "FailedToAuthenticate",
    "WrongSecurityProfile",
    "ForeignCertificate",
    "RevokedCertificate",
    "ExpiredCertificate",
    "MissingCredentials",
    "Throttled",
    "TlsRefused",
    "HandshakeRefused",
    "ConnectionClosed",
]

FAILED: Kind = "FailedToAuthenticate"
"""Wrong credentials (Security Whitepaper edition 3, A00.FR.323)."""

WRONG_PROFILE: Kind = "WrongSecurityProfile"
"""Another than what is set for it, or lower than what is allowed here."""

FOREIGN: Kind = "ForeignCertificate"
"""Verified, and of another charge point or another operator."""

REVOKED: Kind = "RevokedCertificate"

EXPIRED: Kind = "ExpiredCertificate"

MISSING: Kind = "MissingCredentials"
"""Over TLS with neither a password nor a certificate: the edge itself answers 401."""

THROTTLED: Kind = "Throttled"
"""It failed too often of late from this address, and is not even listened to."""

TLS: Kind = "TlsRefused"
"""By version, cipher suite or certificate, before anybody could say who it is."""

REFUSED: Kind = "HandshakeRefused"
"""For anything but who it is."""

CLOSED: Kind = "ConnectionClosed"
"""By the platform, for what a charge point sent."""

KINDS: tuple[Kind, ...] = get_args(Kind)

CRITICAL: frozenset[Kind] = frozenset({FOREIGN, REVOKED})
"""Somebody holds a private key that it should not have, or no longer."""

ADDRESSES = 8  # of a charge point, a kind and a minute that are kept, at most

PREFIX = "EVENT#"
OLD_KINDS: tuple[Kind, ...] = (FAILED, REFUSED, CLOSED)
"""Each was a prefix of its own once; such items are kept for as long as any."""

PREFIXES = (PREFIX, *(f"{kind}#" for kind in OLD_KINDS))

NOBODY = "NOBODY"
"""The partition of what cannot be said of a charge point."""


class OwnSecurityEvent(HistoryItem, discriminator="failed handshake"):
    """What befell somebody within a minute, by address; `at` is the last try.

    `others` are tries from other addresses that have no item of their own. Old items stand by the
    address. `presented`: what came with the last handshake.
    """

    reason = UnicodeAttribute()
    source_ip = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    tries = IntegerAttribute()
    others = optional(IntegerAttribute)
    presented = optional(JSONAttribute)

    @property
    def what(self) -> Kind:
        told = self.sk.split("#")
        name = told[2] if self.sk.startswith(PREFIX) else told[0]
        (what,) = (kind for kind in KINDS if kind == name)
        return what

    @property
    def charge_point_id(self) -> str | None:
        return None if self.pk == NOBODY else self.pk.removeprefix("CP#")


def note(
    charge_point_id: str | None,
    at: datetime,
    *,
    reason: str,
    source_ip: str,
    what: Kind = FAILED,
    presented: dict[str, Any] | None = None,
) -> int:
    """Count what befell a charge point that is provisioned; returns how often this minute.

    None is whoever did not come as far as to be one. Of addresses that share an item the first of
    the minute is named, and the rest are counted. It stands on the list of the fleet where it came
    last.
    """
    slot = crc32(source_ip.encode()) % ADDRESSES
    pk = NOBODY if charge_point_id is None else f"CP#{charge_point_id}"
    event = OwnSecurityEvent(pk, f"{PREFIX}{at:%Y-%m-%dT%H:%M}#{what}#{slot}")
    # those of nobody are on all shards: a whole fleet, or the internet, may be nobody
    list_pk, list_sk = by_time("SecurityEventNotification", charge_point_id or f"#{slot}", at)
    actions: list[Action] = [
        OwnSecurityEvent.kind.set(OwnSecurityEvent),
        OwnSecurityEvent.by_time_pk.set(list_pk),
        OwnSecurityEvent.by_time_sk.set(list_sk),
        OwnSecurityEvent.at.set(at),
        set_or_remove(OwnSecurityEvent.expires_at, settings.security_events_expire(at)),
    ]
    own: list[Action] = [
        OwnSecurityEvent.reason.set(reason),
        OwnSecurityEvent.source_ip.set(source_ip),
        set_or_remove(OwnSecurityEvent.presented, presented),
        OwnSecurityEvent.tries.add(1),
    ]
    free = OwnSecurityEvent.source_ip.does_not_exist() | (OwnSecurityEvent.source_ip == source_ip)
    try:
        counted = perform(update(event, actions + own, free), returning="ALL_NEW")
    except ConditionFailed:
        more = [*actions, OwnSecurityEvent.others.add(1)]
        counted = perform(update(event, more), returning="ALL_NEW")
    noted = OwnSecurityEvent.from_raw_data(counted)
    if charge_point_id is not None:  # metric filters of the template count these lines
        logger.warning(
            "security event",
            extra={
                "charge_point_id": charge_point_id,
                "security_event": what,
                "reason": reason,
                "address": source_ip,
            },
        )
    return noted.tries + (noted.others or 0)
