"""What meters said: an item for some messages, for one, or a few for one that is large."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from pynamodb.attributes import JSONAttribute, UnicodeAttribute, UTCDateTimeAttribute

from csms import settings
from csms.store.reported import receipts, shared_readings
from csms.store.reported.samples import SamplesAttribute
from csms.store.table import HistoryItem, Raw, Write, put, when
from csms.store.table.attributes import IntegerAttribute, optional
from csms.wire.mending import ReceiptTime

SAMPLES_AN_ITEM = 1_000  # some 200 bytes each, of the 400 KB that an item may have


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
                _partition(charge_point_id, first),
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


@dataclass(frozen=True)
class Once:
    """What keeps the samples of a message once: the condition is on the first of the writes."""

    digest: str
    shared: Write | None
    by_itself: Callable[[], list[Write]]

    @cached_property
    def alone(self) -> list[Write]:
        """What does so where there is no room in the item that it would share."""
        return self.by_itself()

    @property
    def writes(self) -> list[Write]:
        return [self.shared] if self.shared else self.alone

    def finds_no_room(self, failed: Mapping[int, Raw | None]) -> bool:
        """`failed`: what stands in the way of which of `writes`."""
        item = failed.get(0)
        shares = self.shared is not None
        return item is not None and shares and not shared_readings.is_in(item, self.digest)


def once(
    charge_point_id: str,
    samples: Sequence[dict[str, Any]],
    *,
    digest: str,
    connector_id: int | None,
    transaction_id: int | None,
    first: datetime,
    received_at: datetime,
    unread: Mapping[str, str] | None = None,
) -> Once:
    """Of MeterValues."""
    alone = partial(
        writes,
        charge_point_id,
        samples,
        source=shared_readings.SOURCE,
        digest=digest,
        connector_id=connector_id,
        transaction_id=transaction_id,
        first=first,
        received_at=received_at,
        once=True,
        unread=unread,
    )
    if isinstance(first, ReceiptTime) or len(samples) > SAMPLES_AN_ITEM:
        return Once(digest, None, alone)
    shared = shared_readings.share(
        _partition(charge_point_id, first),
        list(samples),
        digest=digest,
        connector_id=connector_id,
        transaction_id=transaction_id,
        first=first,
        received_at=received_at,
        expires_at=settings.meter_values_expire(received_at),
        unread=unread,
    )
    return Once(digest, shared, alone)


def apiece(item: Raw) -> list[Raw]:
    """Each reading as an item of its own, whatever item it shares, in the order of their keys."""
    return shared_readings.each(item) if item["kind"]["S"] == shared_readings.KIND else [item]


def _partition(charge_point_id: str, first: datetime) -> str:
    return f"METER#{charge_point_id}#{first:%Y-%m}"
