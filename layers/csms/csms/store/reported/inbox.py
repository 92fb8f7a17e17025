"""Strangers at the door: charge points that tried to connect and are not provisioned.

A fixed number of slots, so that somebody who invents identities can fill the inbox but never the
table; a stranger that keeps trying takes its slot again.
"""

from datetime import datetime, timedelta
from zlib import crc32

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.store.table import (
    ConditionFailed,
    StateItem,
    Write,
    delete,
    fetch,
    perform,
    put,
    query,
    update,
)
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove

SLOTS = 500
KEPT = timedelta(days=14)


class Stranger(StateItem, discriminator="stranger"):
    """An unknown charge point: as who it came, from where, since when and how often.

    `reason`: why it was refused last.
    """

    identity = UnicodeAttribute()
    source_ip = UnicodeAttribute()
    certificate_subject = optional(UnicodeAttribute)
    first_at = UTCDateTimeAttribute()
    last_at = UTCDateTimeAttribute()
    attempts = IntegerAttribute()
    reason = optional(UnicodeAttribute)


def knocked(
    identity: str,
    at: datetime,
    *,
    source_ip: str,
    certificate_subject: str | None,
    reason: str | None = None,
) -> None:
    """Note an attempt; it takes the slot of another stranger if it must."""
    stranger = _slot(identity)
    stranger.identity = identity
    stranger.source_ip = source_ip
    stranger.certificate_subject = certificate_subject
    stranger.first_at = stranger.last_at = at
    stranger.attempts = 1
    stranger.reason = reason
    stranger.expires_at = at + KEPT
    again: list[Action] = [
        Stranger.attempts.add(1),
        Stranger.last_at.set(at),
        Stranger.source_ip.set(source_ip),
        set_or_remove(Stranger.reason, reason),
        Stranger.expires_at.set(at + KEPT),
    ]
    try:
        perform(update(stranger, again, Stranger.identity == identity))
    except ConditionFailed:
        perform(put(stranger))


def strangers() -> list[Stranger]:
    """The latest first."""
    return sorted(query(Stranger, "INBOX", "SLOT#"), key=lambda one: one.last_at, reverse=True)


def find(identity: str) -> Stranger | None:
    (stranger,) = fetch(_slot(identity))
    return stranger if stranger and stranger.identity == identity else None


def forgotten(identity: str) -> Write:
    """Its condition fails if another stranger has the slot."""
    return delete(_slot(identity), Stranger.identity == identity)


def _slot(identity: str) -> Stranger:
    return Stranger("INBOX", f"SLOT#{crc32(identity.encode()) % SLOTS:03d}")
