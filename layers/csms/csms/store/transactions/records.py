"""Charging transactions, and what stands beside one while it runs."""

from datetime import datetime
from decimal import Decimal

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.attributes import UTCDateTimeAttribute as TimeAttribute

from csms.store.paging import by_receipt, part, reading
from csms.store.provisioned import id_tags
from csms.store.table import BATCH, Raw, StateItem, by_name, fetch, first_of, query, read, when
from csms.store.table.attributes import (
    DecimalAttribute,
    IntegerAttribute,
    IntegersAttribute,
    optional,
)

MOST_RUNNING = 100  # of one charge point that are looked at


class Transaction(StateItem, discriminator="transaction"):
    """A charging session, found by its number alone; it runs until `stopped_at` is set.

    Never deleted: a number is used once. `started_at`, `stopped_at` and `register_at` are the
    charge point's times, the `received` ones are ours; meters and `register` are Wh. Without a
    `register_location` the register is that of the outlet.
    `possible_merge_at` is when its start came again after it had been stopped by its own number:
    a repetition, or another session of a charge point that began alike.
    `possible_doubles` are those that began alike without a clock, with a boot in between: one
    start that came again, or two. `cannot_run_at` is when that was told last, which is a problem.

    Without a `stop_digest` its charge point has not told of its stop: what stands as one is an
    operator's `estimate`. `reported_…` is what it said where operators have corrected that,
    `unreported` names the readings among those that it had not told; `…_as_sent` is what it said
    where that had to be mended.
    `version` counts its stops and what operators did.
    """

    connector_id = IntegerAttribute()
    id_tag = UnicodeAttribute()
    id_tag_info = JSONAttribute()
    reservation_id = optional(IntegerAttribute)
    started_at = TimeAttribute()
    start_received_at = TimeAttribute()
    start_digest = UnicodeAttribute()
    meter_start = optional(IntegerAttribute)
    meter_stop = optional(IntegerAttribute)
    stopped_at = optional(TimeAttribute)
    stop_received_at = optional(TimeAttribute)
    stop_digest = optional(UnicodeAttribute)
    stop_reason = optional(UnicodeAttribute)
    stop_id_tag = optional(UnicodeAttribute)
    register = optional(DecimalAttribute)
    register_at = optional(TimeAttribute)
    register_location = optional(UnicodeAttribute)
    energy = optional(DecimalAttribute)
    possible_merge_at = optional(TimeAttribute)
    cannot_run_at = optional(TimeAttribute)
    possible_doubles = optional(IntegersAttribute)
    implausible_time = optional(BooleanAttribute)
    estimate = optional(JSONAttribute)
    assigned_stop = optional(JSONAttribute)
    corrections = optional(JSONAttribute)
    reported_meter_start = optional(IntegerAttribute)
    reported_meter_stop = optional(IntegerAttribute)
    reported_stopped_at = optional(TimeAttribute)
    unreported = optional(JSONAttribute)
    start_as_sent = optional(JSONAttribute)
    stop_as_sent = optional(JSONAttribute)
    version = optional(IntegerAttribute)

    @classmethod
    def of(cls, charge_point_id: str, number: int) -> "Transaction":
        return cls(f"CP#{charge_point_id}", f"TX#{number:010d}")

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def transaction_id(self) -> int:
        return int(self.sk.removeprefix("TX#"))

    @property
    def begun_at(self) -> datetime:
        """By the charge point's own clock, where that can be believed."""
        return self.start_received_at if self.implausible_time else self.started_at

    @property
    def used(self) -> Decimal | None:
        """Wh by the register, if the meter has told both ends."""
        if self.register is None or self.meter_start is None:
            return None
        return self.register - self.meter_start

    @property
    def first_meter_start(self) -> int | None:
        """What its charge point reported, as `first_meter_stop` for its stop."""
        return self._first("meterStart", self.reported_meter_start, self.meter_start)

    @property
    def first_meter_stop(self) -> int | None:
        return self._first("meterStop", self.reported_meter_stop, self.meter_stop)

    def _first(self, reading: str, reported: int | None, stands: int | None) -> int | None:
        if reading in (self.unreported or ()):
            return None
        return stands if reported is None else reported

    def register_follows(self, at: datetime) -> bool:
        """Whether a reading of that time is news: newer than the last, and before the stop."""
        return self.stopped_at is None and (self.register_at is None or self.register_at < at)


class Running(StateItem, discriminator="running transaction"):
    """Stands beside a transaction while it runs: so those that do are found among all."""

    PREFIX = "RUNNING#"

    @classmethod
    def of(cls, transaction: Transaction) -> "Running":
        begun = when(transaction.start_received_at)
        owner = transaction.charge_point_id
        running = cls(transaction.pk, f"{cls.PREFIX}{begun}#{transaction.transaction_id}")
        running.by_name_pk, running.by_name_sk = by_name("RUNNING", f"{begun}#{owner}")
        return running


class ClocklessStart(StateItem, discriminator="clockless start"):
    """The last transaction of a start that told no time that can be right.

    A boot makes another transaction of the same start: this is how they find each other.
    """

    transaction_id = IntegerAttribute()

    @classmethod
    def of(cls, charge_point_id: str, digest: str) -> "ClocklessStart":
        """`digest` is that of the start, whatever the boot."""
        return cls(f"CP#{charge_point_id}", f"CLOCKLESS#{digest}")


class OpenTransaction(StateItem, discriminator="open transaction"):
    """Stands beside an id tag while a transaction that was accepted for it runs."""

    charge_point_id = UnicodeAttribute()
    transaction_id = IntegerAttribute()
    connector_id = IntegerAttribute()
    started_at = TimeAttribute()
    received_at = TimeAttribute()

    @classmethod
    def of(cls, transaction: Transaction) -> "OpenTransaction":
        return cls(
            id_tags.key(transaction.id_tag),
            f"OPEN#{transaction.charge_point_id}#{transaction.transaction_id}",
            charge_point_id=transaction.charge_point_id,
            transaction_id=transaction.transaction_id,
            connector_id=transaction.connector_id,
            started_at=transaction.started_at,
            received_at=transaction.start_received_at,
        )


def find(charge_point_id: str, number: int) -> Transaction | None:
    (found,) = fetch(Transaction.of(charge_point_id, number))
    return found


def begun_between(charge_point_id: str, since: datetime, until: datetime) -> list[Transaction]:
    """Those whose start was received then; of many the last hundred."""
    ranges = by_receipt(Transaction, (f"TX#{charge_point_id}",), since, until)
    return part(ranges, BATCH, None, reading(Transaction)).items


def running_for(id_tag: str) -> list[OpenTransaction]:
    return query(OpenTransaction, id_tags.key(id_tag), "OPEN#")


def running_on(charge_point_id: str) -> list[Transaction]:
    """What runs on a charge point, by the receipt of its start: the newest first, and not all."""
    arguments: Raw = {
        "TableName": Running.Meta.table_name,
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
        "ExpressionAttributeValues": {
            ":pk": {"S": f"CP#{charge_point_id}"},
            ":sk": {"S": Running.PREFIX},
        },
        "ScanIndexForward": False,
        "ConsistentRead": True,
    }
    markers = first_of(arguments, MOST_RUNNING)
    numbers = [int(marker["sk"]["S"].rpartition("#")[2]) for marker in markers]
    stubs = [Transaction.of(charge_point_id, number) for number in numbers]
    return read(Transaction, [(stub.pk, stub.sk) for stub in stubs])
