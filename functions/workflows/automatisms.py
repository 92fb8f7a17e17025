"""What the CSMS does on its own: each a few commands on an occasion, once, and not too often."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from pydantic import ValidationError

from csms import settings, task_queue
from csms.domain.automatisms import Turn, distance, firmware, left, refused, turn
from csms.ids import uuid7
from csms.outbound import sending
from csms.outbound.sending import NoSuchChargePoint, Objection, Order, Unsendable
from csms.outbound.watches import LONGEST_DELAY
from csms.store.commands import CommandRecord
from csms.store.commands.automatisms import Automatism
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import Cancelled, ConditionFailed, Write, perform, read
from outbound import COMMANDS

AT_ONCE = 10  # commands of one task

Task = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One command; what `also` makes of its id is written with it."""

    action: str
    payload: dict[str, Any]
    also: Callable[[str], Sequence[Write]] = lambda _: ()


def run(
    last: Automatism,
    charge_point: ChargePoint,
    occasion: str,
    steps: Mapping[str, Step],
    task: Task,
    at: datetime,
) -> None:
    """Send what was not sent on this occasion; see `Automatism`.

    Each command is written in one transaction with the note that it was sent, which holds only for
    one of two tasks that come at once. What comes too soon waits: one task for all such occasions,
    and it does what there is to do by then. `task` brings this again.
    """
    if not steps:
        return
    what, due_at = turn(last, occasion, charge_point, at)
    if what is Turn.NOTHING or _was_refused(last, charge_point):
        return
    if what is Turn.LATER:
        wait(last, task, due_at, at)
        return
    if what is Turn.NOW:
        last.occasion, last.began_at, last.sent = occasion, at, {}
        last.firmware, last.refused_by = firmware(charge_point), None
        last.waits_until = None
    due = left(steps, last, occasion)
    for place, name in enumerate(due[:AT_ONCE]):
        if not _sent(last, name, steps[name], charge_point, at + timedelta(milliseconds=place)):
            return
    if len(due) > AT_ONCE:
        task_queue.later(task)


def wait(last: Automatism, task: Task, until: datetime, at: datetime) -> None:
    """Let the task come then, or at least once on the way; unless one is to come already."""
    waits = last.waits_until is not None and at < last.waits_until
    if waits and not task.get("waited"):
        return
    seconds = min(max(ceil((until - at).total_seconds()), 1), LONGEST_DELAY)
    task_queue.later({**task, "waited": True}, seconds=seconds)
    last.waits_until = at + timedelta(seconds=seconds)
    _noted(last)


def _was_refused(last: Automatism, charge_point: ChargePoint) -> bool:
    """By the firmware that it has yet: that is noted, for commands are not kept for ever."""
    if last.firmware != firmware(charge_point):
        return False
    keys = [(f"CALL#{last.charge_point_id}", one) for one in last.sent.values() if one]
    if not refused(read(CommandRecord, keys)):
        return False
    last.refused_by = last.firmware
    _noted(last)
    return True


def _sent(last: Automatism, name: str, step: Step, charge_point: ChargePoint, at: datetime) -> bool:
    """False if there is nothing more to do."""
    before, command_id = last.sent, uuid7(at)
    last.sent = {**before, name: command_id}
    order = Order(
        charge_point_id=last.charge_point_id,
        command_id=command_id,
        payload=step.payload,
        by=f"automatism: {last.switch}",
        at=at,
        timeout=settings.call_timeout(),
        until=at + distance(charge_point),
    )
    try:
        sending.send(COMMANDS, step.action, order, also=[last.written(), *step.also(command_id)])
    except (Objection, Unsendable, ValidationError):
        last.revision -= 1  # nothing was written
        last.sent = {**before, name: ""}
        return _noted(last)
    except (Cancelled, NoSuchChargePoint):
        return False
    return True


def _noted(last: Automatism) -> bool:
    try:
        perform(last.written())
    except ConditionFailed:
        return False
    return True
