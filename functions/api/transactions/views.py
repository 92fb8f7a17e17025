"""How a transaction is shown: with all that was reported, and all that operators did to it."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.models import Number, Page, Time, View
from csms.store import transactions

Status = Literal["running", "stopped"]

A_CORRECTION = 1_000  # characters, about; as much as all else of a transaction

EXAMPLE: dict[str, object] = {
    "chargePointId": "CP1",
    "transactionId": 1234567890,
    "connectorId": 1,
    "status": "stopped",
    "idTag": "04E2B1A2C35880",
    "idTagInfo": {"status": "Accepted", "parentIdTag": "FLEET-7"},
    "startedAt": "2026-06-01T12:00:00.000Z",
    "startReceivedAt": "2026-06-01T12:00:01.250Z",
    "meterStart": 4200,
    "stoppedAt": "2026-06-01T13:30:00.000Z",
    "stopReceivedAt": "2026-06-01T13:30:00.480Z",
    "meterStop": 19700,
    "stopReason": "EVDisconnected",
    "register": 19700,
    "registerAt": "2026-06-01T13:30:00.000Z",
    "energy": 15500,
    "possibleMerge": False,
    "implausibleTime": False,
}
ESTIMATED: dict[str, object] = {
    name: value for name, value in EXAMPLE.items() if name != "stopReceivedAt"
} | {
    "stopReason": "Other",
    "estimate": {
        "stoppedAt": "2026-06-01T13:30:00.000Z",
        "meterStop": 19700,
        "reason": "Other",
        "by": "7f0c3a5e-9b1d-4f6e-8a52-0c1d2e3f4a5b",
        "name": "olga@example.com",
        "at": "2026-06-02T08:00:00.000Z",
        "note": "the charge point was replaced",
    },
}


class Judged(View):
    """Who did it, when, and why."""

    by: str
    name: str | None = None
    at: Time
    note: str


class Estimate(Judged):
    """How an operator closed it; `replacedAt` is when the real stop came and took its place."""

    stopped_at: Time
    meter_stop: int | None = None
    reason: str
    replaced_at: Time | None = None


class AssignedStop(Judged):
    """The orphan stop by which an operator ended it."""

    digest: str
    forced: Annotated[
        bool | None, Field(description="True where the stop lies before the start.")
    ] = None


class Values(View):
    """Wh, and a time of the charge point's."""

    meter_start: int | None = None
    meter_stop: int | None = None
    stopped_at: Time | None = None
    energy: Number | None = None


class Correction(Judged):
    """What an operator put right."""

    before: Values
    after: Values


class AsSent(View):
    """By the place of each member."""

    start: dict[str, Any] | None = None
    stop: dict[str, Any] | None = None


class Transaction(View):
    charge_point_id: str
    transaction_id: int
    connector_id: int
    status: Status
    id_tag: str
    id_tag_info: dict[str, Any]
    reservation_id: int | None = None
    started_at: Time
    start_received_at: Time
    meter_start: Annotated[
        int | None, Field(description="Wh; absent where the charge point told none.")
    ] = None
    stopped_at: Time | None = None
    stop_received_at: Time | None = None
    meter_stop: int | None = None
    stop_reason: str | None = None
    stop_id_tag: str | None = None
    register_: Annotated[
        Number | None, Field(alias="register", description="Wh, as last reported.")
    ] = None
    register_at: Time | None = None
    energy: Annotated[Number | None, Field(description="Wh, so far or in all.")] = None
    possible_merge: Annotated[
        bool, Field(description="Its start came again after its stop: these may be two sessions.")
    ]
    possible_doubles: Annotated[
        list[int] | None,
        Field(
            description="Transactions that began alike, without a clock and with a boot in between:"
            " each may be this one again."
        ),
    ] = None
    implausible_time: Annotated[
        bool, Field(description="The charge point's clock was wrong when it started.")
    ]
    estimate: Estimate | None = None
    assigned_stop: AssignedStop | None = None
    reported: Annotated[
        Values | None, Field(description="What the charge point said, if it has been corrected.")
    ] = None
    corrections: list[Correction] | None = None
    as_sent: Annotated[
        AsSent | None, Field(description="What had to be mended in its messages, as it came.")
    ] = None


class Transactions(Page[Transaction]):
    pass


def weight(one: transactions.Transaction) -> int:
    """In characters, about."""
    return A_CORRECTION * (1 + len(one.corrections or ()))


def view(one: transactions.Transaction) -> Transaction:
    return Transaction(
        charge_point_id=one.charge_point_id,
        transaction_id=one.transaction_id,
        connector_id=one.connector_id,
        status="running" if one.stopped_at is None else "stopped",
        id_tag=one.id_tag,
        id_tag_info=one.id_tag_info,
        reservation_id=one.reservation_id,
        started_at=one.started_at,
        start_received_at=one.start_received_at,
        meter_start=one.meter_start,
        stopped_at=one.stopped_at,
        stop_received_at=one.stop_received_at,
        meter_stop=one.meter_stop,
        stop_reason=one.stop_reason,
        stop_id_tag=one.stop_id_tag,
        register_=one.register,
        register_at=one.register_at,
        energy=one.energy,
        possible_merge=one.possible_merge_at is not None,
        possible_doubles=sorted(one.possible_doubles) if one.possible_doubles else None,
        implausible_time=one.implausible_time or False,
        estimate=_estimate(one),
        assigned_stop=AssignedStop(**one.assigned_stop) if one.assigned_stop else None,
        reported=_reported(one),
        corrections=[Correction(**each) for each in one.corrections] if one.corrections else None,
        as_sent=AsSent(start=one.start_as_sent, stop=one.stop_as_sent)
        if one.start_as_sent or one.stop_as_sent
        else None,
    )


def _estimate(one: transactions.Transaction) -> Estimate | None:
    if one.estimate is None:
        return None
    replaced_at = one.assigned_stop["at"] if one.assigned_stop else one.stop_received_at
    return Estimate(**one.estimate, replaced_at=replaced_at)


def _reported(one: transactions.Transaction) -> Values | None:
    if not one.corrections:
        return None
    start = one.first_meter_start
    if one.stop_digest is None:
        return Values(meter_start=start)
    stop = one.first_meter_stop
    return Values(
        meter_start=start,
        meter_stop=stop,
        stopped_at=one.reported_stopped_at or one.stopped_at,
        energy=None if start is None or stop is None else Decimal(stop - start),
    )
