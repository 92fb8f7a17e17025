"""Which socket a charge point is reached on."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.condition import Condition

from csms.store.provisioned.charge_points import ChargePoint, opens
from csms.store.table import (
    Cancelled,
    ConditionFailed,
    StateItem,
    Write,
    by_end,
    check,
    delete,
    perform,
    put,
    transact,
)
from csms.store.table.attributes import IntegerAttribute, optional

CONNECTED = "CONNECTED"  # those that are, by when they did
TRIES = 12  # of a handshake that others of the same charge point keep overtaking


class Superseded(Exception):
    """A newer connection of the same charge point is there already."""


class NoLongerAdmitted(Exception):
    """What let it in has been changed since, or its charge point is gone."""


class Crowded(Exception):
    """Too many handshakes at once."""


class Connection(StateItem, discriminator="connection"):
    """The one connection of a charge point that counts; `open_call` is the command it carries.

    `last_call`: the last one that it has been given, though that may have ended, or gone back.
    `rescue`: a certificate that has expired has opened it; see `domain.rescue`.
    """

    connection_id = UnicodeAttribute()
    connected_at = UTCDateTimeAttribute()
    security_profile = IntegerAttribute()
    source_ip = UnicodeAttribute()
    open_call = optional(UnicodeAttribute)
    last_call = optional(UnicodeAttribute)
    rescue = optional(BooleanAttribute)

    @classmethod
    def of(cls, charge_point_id: str) -> "Connection":
        return cls(f"CP#{charge_point_id}", "CONNECTION")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")


def opened(
    charge_point_id: str,
    connection_id: str,
    at: datetime,
    *,
    security_profile: int,
    source_ip: str,
    generation: str | None = None,
    rescue: bool = False,
    waits: Write | None = None,
) -> Connection | None:
    """Take the place of the connection before, and return it, as long as what opened it counts.

    `waits`: of a charge point that waits to be accepted, that it came; fails if it may not.

    One round trip where there is none before, else two: DynamoDB tells what a transaction found
    only where it stood in its way. Raises Superseded or NoLongerAdmitted.
    """
    connection = Connection.of(charge_point_id)
    connection.connection_id = connection_id
    connection.connected_at = at
    connection.security_profile = security_profile
    connection.source_ip = source_ip
    connection.rescue = rescue or None
    connection.by_time_pk, connection.by_time_sk = by_end(CONNECTED, charge_point_id, at)
    admitted = waits or check(ChargePoint.of(charge_point_id), opens(generation))
    before: Connection | None = None
    for _ in range(TRIES):
        try:
            transact(put(connection, _stands(before)), admitted)
        except Cancelled as error:
            if 1 in error.failed:
                raise NoLongerAdmitted(connection_id) from error
            standing = error.failed[0]
            before = Connection.from_raw_data(standing) if standing else None
            if before and before.connection_id == connection_id:
                return None  # it was tried twice and found what it had put itself
            if before and before.connected_at > at:
                raise Superseded(connection_id) from error
        else:
            return before
    raise Crowded(connection_id)


def _stands(before: Connection | None) -> Condition:
    """It is as it was found, the call that it carries as well."""
    if before is None:
        return Connection.pk.does_not_exist()
    carried = (
        Connection.open_call == before.open_call
        if before.open_call
        else Connection.open_call.does_not_exist()
    )
    same: Condition = (Connection.connection_id == before.connection_id) & carried
    return same


def closed(charge_point_id: str, connection_id: str) -> Connection | None:
    """Forget a connection, and return it; one that has been replaced since stays as it is."""
    same = Connection.connection_id == connection_id
    try:
        before = perform(delete(Connection.of(charge_point_id), same), returning="ALL_OLD")
    except ConditionFailed:
        return None  # $disconnect may come after the $connect of the next socket
    return Connection.from_raw_data(before)
