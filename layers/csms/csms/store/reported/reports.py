"""What a charge point reports of itself: security events, statuses, certificate requests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.expressions.update import Action

from csms import digests, settings
from csms.store.provisioned.charge_points import ChargePoint, admits
from csms.store.reported import charge_point_state, problems, receipts
from csms.store.reported.problems import MESSAGE_REFUSED
from csms.store.table import (
    Cancelled,
    HistoryItem,
    Write,
    by_time,
    in_the_way,
    put,
    transact,
    update,
    when,
)
from csms.store.table.attributes import optional
from csms.wire.mending import ReceiptTime
from csms.wire.ocpp16 import Call, Request
from csms.wire.serialization import to_json_types

SECURITY_EVENT = "SecurityEventNotification"

PROGRESS = "Progress"
"""The end of the name under which a charge point keeps an action's last status but Idle."""

OLD_PROGRESS = "#progress"
"""As it was once; what was written so stays until there is news."""


class Report(HistoryItem, discriminator="report"):
    """One message; `at` is the charge point's time where it gave one, else ours.

    `job`: the command whose work it tells of, once that has been found out.
    """

    action = UnicodeAttribute()
    payload = JSONAttribute()
    at = UTCDateTimeAttribute()
    received_at = UTCDateTimeAttribute()
    job = optional(UnicodeAttribute)


class RefusedCall(HistoryItem, discriminator="refused call"):
    """A CALL that was refused though it tells of charging: kept whole for the operator (C-20).

    `payload` is its text where it could not be read; `why` is absent in old ones.
    """

    action = UnicodeAttribute()
    payload = JSONAttribute()
    received_at = UTCDateTimeAttribute()
    why = optional(UnicodeAttribute)


@charge_point_state.settling
def keep(
    call: Call,
    request: Request,
    *,
    at: datetime | None = None,
    listed: bool = False,
    also: Write | None = None,
) -> None:
    """Keep a report; raises Refused for a charge point that is Rejected or gone.

    `at`: the report's own time; with one, the same report again changes nothing. `listed` puts it
    on the list over the whole fleet. `also` is written with it, if its condition holds.
    """
    action, payload, moment = type(request).__name__, request.kept, at or call.at
    digest = digests.of_request(request)
    report = Report(
        f"CP#{call.charge_point_id}",
        f"{action}#{when(moment)}#{digest}",
        action=action,
        payload=payload,
        at=moment,
        received_at=call.at,
        expires_at=_expires(action, call.at),
    )
    if listed:
        report.by_time_pk, report.by_time_sk = by_time(action, call.charge_point_id, call.at)
    said: list[Action] = []
    if "status" in payload:
        last = {"status": payload["status"], "receivedAt": when(call.at)}
        said.append(ChargePoint.statuses[action].set(last))
        if payload["status"] != "Idle":  # which only answers a trigger (§7.24), and says no more
            named = {name: payload[name] for name in ("requestId",) if name in payload}
            said.append(ChargePoint.statuses[action + PROGRESS].set(last | named))
    writes = {
        "spoke": charge_point_state.seen(call, *said),
        "report": put(report, Report.pk.does_not_exist()),
    }
    if isinstance(at, ReceiptTime):
        writes["receipt"] = receipts.first(call.charge_point_id, digest, call.at)
    failed = in_the_way(writes | {"also": also} if also else writes)
    if failed.keys() == {"also"}:
        failed = in_the_way(writes)
    if "spoke" in failed:
        raise charge_point_state.refusal(failed["spoke"], call)


def _expires(action: str, received_at: datetime) -> datetime | None:
    if action == SECURITY_EVENT:
        return settings.security_events_expire(received_at)
    return settings.reports_expire(received_at)


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


@charge_point_state.settling
def keep_refused(call: Call, action: str, payload: Mapping[str, Any], why: str) -> None:
    """The same message again takes the place of the first; it is a problem for an operator.

    Raises OldSocket, and keeps nothing.
    """
    refused = RefusedCall(
        f"CP#{call.charge_point_id}",
        f"REFUSED#{action}#{digests.of_payload(action, payload)}",
        action=action,
        payload=to_json_types(payload),
        received_at=call.at,
        why=why,
        expires_at=settings.refused_calls_expire(call.at),
    )
    problem = problems.again(
        call.charge_point_id, MESSAGE_REFUSED, call.at, told=f"{action}: {why}"
    )
    spoke = [ChargePoint.last_seen_at.set(call.at)]
    there = update(ChargePoint.of(call.charge_point_id), spoke, admits(call.generation))
    try:
        transact(there, put(refused), problem)
    except Cancelled as error:
        raise charge_point_state.refusal(error.failed[0], call) from error
