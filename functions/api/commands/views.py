"""How a command is shown, with what has come of it."""

from typing import Any

from api.http.models import Page, Time, View
from csms.store.commands import CommandRecord, Status

EXAMPLE = {
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "chargePointId": "CP1",
    "action": "Reset",
    "payload": {"type": "Soft"},
    "status": "Answered",
    "createdAt": "2026-06-01T12:00:00.000Z",
    "createdBy": "olga@example.com",
    "forced": False,
    "timeout": 30,
    "sentAt": "2026-06-01T12:00:00.030Z",
    "endedAt": "2026-06-01T12:00:00.090Z",
    "response": {"status": "Accepted"},
}
WAITING = {name: EXAMPLE[name] for name in list(EXAMPLE)[:9]} | {"status": "Queued"}


class CallError(View):
    code: str
    description: str


class Command(View):
    """`status` is Queued, Sent, or how it ended; `timeout` is in seconds."""

    command_id: str
    charge_point_id: str
    action: str
    payload: dict[str, Any]
    status: Status
    created_at: Time
    created_by: str
    forced: bool
    timeout: int
    queue_until: Time | None = None
    sent_at: Time | None = None
    ended_at: Time | None = None
    response: dict[str, Any] | None = None
    error: CallError | None = None
    late_answer: dict[str, Any] | None = None
    late_at: Time | None = None


class Commands(Page[Command]):
    pass


def view(record: CommandRecord) -> Command:
    error = None
    if record.error_code or record.error_description:
        error = CallError(
            code=record.error_code or record.status, description=record.error_description or ""
        )
    return Command(
        command_id=record.command_id,
        charge_point_id=record.charge_point_id,
        action=record.action,
        payload=record.payload,
        status=record.status,  # type: ignore[arg-type]
        created_at=record.created_at,
        created_by=record.created_by,
        forced=record.forced or False,
        timeout=record.timeout,
        queue_until=record.until,
        sent_at=record.sent_at,
        ended_at=record.ended_at,
        response=record.response,
        error=error,
        late_answer=record.late_answer,
        late_at=record.late_at,
    )
