"""Security events of our own, minute by minute, and strangers that are taken in.

So many items a minute and charge point, and no more from however many addresses somebody tries.
"""

from datetime import datetime
from typing import Literal, get_args
from zlib import crc32

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms import settings
from csms.store.provisioned.charge_points import ChargePoint, ChargePointName, InvalidIdentity
from csms.store.table import (
    Cancelled,
    ConditionFailed,
    HistoryItem,
    by_name,
    by_time,
    perform,
    put,
    transact,
    update,
)
from csms.store.table.attributes import IntegerAttribute, optional, set_or_remove

Kind = Literal[
    "FailedToAuthenticate",
    "WrongSecurityProfile",
    "ForeignCertificate",
    "RevokedCertificate",
    "ExpiredCertificate",
    "HandshakeRefused",
    "ConnectionClosed",
]

FAILED: Kind = "FailedToAuthenticate"
"""Whitepaper A00.FR.323."""

REFUSED: Kind = "HandshakeRefused"
"""For anything but who it is."""

CLOSED: Kind = "ConnectionClosed"
"""By the platform, for what a charge point sent."""

KINDS: tuple[Kind, ...] = get_args(Kind)


ADDRESSES = 8  # of a charge point, a kind and a minute that are kept, at most


class FailedHandshake(HistoryItem, discriminator="failed handshake"):
    """A security event of our own, of a minute and an address; `at` is the last try.

    `others` are tries from other addresses that have no item of their own. Old items stand by the
    address.
    """

    reason = UnicodeAttribute()
    source_ip = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    tries = IntegerAttribute()
    others = optional(IntegerAttribute)

    @property
    def what(self) -> Kind:
        (what,) = (kind for kind in KINDS if self.sk.startswith(f"{kind}#"))
        return what


def failed(
    charge_point_id: str, at: datetime, *, reason: str, source_ip: str, what: Kind = FAILED
) -> int:
    """Count what befell a charge point that is provisioned; returns how often this minute.

    Of addresses that share an item the first of the minute is named, and the rest are counted. It
    stands on the list of the fleet where it came last.
    """
    slot = crc32(source_ip.encode()) % ADDRESSES
    event = FailedHandshake(f"CP#{charge_point_id}", f"{what}#{at:%Y-%m-%dT%H:%M}#{slot}")
    list_pk, list_sk = by_time("SecurityEventNotification", charge_point_id, at)
    actions: list[Action] = [
        FailedHandshake.kind.set(FailedHandshake),
        FailedHandshake.by_time_pk.set(list_pk),
        FailedHandshake.by_time_sk.set(list_sk),
        FailedHandshake.at.set(at),
        set_or_remove(FailedHandshake.expires_at, settings.security_events_expire(at)),
    ]
    own: list[Action] = [
        FailedHandshake.reason.set(reason),
        FailedHandshake.source_ip.set(source_ip),
        FailedHandshake.tries.add(1),
    ]
    free = FailedHandshake.source_ip.does_not_exist() | (FailedHandshake.source_ip == source_ip)
    try:
        counted = perform(update(event, actions + own, free), returning="ALL_NEW")
    except ConditionFailed:
        more = [*actions, FailedHandshake.others.add(1)]
        counted = perform(update(event, more), returning="ALL_NEW")
    noted = FailedHandshake.from_raw_data(counted)
    return noted.tries + (noted.others or 0)


def take_in(
    charge_point_id: str,
    security_profile: int,
    *,
    password_hash: str | None = None,
    serial_number: str | None = None,
    generation: str | None = None,
) -> None:
    """A stranger that knows the password, or has a certificate, becomes a Pending charge point.

    Raises InvalidIdentity if another charge point's identity differs only by case.
    """
    charge_point = ChargePoint.of(charge_point_id)
    charge_point.by_name_pk, charge_point.by_name_sk = by_name("CP", charge_point_id)
    charge_point.security_profile = security_profile
    charge_point.password_hash = password_hash
    charge_point.serial_number = serial_number
    charge_point.generation = generation
    charge_point.registration = "Pending"
    name = ChargePointName(f"CP-NAME#{charge_point_id.casefold()}", "CP-NAME")
    name.charge_point_id = charge_point_id
    try:
        transact(
            put(name, ChargePointName.pk.does_not_exist()),
            put(charge_point, ChargePoint.pk.does_not_exist()),
        )
    except Cancelled as error:
        if 1 not in error.failed:
            raise InvalidIdentity(f"{charge_point_id!r} differs only by case") from error
        return  # it has been provisioned meanwhile
