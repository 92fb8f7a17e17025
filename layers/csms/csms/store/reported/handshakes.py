"""Handshakes that failed, minute by minute, and strangers that are taken in."""

from datetime import datetime

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
    query,
    transact,
    update,
)
from csms.store.table.attributes import IntegerAttribute


class FailedHandshake(HistoryItem, discriminator="failed handshake"):
    """A security event of our own (whitepaper A00.FR.323): one item a minute."""

    reason = UnicodeAttribute()
    source_ip = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    tries = IntegerAttribute()


def failed(charge_point_id: str, at: datetime, *, reason: str, source_ip: str) -> None:
    """Count a refused handshake of a charge point that is provisioned."""
    minute = at.replace(second=0, microsecond=0)
    event = FailedHandshake(
        f"CP#{charge_point_id}", f"FailedToAuthenticate#{minute:%Y-%m-%dT%H:%M}#{source_ip}"
    )
    list_pk, list_sk = by_time("SecurityEventNotification", charge_point_id, minute)
    actions: list[Action] = [
        FailedHandshake.kind.set(FailedHandshake),
        FailedHandshake.by_time_pk.set(list_pk),
        FailedHandshake.by_time_sk.set(list_sk),
        FailedHandshake.reason.set(reason),
        FailedHandshake.source_ip.set(source_ip),
        FailedHandshake.at.set(at),
        FailedHandshake.tries.add(1),
    ]
    perform(update(event, actions))


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


def failures_of(charge_point_id: str) -> list[FailedHandshake]:
    return query(FailedHandshake, f"CP#{charge_point_id}", "FailedToAuthenticate#")
