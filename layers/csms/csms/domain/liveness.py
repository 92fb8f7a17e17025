"""Whether a charge point that is connected still speaks (C-16, C-18)."""

from datetime import datetime, timedelta

from csms import settings
from csms.domain.intervals import interval_for
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.configuration import Configuration
from csms.store.reported.connections import Connection

KEY = "HeartbeatInterval"
EXACT_TO = timedelta(seconds=61)  # how exact "last seen" is, where another message wrote it before
STEP = 10  # seconds


def heartbeat_interval(charge_point: ChargePoint, configuration: Configuration | None) -> timedelta:
    """What it was told last: by the answer to its boot, or as the key that it has told or taken."""
    told = configuration.entry(KEY) if configuration else None
    number = configuration.number(KEY) if configuration else None
    booted_at = charge_point.booted_at
    if told and number and (booted_at is None or told.at > booted_at):
        return timedelta(seconds=number)
    name = charge_point.charge_point_id
    return timedelta(seconds=interval_for(name, "Accepted", charge_point.interval))


def silent_since(
    charge_point: ChargePoint, connection: Connection | None, interval: timedelta, now: datetime
) -> datetime | None:
    """Since when it is silent, if that is more than two intervals and it is connected."""
    if connection is None:
        return None
    last = max(connection.connected_at, charge_point.last_seen_at or connection.connected_at)
    return last if now - last > max(2 * interval, EXACT_TO) else None


def fitting_interval(quiet: int) -> int:
    """A heartbeat interval, in seconds, that keeps a socket open which closes after so many."""
    return max(STEP, min(quiet * 3 // 4 // STEP * STEP, settings.LONGEST_HEARTBEAT_INTERVAL))
