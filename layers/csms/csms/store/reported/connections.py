"""Which socket a charge point is reached on."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store.table import ConditionFailed, StateItem, delete, perform, put
from csms.store.table.attributes import IntegerAttribute, optional


class Superseded(Exception):
    """A newer connection of the same charge point is there already."""


class Connection(StateItem, discriminator="connection"):
    """The one connection of a charge point that counts; `open_call` is the command it carries."""

    connection_id = UnicodeAttribute()
    connected_at = UTCDateTimeAttribute()
    security_profile = IntegerAttribute()
    source_ip = UnicodeAttribute()
    open_call = optional(UnicodeAttribute)

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
) -> Connection | None:
    """Take the place of the connection before, and return it. Raises Superseded."""
    connection = Connection.of(charge_point_id)
    connection.connection_id = connection_id
    connection.connected_at = at
    connection.security_profile = security_profile
    connection.source_ip = source_ip
    newest = Connection.connected_at.does_not_exist() | (Connection.connected_at <= at)
    try:
        before = perform(put(connection, newest), returning="ALL_OLD")
    except ConditionFailed as error:
        raise Superseded(connection_id) from error
    previous = Connection.from_raw_data(before) if before else None
    # botocore may have tried twice and found what it had put itself
    return previous if previous and previous.connection_id != connection_id else None


def closed(charge_point_id: str, connection_id: str) -> Connection | None:
    """Forget a connection, and return it; one that has been replaced since stays as it is."""
    same = Connection.connection_id == connection_id
    try:
        before = perform(delete(Connection.of(charge_point_id), same), returning="ALL_OLD")
    except ConditionFailed:
        return None  # $disconnect may come after the $connect of the next socket
    return Connection.from_raw_data(before)
