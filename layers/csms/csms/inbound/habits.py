"""What a charge point does too often, or no more: noted once it has its answer, or has gone.

Failing to note it changes nothing else.
"""

from datetime import datetime

from csms.domain.endings import (
    LATE,
    MOST_BOOTS,
    MOST_CONNECTIONS,
    Ending,
    Past,
    closes_after,
    within_an_hour,
)
from csms.domain.liveness import fitting_interval, heartbeat_interval
from csms.settings import LONGEST_HEARTBEAT_INTERVAL
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import problems, recent
from csms.store.reported.configuration import Configuration
from csms.store.table import perform, when
from csms.telemetry import logger


def booted(charge_point_id: str, at: datetime) -> None:
    try:
        boots = [
            datetime.fromisoformat(one) for one, *_ in recent.add(charge_point_id, "BOOTS", at)
        ]
        _too_often(charge_point_id, problems.BOOTS_OFTEN, boots, at, MOST_BOOTS)
    except Exception:
        logger.exception("a boot was not counted", extra={"charge_point_id": charge_point_id})


def disconnected(
    charge_point: ChargePoint,
    configuration: Configuration | None,
    at: datetime,
    *,
    connected_at: datetime,
    code: int | None,
    reason: str | None,
    replaced: bool,
) -> None:
    """Connections are counted as they end: $connect has no time after its answer."""
    charge_point_id, last_seen_at = charge_point.charge_point_id, charge_point.last_seen_at
    ending = Ending(at, connected_at, last_seen_at, code, reason, replaced)
    past = _past(charge_point_id, ending)
    begun = [one.connected_at for one in past] + ([at] if replaced else [])
    _too_often(charge_point_id, problems.CONNECTS_OFTEN, begun, at, MOST_CONNECTIONS)
    if seconds := closes_after(past, at):
        first = next(one.at for one in past if one.quiet is not None)
        _quiet(charge_point_id, first, at, seconds)
    elif ending.by_idleness and not replaced:
        quiet, interval = ending.quiet, heartbeat_interval(charge_point, configuration)
        if quiet > 2 * interval - LATE:
            perform(problems.raised(charge_point_id, problems.SILENT, at - quiet, at))
        elif interval.total_seconds() > LONGEST_HEARTBEAT_INTERVAL:
            _quiet(charge_point_id, at, at, round(quiet.total_seconds()))


def _past(charge_point_id: str, ending: Ending) -> list[Past]:
    quiet = f"{ending.quiet.total_seconds():.1f}" if ending.by_charge_point else "-"
    noted = recent.add(charge_point_id, "ENDINGS", ending.at, when(ending.connected_at), quiet)
    return [
        Past(
            datetime.fromisoformat(at),
            datetime.fromisoformat(connected_at),
            None if quiet == "-" else float(quiet),
        )
        for at, connected_at, quiet in noted
    ]


def _too_often(
    charge_point_id: str, what: problems.What, times: list[datetime], at: datetime, most: int
) -> None:
    newest = max(at, *times)  # who counts last may have happened before the last that is counted
    within = within_an_hour(times, newest)
    if len(within) > most:
        perform(problems.raised(charge_point_id, what, within[0], newest, times=len(within)))


def _quiet(charge_point_id: str, first_at: datetime, at: datetime, seconds: int) -> None:
    interval = fitting_interval(seconds)
    what = problems.CLOSES_WHEN_QUIET
    perform(
        problems.raised(charge_point_id, what, first_at, at, seconds=seconds, interval=interval)
    )
