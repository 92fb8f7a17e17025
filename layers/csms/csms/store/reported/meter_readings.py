"""What meters said: one item a message, or a few if the message was a large one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from pynamodb.attributes import Attribute, JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.constants import LIST

from csms import settings
from csms.store.reported import receipts
from csms.store.table import HistoryItem, Raw, Write, put, when
from csms.store.table.attributes import IntegerAttribute, optional
from csms.wire.mending import ReceiptTime
from csms.wire.meter_values import DEFAULTS

SAMPLES_AN_ITEM = 1_000  # some 200 bytes each, of the 400 KB that an item may have


class SamplesAttribute(Attribute[list[dict[str, Any]]]):
    """Samples as `domain.metering.samples` makes them: a decimal is a number, all else text.

    Years of them are kept, so what goes without saying is not: what is of the `DEFAULTS`, and a
    time that is that of the sample before. Older versions stored that as well.
    """

    attr_type = LIST

    def serialize(self, value: list[dict[str, Any]]) -> list[Raw]:
        before = [None, *(one.get("at") for one in value)]
        return [
            {"M": {name: _typed(field) for name, field in _telling(one, at).items()}}
            for one, at in zip(value, before, strict=False)
        ]

    def deserialize(self, value: list[Raw]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for one in value:
            at = {"at": found[-1]["at"]} if found and "at" in found[-1] else {}
            told = {name: _plain(field) for name, field in one["M"].items()}
            found.append(at | DEFAULTS | told)
        return found


class MeterReading(HistoryItem, discriminator="meter reading"):
    """Samples of one message, of one connector and, where it named one, of one transaction.

    `unread` is the text of what could not be read, by its place in the message.
    """

    connector_id = optional(IntegerAttribute)
    transaction_id = optional(IntegerAttribute)
    received_at = UTCDateTimeAttribute()
    source = UnicodeAttribute()
    samples = SamplesAttribute()
    unread = optional(JSONAttribute)


def writes(
    charge_point_id: str,
    samples: Sequence[dict[str, Any]],
    *,
    source: str,
    digest: str,
    connector_id: int | None,
    transaction_id: int | None,
    first: datetime,
    received_at: datetime,
    once: bool,
    unread: Mapping[str, str] | None = None,
) -> list[Write]:
    """The writes that keep a message's samples.

    The digest of the message is in the key: a message that was split stays whole, one that is
    repeated vanishes. `once` makes that a condition, so that the first reception counts; it stands
    on the first of the writes.
    """
    undated = [receipts.first(charge_point_id, digest, received_at)] if once else []
    return (undated if isinstance(first, ReceiptTime) else []) + [
        put(
            MeterReading(
                f"METER#{charge_point_id}#{first:%Y-%m}",
                f"{when(first)}#{connector_id or 0}#{digest}#{place // SAMPLES_AN_ITEM}",
                connector_id=connector_id,
                transaction_id=transaction_id,
                received_at=received_at,
                source=source,
                samples=list(samples[place : place + SAMPLES_AN_ITEM]),
                unread=dict(unread) if unread and not place else None,
                expires_at=settings.meter_values_expire(received_at),
            ),
            MeterReading.pk.does_not_exist() if once else None,
        )
        for place in range(0, len(samples) or bool(unread), SAMPLES_AN_ITEM)
    ]


def _telling(sample: Mapping[str, Any], before: str | None) -> dict[str, Any]:
    untold = DEFAULTS | {"at": before}
    return {name: field for name, field in sample.items() if untold.get(name) != field}


def _typed(value: object) -> Raw:
    return {"N": str(value)} if isinstance(value, Decimal) else {"S": str(value)}


def _plain(field: Raw) -> Decimal | str:
    return Decimal(field["N"]) if "N" in field else str(field["S"])
