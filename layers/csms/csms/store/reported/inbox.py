"""Strangers at the door: charge points that tried to connect and are not provisioned.

A fixed number of slots, so that somebody who invents identities can fill the inbox but never the
table. Each stranger has two that it may take, and one that keeps trying keeps what it has: names
that come once do not drive it out. They lie in several partitions, for a whole fleet may knock that
nobody has provisioned yet; what was noted in the one of old is shown until it expires.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.store.table import (
    SHARDS,
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

NOBODY = "(none)"
"""As who somebody stands there that has named no identity."""
SLOTS = 500
OLD = "INBOX"
KEPT = timedelta(days=14)
HELD_AT_FIRST, HELD = timedelta(minutes=5), timedelta(hours=1)


class Stranger(StateItem, discriminator="stranger"):
    """An unknown charge point: as who it came, from where, since when and how often.

    `reason`: why it was refused last; `presented`: what came with that handshake.
    """

    identity = UnicodeAttribute()
    source_ip = UnicodeAttribute()
    certificate_subject = optional(UnicodeAttribute)
    first_at = UTCDateTimeAttribute()
    last_at = UTCDateTimeAttribute()
    attempts = IntegerAttribute()
    reason = optional(UnicodeAttribute)
    presented = optional(JSONAttribute)


def knocked(
    identity: str,
    at: datetime,
    *,
    source_ip: str,
    certificate_subject: str | None,
    reason: str | None = None,
    presented: dict[str, Any] | None = None,
) -> None:
    """Note an attempt, if there is room; it takes the slot of another stranger if it may."""
    slots = _slots(identity)
    before = fetch(*slots)
    place = _place(identity, before, at)
    if place is None:
        return
    stranger, held_by = slots[place], before[place]
    again: list[Action] = [
        Stranger.attempts.add(1),
        Stranger.last_at.set(at),
        Stranger.source_ip.set(source_ip),
        set_or_remove(Stranger.reason, reason),
        set_or_remove(Stranger.presented, presented),
        Stranger.expires_at.set(at + KEPT),
    ]
    stranger.identity = identity
    stranger.source_ip = source_ip
    stranger.certificate_subject = certificate_subject
    stranger.first_at = stranger.last_at = at
    stranger.attempts = 1
    stranger.reason = reason
    stranger.presented = presented
    stranger.expires_at = at + KEPT
    if held_by is None:
        write = put(stranger, Stranger.pk.does_not_exist())
    elif held_by.identity == identity:
        write = update(stranger, again, Stranger.identity == identity)
    else:
        as_read = (Stranger.identity == held_by.identity) & (Stranger.last_at == held_by.last_at)
        write = put(stranger, as_read)
    with suppress(ConditionFailed):  # another has come at the same moment; this one comes again
        perform(write)


def _place(identity: str, held_by: Sequence[Stranger | None], at: datetime) -> int | None:
    """Which of its slots a stranger takes: its own, a free one, or one that is not held."""
    for place, other in enumerate(held_by):
        if other and other.identity == identity:
            return place
    for place, other in enumerate(held_by):
        if other is None or not _holds(other, at):
            return place
    return None


def _holds(stranger: Stranger, at: datetime) -> bool:
    """Who came but once has its slot for minutes, who comes again and again for an hour after."""
    held = HELD if stranger.attempts > 1 else HELD_AT_FIRST
    return at - stranger.last_at < held


def strangers() -> list[Stranger]:
    """The latest first."""
    partitions = [f"INBOX#{shard}" for shard in range(SHARDS)]
    found = [one for pk in (OLD, *partitions) for one in query(Stranger, pk, "SLOT#")]
    latest: dict[str, Stranger] = {}
    for one in sorted(found, key=lambda one: one.last_at, reverse=True):
        latest.setdefault(one.identity, one)
    return [*latest.values()]


def find(identity: str) -> Stranger | None:
    return max(_notes(identity), key=lambda one: one.last_at, default=None)


def forgotten(stranger: Stranger) -> list[Write]:
    """It is known now, or not wanted here; fails if another stranger has the slot."""
    own = Stranger.identity == stranger.identity
    others = [one for one in _notes(stranger.identity) if one.primary_key != stranger.primary_key]
    return [delete(one, own) for one in (stranger, *others)]


def _notes(identity: str) -> list[Stranger]:
    """What stands of it, which is more than one if it had come before there were partitions."""
    first, second = _slots(identity)
    found = fetch(first, second, Stranger(OLD, first.sk), Stranger(OLD, second.sk))
    return [one for one in found if one and one.identity == identity]


def _slots(identity: str) -> tuple[Stranger, Stranger]:
    """Two different ones; the first was once its only one."""
    first = crc32(identity.encode()) % SLOTS
    step = crc32(f"{identity}#".encode()) % (SLOTS - 1) + 1
    return _slot(first), _slot((first + step) % SLOTS)


def _slot(number: int) -> Stranger:
    return Stranger(f"INBOX#{number % SHARDS}", f"SLOT#{number:03d}")
