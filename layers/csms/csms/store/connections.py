"""Which socket a charge point is reached on."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute

from csms.store.attributes import IntegerAttribute
from csms.store.table import ConditionFailed, StateItem, delete, perform, put


class Superseded(Exception):
    """A newer connection of the same charge point is there already."""


class Connection(StateItem, discriminator="connection"):
    """The one connection of a charge point that counts."""

    connection_id = UnicodeAttribute()
    connected_at = UTCDateTimeAttribute()
    security_profile = IntegerAttribute()
    source_ip = UnicodeAttribute()

    @classmethod
    def of(cls, charge_point_id: str) -> "Connection":
        return cls(f"CP#{charge_point_id}", "CONNECTION")


def opened(
    charge_point_id: str,
    connection_id: str,
    at: datetime,
    *,
    security_profile: int,
    source_ip: str,
) -> str | None:
    """Take the place of the connection before; returns its id. Raises Superseded."""
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
    previous = Connection.from_raw_data(before).connection_id if before else None
    # botocore may have tried twice and found what it had put itself
    return previous if previous != connection_id else None


def closed(charge_point_id: str, connection_id: str) -> None:
    """Forget a connection; one that has been replaced since stays as it is."""
    try:
        perform(delete(Connection.of(charge_point_id), Connection.connection_id == connection_id))
    except ConditionFailed:
        return  # $disconnect may come after the $connect of the next socket
