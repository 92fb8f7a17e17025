"""A local list goes on: its next part is sent once the one before was accepted."""

from datetime import datetime

from pydantic import ValidationError

from csms.domain.list_parts import payload_of
from csms.ids import uuid7
from csms.outbound import sending
from csms.outbound.sending import NoSuchChargePoint, Objection, Order, Unsendable
from csms.store import commands
from csms.store.commands.local_list_parts import LocalListParts, accepted
from csms.store.table import Cancelled, ConditionFailed, fetch, perform
from outbound import COMMANDS


def continue_local_list(charge_point_id: str, command_id: str, at: datetime) -> None:
    """Send the part after that of a command, if it was accepted; else the list ends there.

    No part is lost: the first is written down together with all that follow it, and the end of
    each brings this task, from whoever ended it or, if that one died, from the watch that every
    command has until it has ended. None is doubled: the next part's command is written in one
    transaction with the step to it, which holds only while the list is where this task found it.
    So a task that comes twice, or late, or for a list that another has replaced, does nothing.
    """
    (sent,) = fetch(LocalListParts.of(charge_point_id))
    if sent is None or sent.command_id != command_id or sent.is_last:
        return
    record = commands.find(charge_point_id, command_id)
    if record is None or not accepted(record):
        return
    order = Order(
        charge_point_id=charge_point_id,
        command_id=uuid7(at),
        payload=payload_of(sent.all[sent.place + 1], full=False),
        by=sent.created_by,
        at=at,
        timeout=sent.timeout,
        until=sent.until,
        force=sent.forced,
    )
    try:
        sending.send(COMMANDS, "SendLocalList", order, also=[sent.went_on(order.command_id)])
    except Cancelled:
        return  # another delivery of this task was faster
    except (NoSuchChargePoint, Objection, Unsendable, ValidationError) as refusal:
        _stop(sent, str(refusal))


def _stop(sent: LocalListParts, why: str) -> None:
    try:
        perform(sent.was_stopped(why))
    except ConditionFailed:
        return  # it has gone on, or is another list
