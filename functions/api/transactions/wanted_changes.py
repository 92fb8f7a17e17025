"""What operators may say of a transaction, and what it would be by that."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from api.http.models import Body, Time
from api.http.problems import bad_field
from api.transactions.views import EXAMPLE
from csms.store import transactions
from csms.store.transactions.corrections import Values
from csms.wire.ocpp16 import StopReason, spell_time

MOST_WH = 10**15

Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Meter = Annotated[int, Field(ge=-MOST_WH, le=MOST_WH, description="Wh")]

REPAIRED: dict[str, object] = EXAMPLE | {
    "meterStart": 4300,
    "energy": 15400,
    "reported": {
        "meterStart": 4200,
        "meterStop": 19700,
        "stoppedAt": "2026-06-01T13:30:00.000Z",
        "energy": 15500,
    },
    "corrections": [
        {
            "by": "7f0c3a5e-9b1d-4f6e-8a52-0c1d2e3f4a5b",
            "name": "olga@example.com",
            "at": "2026-06-02T08:00:00.000Z",
            "note": "read off the meter",
            "before": {"meterStart": 4200, "energy": 15500},
            "after": {"meterStart": 4300, "energy": 15400},
        }
    ],
}


class Closing(Body):
    """What is not given is taken from the last plausible reading, if the meter has told one."""

    stopped_at: Time | None = None
    meter_stop: Meter | None = None
    reason: StopReason = "Other"
    note: Annotated[Note, Field(description="Why: kept with the transaction.")]


class Repair(Body):
    """Energy that is not given follows from the meter, if that is."""

    meter_start: Meter | None = None
    meter_stop: Meter | None = None
    stopped_at: Time | None = None
    energy: Annotated[Decimal | None, Field(strict=False, ge=0, le=MOST_WH, max_digits=18)] = None
    note: Annotated[Note, Field(description="Why: kept with the transaction.")]


def corrected(before: Values, body: Repair) -> Values:
    start = before.meter_start if body.meter_start is None else body.meter_start
    stop = before.meter_stop if body.meter_stop is None else body.meter_stop
    energy = body.energy
    if energy is None:
        energy = before.energy
        if (start, stop) != (before.meter_start, before.meter_stop):
            energy = None if start is None or stop is None else Decimal(stop - start)
        if energy is not None and energy != before.energy and energy < 0:
            raise bad_field("energy", "is due where the meter ends below its start")
    return Values(start, stop, body.stopped_at or before.stopped_at, energy)


def is_closed_so(one: transactions.Transaction, body: Closing) -> bool:
    """Whether it was closed as is asked now, and its charge point has not said otherwise."""
    if one.estimate is None or one.stop_digest is not None:
        return False
    told = {"reason": body.reason, "note": body.note}
    if body.stopped_at is not None:
        told["stoppedAt"] = spell_time(body.stopped_at)
    if body.meter_stop is not None:
        told["meterStop"] = str(body.meter_stop)
    return all(str(one.estimate.get(name)) == value for name, value in told.items())
