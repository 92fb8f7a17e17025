"""What the watch of a command does when it comes."""

from datetime import datetime, timedelta

from csms.outbound.command import Commands
from csms.outbound.dispatch import drain, drain_now_or_later, times_out
from csms.outbound.watches import go_on_later, watch
from csms.store import commands as store

LONGEST_LIFE = 30  # seconds: no function of ours outlives them


def look_after(
    commands: Commands,
    charge_point_id: str,
    command_id: str,
    at: datetime,
    *,
    call: bool = False,
    again: bool = False,
) -> None:
    """End what is over, wake what waits, and look again."""
    record = store.find(charge_point_id, command_id)
    if record is None and not again:
        # whoever set the watch may be slower than it, and still about to write the command down
        watch(charge_point_id, command_id, seconds=LONGEST_LIFE, call=call, again=True)
        return
    if call and record and record.status == "Queued":
        return
    if record and record.status == "Queued":
        drain(commands, charge_point_id, at)
        record = store.find(charge_point_id, command_id)
    elif record and not record.has_ended and times_out(commands, record, at):
        drain_now_or_later(commands, charge_point_id, at)
        return
    if record is None:
        return
    if record.has_ended:
        if record.status == "TimedOut":  # whoever saw it may not have got to the next command
            drain_now_or_later(commands, charge_point_id, at)
        go_on_later(commands, record)
        return
    if record.sent_at:
        due = record.sent_at + timedelta(seconds=record.timeout)
    else:
        due = record.until or at + timedelta(seconds=record.timeout)
    # a second late rather than early
    watch(charge_point_id, command_id, seconds=int((due - at).total_seconds()) + 1, call=call)
