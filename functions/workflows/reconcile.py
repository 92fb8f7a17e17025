"""By the clock: what should have ended by itself is looked at, and gone executions are replaced."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from csms import task_queue
from csms.deadline import OutOfTime, within
from csms.inbound.handler import Context
from csms.inbound.messages import Event
from csms.store.commands.campaigns import Campaign
from csms.store.commands.jobs import Job
from csms.store.paging import by_name, part, reading
from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.provisioned.client_certificates import ClientCertificate
from csms.store.reported.signing_requests import CertificateSigningRequest
from csms.store.table import StateItem, when
from csms.store.transactions.reservations import WORK, Reservation
from csms.telemetry import logger
from workflows import follow_campaign
from workflows.follow_jobs import look_again
from workflows.follow_reservation import follow
from workflows.look_after_authority import look_after_authority
from workflows.look_after_servers import look_after_servers

GRACE = timedelta(minutes=1)  # for the execution that is about to do it
AT_ONCE = 100


@logger.inject_lambda_context
def handler(event: Event, context: Context) -> dict[str, int]:
    """How many were looked at; whoever is left over is first the next time."""
    restarted = bool(event.get("detail", {}).get("restarted"))
    looked_at = 0
    try:
        with within(context.get_remaining_time_in_millis() / 1000 - 1):
            look_after_servers(datetime.now(UTC), anew=restarted)
            for item in open_work(datetime.now(UTC), everything=restarted):
                _follow(item)
                looked_at += 1
    except OutOfTime:
        logger.warning("there is more to reconcile than there is time for")
    return {"lookedAt": looked_at}


def open_work(at: datetime, *, everything: bool) -> Iterator[StateItem]:
    """What is overdue, or all that waits: after a restart of what runs the executions."""
    ranges = by_name(StateItem, WORK, until=None if everything else when(at - GRACE))
    waiting = reading(StateItem, _waits)
    found = part(ranges, AT_ONCE, None, waiting)
    yield from found.items
    while found.position:
        found = part(ranges, AT_ONCE, found.position, waiting)
        yield from found.items


def _waits(item: StateItem) -> bool:
    match item:
        case Reservation():
            return item.waits
        case Job() | Campaign():
            return not item.has_ended
        case CertificateSigningRequest():
            return not item.has_ended
        case ClientCertificate():
            return item.revoked_at is None
        case AuthorityEnd():
            return True
    return False


def _follow(item: StateItem) -> None:
    now = datetime.now(UTC)
    try:
        match item:
            case Reservation():
                follow(item.charge_point_id, item.reservation_id, now, again=True)
            case Job():
                look_again(item.charge_point_id, item.command_id, now)
            case AuthorityEnd():
                look_after_authority(item.sha256, now)
            case ClientCertificate():
                task_queue.look_after_certificate_later(item.charge_point_id, item.sha256)
            case CertificateSigningRequest():
                task_queue.issue_certificate_later(item.charge_point_id, item.request_id)
            case Campaign():
                follow_campaign.follow(item.campaign_id, now, again=True)
    except Exception:
        logger.exception("what waits could not be followed", extra={"key": [item.pk, item.sk]})
