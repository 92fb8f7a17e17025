"""What meters said, as the API shows it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.models import Number, Page, Time, View
from csms.store.reported import meter_readings

EXAMPLE: dict[str, object] = {
    "at": "2026-06-01T12:15:00.000Z",
    "receivedAt": "2026-06-01T12:15:00.730Z",
    "source": "MeterValues",
    "connectorId": 1,
    "transactionId": 1234567890,
    "samples": [
        {
            "at": "2026-06-01T12:15:00.000Z",
            "measurand": "Energy.Active.Import.Register",
            "context": "Sample.Periodic",
            "format": "Raw",
            "location": "Outlet",
            "unit": "Wh",
            "value": 7050,
        }
    ],
}


class Sample(View):
    at: Time
    measurand: str
    context: str
    format: str
    location: str
    phase: str | None = None
    unit: str | None = None
    value: Number | None = None
    text: Annotated[
        str | None, Field(description="In the value's place: signed data, and what is no number.")
    ] = None
    odd: Annotated[
        bool | None, Field(description="It has a word that OCPP does not know, or no value.")
    ] = None
    undated: Annotated[
        bool | None, Field(description="It told no time: `at` is when it was received.")
    ] = None


class MeterReading(View):
    """The samples of one message, or of a part of a large one; `at` is the first sample's time."""

    at: Time
    received_at: Time
    source: Literal["MeterValues", "StopTransaction"]
    connector_id: int | None = None
    transaction_id: int | None = None
    samples: list[Sample]
    unread: Annotated[
        dict[str, str] | None, Field(description="What could not be read, by its place in it.")
    ] = None


class MeterReadings(Page[MeterReading]):
    pass


def _sample(sample: Mapping[str, Any]) -> Sample:
    marks = {name: sample.get(name) == "true" or None for name in ("odd", "undated")}
    return Sample(**{**sample, **marks})


def views(readings: Iterable[meter_readings.MeterReading]) -> list[MeterReading]:
    return [
        MeterReading(
            at=datetime.fromisoformat(one.sk.partition("#")[0]),
            received_at=one.received_at,
            source=one.source,  # type: ignore[arg-type]
            connector_id=one.connector_id,
            transaction_id=one.transaction_id,
            samples=[_sample(sample) for sample in one.samples],
            unread=one.unread,
        )
        for one in readings
    ]
