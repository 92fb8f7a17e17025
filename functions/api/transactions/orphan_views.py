"""How an orphan stop is shown, with what it may have meant."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.models import Page, Time, View
from api.transactions.views import EXAMPLE as TRANSACTION
from api.transactions.views import Judged
from csms.domain.transactions import candidates
from csms.store.transactions import OrphanStop, Transaction

Status = Literal["open", "assigned", "dismissed"]

EXAMPLE: dict[str, object] = {
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "chargePointId": "CP1",
    "status": "open",
    "transactionId": -1,
    "stoppedAt": "2026-06-01T13:30:00.000Z",
    "receivedAt": "2026-06-01T13:30:00.480Z",
    "meterStop": 19700,
    "idTag": "04E2B1A2C35880",
    "reason": "Local",
    "why": "unknown transaction",
}
CANDIDATE = {
    name: TRANSACTION[name]
    for name in ("transactionId", "connectorId", "idTag", "startedAt", "meterStart")
}

JUDGED: dict[str, object] = {
    "by": "7f0c3a5e-9b1d-4f6e-8a52-0c1d2e3f4a5b",
    "name": "olga@example.com",
    "at": "2026-06-02T08:00:00.000Z",
    "note": "the only one that ran",
}


class Candidate(View):
    """A running transaction that the stop may have meant."""

    transaction_id: int
    connector_id: int
    id_tag: str
    started_at: Time
    meter_start: int | None = None


class Orphan(View):
    """A stop; `transactionId` is the number that it named, if any, `why` what is wrong with it."""

    digest: str
    charge_point_id: str
    status: Status
    transaction_id: int | None = None
    stopped_at: Time
    received_at: Time
    meter_stop: int | None = None
    id_tag: str | None = None
    reason: str
    why: str
    assigned_to: Annotated[int | None, Field(description="The transaction that it ended.")] = None
    judgement: Judged | None = None
    as_sent: Annotated[
        dict[str, Any] | None, Field(description="What had to be mended in it, as it came.")
    ] = None
    candidates: list[Candidate] | None = None


class Orphans(Page[Orphan]):
    pass


def status_of(stop: OrphanStop) -> Status:
    if stop.assigned_to is not None:
        return "assigned"
    return "open" if stop.judgement is None else "dismissed"


def view(stop: OrphanStop, running: Sequence[Transaction] | None = None) -> Orphan:
    status = status_of(stop)
    return Orphan(
        digest=stop.digest,
        charge_point_id=stop.charge_point_id,
        status=status,
        transaction_id=stop.transaction_id,
        stopped_at=stop.stopped_at,
        received_at=stop.received_at,
        meter_stop=stop.meter_stop,
        id_tag=stop.id_tag,
        reason=stop.reason,
        why=stop.why,
        assigned_to=stop.assigned_to,
        judgement=Judged(**stop.judgement) if stop.judgement else None,
        as_sent=stop.as_sent,
        candidates=[_candidate(one) for one in candidates(stop, running)]
        if running is not None and status != "assigned"
        else None,
    )


def _candidate(one: Transaction) -> Candidate:
    return Candidate(
        transaction_id=one.transaction_id,
        connector_id=one.connector_id,
        id_tag=one.id_tag,
        started_at=one.started_at,
        meter_start=one.meter_start,
    )
