"""A time of a firmware update is over: it has ended, or goes on until another."""

from datetime import datetime
from typing import Any

from csms.domain.job_progress import due
from csms.inbound.messages import Event
from csms.store.commands.jobs import Job
from csms.store.table import fetch
from workflows.follow_jobs import is_to_be_repeated, look_at
from workflows.follow_reservation import whole_second
from workflows.step import step


def look_at_update(told: Event, at: datetime) -> dict[str, Any]:
    """`outcome`: Waits, or how it ended; Repeats where the CSMS is about to ask for it again."""
    (job,) = fetch(Job.of(told["chargePointId"], told["commandId"]))
    if job is None:
        return {"outcome": "Gone"}
    looked_at = look_at(told["chargePointId"], job.action, at)
    job = next((one for one in looked_at if one.command_id == told["commandId"]), job)
    if not job.has_ended:
        return {"outcome": "Waits", "dueAt": whole_second(due(job))}
    return {"outcome": "Repeats" if is_to_be_repeated(job) else job.outcome}


handler = step(look_at_update)
