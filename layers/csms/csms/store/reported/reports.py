"""What a charge point reports of itself: security events, statuses, certificate requests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms import digests
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import charge_point_state
from csms.store.table import Cancelled, HistoryItem, by_time, perform, put, query, transact, when
from csms.wire.ocpp16 import Call, Request

PROGRESS = "Progress"
"""The end of the name under which a charge point keeps an action's last status but Idle."""

OLD_PROGRESS = "#progress"
"""As it was once; what was written so stays until there is news."""


class Report(HistoryItem, discriminator="report"):
    """One message; `at` is the charge point's time where it gave one, else ours."""

    action = UnicodeAttribute()
    payload = JSONAttribute()
    at = UTCDateTimeAttribute()
    received_at = UTCDateTimeAttribute()


class RefusedCall(HistoryItem, discriminator="refused call"):
    """A transaction's CALL that came before acceptance: kept for the operator (C-20)."""

    action = UnicodeAttribute()
    payload = JSONAttribute()
    received_at = UTCDateTimeAttribute()


def keep(call: Call, request: Request, *, at: datetime | None = None, listed: bool = False) -> None:
    """Keep a report; raises Refused for a charge point that is Rejected or gone.

    `at`: the report's own time; with one, the same report again changes nothing. `listed` puts it
    on the list over the whole fleet.
    """
    action, payload, moment = type(request).__name__, request.to_wire(), at or call.at
    report = Report(
        f"CP#{call.charge_point_id}",
        f"{action}#{when(moment)}#{digests.of_request(request)}",
        action=action,
        payload=payload,
        at=moment,
        received_at=call.at,
    )
    if listed:
        report.by_time_pk, report.by_time_sk = by_time(action, call.charge_point_id, call.at)
    also: list[Action] = []
    if "status" in payload:
        last = {"status": payload["status"], "receivedAt": when(call.at)}
        also.append(ChargePoint.statuses[action].set(last))
        if payload["status"] != "Idle":  # which only answers a trigger (§7.24), and says no more
            named = {name: payload[name] for name in ("requestId",) if name in payload}
            also.append(ChargePoint.statuses[action + PROGRESS].set(last | named))
    try:
        transact(charge_point_state.seen(call, *also), put(report, Report.pk.does_not_exist()))
    except Cancelled as error:
        if 0 in error.failed:
            raise charge_point_state.refusal(error.failed[0]) from error


def progress_of(statuses: Mapping[str, Any], action: str) -> dict[str, Any] | None:
    """The last status of that action that tells how a job goes, and of which request it does."""
    return statuses.get(action + PROGRESS) or statuses.get(action + OLD_PROGRESS)


def last_of(statuses: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The last status of each action, whatever it tells."""
    return {
        action: said
        for action, said in statuses.items()
        if not action.endswith((PROGRESS, OLD_PROGRESS))
    }


def keep_refused(call: Call, request: Request) -> None:
    """The same message again takes the place of the first."""
    action = type(request).__name__
    refused = RefusedCall(
        f"CP#{call.charge_point_id}",
        f"REFUSED#{action}#{digests.of_request(request)}",
        action=action,
        payload=request.to_wire(),
        received_at=call.at,
    )
    perform(put(refused))


def of_charge_point(charge_point_id: str, action: str) -> list[Report]:
    return query(Report, f"CP#{charge_point_id}", f"{action}#")


def refused_of(charge_point_id: str) -> list[RefusedCall]:
    return query(RefusedCall, f"CP#{charge_point_id}", "REFUSED#")
