"""Security events of our own, minute by minute, and strangers that are taken in."""

from datetime import datetime
from typing import Literal

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms.store.provisioned.charge_points import ChargePoint, ChargePointName, InvalidIdentity
from csms.store.table import (
    Cancelled,
    HistoryItem,
    by_name,
    by_time,
    perform,
    put,
    transact,
    update,
)
from csms.store.table.attributes import IntegerAttribute

Kind = Literal["FailedToAuthenticate", "HandshakeRefused", "ConnectionClosed"]

FAILED: Kind = "FailedToAuthenticate"
"""Whitepaper A00.FR.323."""

REFUSED: Kind = "HandshakeRefused"
"""For anything but who it is."""

CLOSED: Kind = "ConnectionClosed"
"""By the platform, for what a charge point sent."""

KINDS = (FAILED, REFUSED, CLOSED)


class FailedHandshake(HistoryItem, discriminator="failed handshake"):
    """A security event of our own: one item a kind, minute and address; `at` is the last try."""

    reason = UnicodeAttribute()
    source_ip = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    tries = IntegerAttribute()

    @property
    def what(self) -> Kind:
        (what,) = (kind for kind in KINDS if self.sk.startswith(f"{kind}#"))
        return what


def failed(
    charge_point_id: str, at: datetime, *, reason: str, source_ip: str, what: Kind = FAILED
) -> int:
    """Count what befell a charge point that is provisioned; returns how often this minute.

    It stands on the list of the fleet where it came last.
    """
    event = FailedHandshake(f"CP#{charge_point_id}", f"{what}#{at:%Y-%m-%dT%H:%M}#{source_ip}")
    list_pk, list_sk = by_time("SecurityEventNotification", charge_point_id, at)
    actions: list[Action] = [
        FailedHandshake.kind.set(FailedHandshake),
        FailedHandshake.by_time_pk.set(list_pk),
        FailedHandshake.by_time_sk.set(list_sk),
        FailedHandshake.reason.set(reason),
        FailedHandshake.source_ip.set(source_ip),
        FailedHandshake.at.set(at),
        FailedHandshake.tries.add(1),
    ]
    return FailedHandshake.from_raw_data(perform(update(event, actions), returning="ALL_NEW")).tries


def take_in(
    charge_point_id: str,
    security_profile: int,
    *,
    password_hash: str | None = None,
    serial_number: str | None = None,
) -> None:
    """A stranger that knows the password, or has a certificate, becomes a Pending charge point.

    Raises InvalidIdentity if another charge point's identity differs only by case.
    """
    charge_point = ChargePoint.of(charge_point_id)
    charge_point.by_name_pk, charge_point.by_name_sk = by_name("CP", charge_point_id)
    charge_point.security_profile = security_profile
    charge_point.password_hash = password_hash
    charge_point.serial_number = serial_number
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
