"""What became of commands that one request gave together: each written down, or refused."""

from collections.abc import Callable
from datetime import datetime, timedelta

from api.http.models import View
from api.http.problems import FieldError, Problem, bad_field
from api.http.request_context import RequestContext
from csms.store.commands import CommandRecord, Status

LONGEST_QUEUE = timedelta(days=366)  # a command that waits is looked at four times an hour

RESULT_EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "location": "/charge-points/CP1/commands/019e8303-8e00-7a3b-9c4d-5e6f70819203",
    "status": "Sent",
}
REFUSED_EXAMPLE: dict[str, object] = {
    "chargePointId": "CP2",
    "problem": {"status": 404, "detail": "the charge point CP2 is not there"},
}


class Refusal(View):
    """The problem as it would be, had the command been given alone."""

    status: int
    detail: str
    errors: list[FieldError] | None = None


class CommandResult(View):
    """A command, which is at `location`, or why there is none; `key` of the configuration."""

    charge_point_id: str
    key: str | None = None
    command_id: str | None = None
    location: str | None = None
    status: Status | None = None
    problem: Refusal | None = None


class CommandResults(View):
    items: list[CommandResult]


def attempted(
    charge_point_id: str, give: Callable[[], CommandRecord], *, key: str | None = None
) -> CommandResult:
    """Raises Problem for a request that would be wrong for every charge point."""
    try:
        return result_of(give(), key=key)
    except Problem as problem:
        if problem.status == 400:
            raise
        return refused(charge_point_id, problem, key=key)


def refused(charge_point_id: str, problem: Problem, *, key: str | None = None) -> CommandResult:
    refusal = Refusal(
        status=problem.status, detail=problem.detail, errors=list(problem.errors) or None
    )
    return CommandResult(charge_point_id=charge_point_id, key=key, problem=refusal)


def result_of(record: CommandRecord, *, key: str | None = None) -> CommandResult:
    return CommandResult(
        charge_point_id=record.charge_point_id,
        key=key,
        command_id=record.command_id,
        location=location(record),
        status=record.status,  # type: ignore[arg-type]
    )


def location(record: CommandRecord) -> str:
    return RequestContext.location(
        "charge-points", record.charge_point_id, "commands", record.command_id
    )


def to_come(
    context: RequestContext, until: datetime | None, *, keyed: bool = False
) -> datetime | None:
    """Raises Problem for a time that is over, or too far off.

    `keyed`: with an Idempotency-Key it may be the same request again, after its time.
    """
    if until is not None and until <= context.at and not keyed:
        raise bad_field("queueUntil", "is in the past")
    if until is not None and until > context.at + LONGEST_QUEUE:
        raise bad_field("queueUntil", f"is more than {LONGEST_QUEUE.days} days away")
    return until
