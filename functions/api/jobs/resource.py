"""/charge-points/{chargePointId}/jobs: work that goes on after the answer to its command."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from api.charge_points.resource import find
from api.http.models import Flag, Page, Time, View
from api.http.operations import Resource, Since, Until, shows
from api.http.request_context import RequestContext
from api.http.time_ranges import named_between
from csms.domain.job_progress import of_charge_point
from csms.store.commands import jobs as store
from csms.store.commands.jobs import JobAction
from csms.store.paging import of_partition, part, taking

resource = Resource("/charge-points/{chargePointId}/jobs", "Jobs")

EXAMPLE: dict[str, object] = {
    "action": "GetDiagnostics",
    "location": "https://uploads.example/CP1/",
    "fileName": "diagnostics.zip",
    "status": "Accepted",
    "openedAt": "2026-06-01T12:00:00.000Z",
    "progress": "Uploading",
    "progressAt": "2026-06-01T12:01:00.000Z",
    "ended": False,
    "commandId": "019e8303-8e00-7a3b-9c4d-5e6f70819203",
}


class Job(View):
    """`status` as answered; `progress` as last notified, if it was; `outcome` how it ended.

    `refused` says why a file that it brought here was not kept.
    """

    action: JobAction
    request_id: int | None = None
    location: str
    file_name: str | None = None
    status: str
    opened_at: Time
    progress: str | None = None
    progress_at: Time | None = None
    ended: bool
    ended_at: Time | None = None
    outcome: store.Outcome | None = None
    reason: str | None = None
    refused: str | None = None
    command_id: str


class Jobs(Page[Job]):
    pass


@resource.operation("GET", "", "viewer", shows(Jobs, {"items": [EXAMPLE]}), paged=True)
def list_jobs(
    context: RequestContext,
    charge_point_id: str,
    action: Annotated[JobAction | None, Query()] = None,
    ended: Annotated[Flag | None, Query()] = None,
    since: Since = None,
    until: Until = None,
) -> Jobs:
    """The firmware updates, diagnostics and logs that were accepted, the newest first.

    `from` and `to` go by when they were asked for.
    """
    charge_point, _ = find(charge_point_id)
    newest = {job.sk: job for job in of_charge_point(charge_point, context.at)}

    def wanted(job: store.Job) -> bool:
        job = newest.get(job.sk, job)
        accepted = job.status in store.ACCEPTED
        return accepted and action in (None, job.action) and ended in (None, job.has_ended)

    low, high = named_between(store.Job.PREFIX, since, until)
    own = of_partition(store.Job, f"CP#{charge_point_id}", low, high, newest_first=True)
    found = part(own, context.paging.limit, context.paging.position, taking(store.Job, wanted))
    return Jobs(
        items=[_view(newest.get(job.sk, job)) for job in found.items],
        cursor=context.paging.cursor(found.position),
    )


def _view(job: store.Job) -> Job:
    return Job(
        action=job.action,  # type: ignore[arg-type]
        request_id=job.request_id,
        location=job.location,
        file_name=job.file_name,
        status=job.status or "",
        opened_at=job.opened_at,  # type: ignore[arg-type]
        progress=job.progress,
        progress_at=job.progress_at,
        ended=job.has_ended,
        ended_at=job.ended_at,
        outcome=job.outcome,  # type: ignore[arg-type]
        reason=job.reason,
        refused=job.refused,
        command_id=job.command_id,
    )
