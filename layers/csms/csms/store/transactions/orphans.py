"""Stops that end no transaction."""

from pynamodb.attributes import JSONAttribute, UnicodeAttribute
from pynamodb.attributes import UTCDateTimeAttribute as TimeAttribute

from csms.store.table import (
    Cancelled,
    ConditionFailed,
    StateItem,
    Write,
    by_receipt,
    by_time,
    perform,
    put,
    transact,
)
from csms.store.table.attributes import IntegerAttribute, optional
from csms.store.transactions.stops import Stop


class OrphanStop(StateItem, discriminator="orphan stop"):
    """A stop that ends no transaction we know: kept for an operator, never guessed onto one."""

    transaction_id = optional(IntegerAttribute)
    stopped_at = TimeAttribute()
    meter_stop = optional(IntegerAttribute)
    id_tag = optional(UnicodeAttribute)
    reason = UnicodeAttribute()
    why = UnicodeAttribute()
    received_at = TimeAttribute()
    assigned_to = optional(IntegerAttribute)
    judgement = optional(JSONAttribute)
    as_sent = optional(JSONAttribute)

    @classmethod
    def of(cls, charge_point_id: str, digest: str) -> "OrphanStop":
        return cls(f"CP#{charge_point_id}", f"STOP#{digest}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def digest(self) -> str:
        return self.sk.removeprefix("STOP#")


def keep_orphan(
    charge_point_id: str, number: int | None, stop: Stop, why: str, *readings: Write
) -> None:
    """Keep a stop that ends nothing; the same one again changes nothing."""
    orphan = OrphanStop.of(charge_point_id, stop.digest)
    orphan.transaction_id = number
    orphan.stopped_at = stop.stopped_at
    orphan.meter_stop = stop.meter_stop
    orphan.id_tag = stop.id_tag
    orphan.reason = stop.reason
    orphan.why = why
    orphan.as_sent = dict(stop.as_sent) or None
    orphan.received_at = stop.received_at
    orphan.by_time_pk, orphan.by_time_sk = by_time("STOP", charge_point_id, stop.received_at)
    orphan.by_name_pk, orphan.by_name_sk = by_receipt("STOP", charge_point_id, stop.received_at)
    write = put(orphan, OrphanStop.pk.does_not_exist())
    try:
        transact(write, *readings) if readings else perform(write)
    except (Cancelled, ConditionFailed):
        return  # kept already, with its readings
