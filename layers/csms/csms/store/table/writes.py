"""The two tables: every key pattern, every access path, and the few ways to reach them.

STATE: what is so now. One partition shows what is known of a charge point.

pk                    sk                           item             index
CP#<charge point>     CP                           ChargePoint      by_name CP#<shard>
CP#<charge point>     CONNECTION                   Connection
CP#<charge point>     TX#<number, ten digits>      Transaction      by_time TX#<yyyy-mm>#<shard>
                                                                    by_name TX#<charge point>
CP#<charge point>     RUNNING#<time>#<number>      Running          by_name RUNNING#<shard>
CP#<charge point>     STOP#<digest>                OrphanStop       by_time STOP#<yyyy-mm>#<shard>
                                                                    by_name STOP#<charge point>
CP#<charge point>     CONFIGURATION                Configuration
CP#<charge point>     CONFIGURATION-TEMPLATE       TemplateApplied
CP#<charge point>     LOCAL-LIST                   LocalList
CP#<charge point>     LOCAL-LIST-PARTS             LocalListParts
CP#<charge point>     RESERVATION#<id, ten digits> Reservation
CP#<charge point>     PROFILE#<id, ten digits>     InstalledProfile
CP#<charge point>     PROFILES-GONE                GoneProfiles
CP#<charge point>     CERTIFICATES#<type>          ReportedCertificates
CP#<charge point>     CERTIFICATES#<type>#<digest> InstalledCertificate
CP#<charge point>     JOB#<command id>             Job
CP#<charge point>     COUNTERS                     Counters
CP#<charge point>     QUEUED#<command id>          QueuedCommand
CP#<charge point>     PROBLEM#<what>               Problem          by_name PROBLEM#<shard>
CP-NAME#<folded id>   CP-NAME                      ChargePointName
TAG#<ID TAG>          TAG                          IdTag            by_name TAG#<shard>
TAG#<ID TAG>          OPEN#<charge point>#<number> OpenTransaction
INBOX                 SLOT#<number>                Stranger
TEMPLATE#<name>       TEMPLATE                     ConfigurationTemplate  by_name TEMPLATE#<shard>
MODEL#<vendor>        <model>                      PendingTemplate

HISTORY: what piles up.

pk                    sk                                       item
METER#<cp>#<yyyy-mm>  <first sample>#<connector>#<digest>#<n>  MeterReading
CP#<charge point>     <action>#<time>#<digest>                 Report
CP#<charge point>     FailedToAuthenticate#<minute>#<address>  FailedHandshake
CP#<charge point>     REFUSED#<action>#<digest>                RefusedCall
LOG#<cp>#<yyyy-mm-dd> <time>#<message id>                      LoggedFrame
CALL#<charge point>   <command id, which begins with its time>  CommandRecord
IDEMPOTENCY#<caller>  <key>                                    PostedTwice
AUDIT#<resource>      <time>#<request id>                      AuditEntry

Security events, ours too, are by_time SecurityEventNotification#<yyyy-mm>#<shard>, and audit
entries AUDIT#<yyyy-mm>#<shard>.

A list over the whole fleet is a query on `by_time` or `by_name`, one a shard. The indexes hold
keys alone, so that no heartbeat, status or sample ever touches them.
"""

import os
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar, Literal, TypeVar, cast, overload
from zlib import crc32

from botocore import xform_name
from botocore.exceptions import ClientError
from pynamodb.attributes import DiscriminatorAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from csms import aws
from csms.store.table.attributes import optional

SHARDS = 4  # of each list over the whole fleet: 4,000 writes a second into one month
CONFLICT_TRIES = 4
BATCH = 100  # keys that one BatchGetItem takes

Raw = dict[str, Any]
T = TypeVar("T")


class _Item(Model):
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    by_time_pk = optional(UnicodeAttribute)
    by_time_sk = optional(UnicodeAttribute)
    by_name_pk = optional(UnicodeAttribute)
    by_name_sk = optional(UnicodeAttribute)
    expires_at = optional(TTLAttribute)


class StateItem(_Item):
    class Meta:
        table_name = os.environ.get("STATE_TABLE", "csms-state")

    kind = DiscriminatorAttribute()
    PREFIX: ClassVar[str] = ""  # of the sort keys of a kind of which a charge point has many


class HistoryItem(_Item):
    class Meta:
        table_name = os.environ.get("HISTORY_TABLE", "csms-history")

    kind = DiscriminatorAttribute()


M = TypeVar("M", bound=_Item)
A = TypeVar("A", bound=StateItem)
B = TypeVar("B", bound=StateItem)
C = TypeVar("C", bound=StateItem)
D = TypeVar("D", bound=StateItem)


def by_time(kind: str, owner: str, at: datetime) -> tuple[str, str]:
    """The keys that put an item on the list of its kind and month."""
    return f"{kind}#{at:%Y-%m}#{_shard(owner)}", f"{when(at)}#{owner}"


def by_name(kind: str, name: str) -> tuple[str, str]:
    """The keys that put an item on the list of its kind."""
    return f"{kind}#{_shard(name)}", name


def by_receipt(kind: str, charge_point_id: str, at: datetime) -> tuple[str, str]:
    """The keys, of `by_name`, that put an item on its charge point's own list of its kind."""
    return f"{kind}#{charge_point_id}", f"{when(at)}#"


def _shard(name: str) -> int:
    return crc32(name.encode()) % SHARDS


@dataclass(frozen=True)
class Write:
    """A write that is not done yet: alone by `perform`, or with others by `transact`."""

    operation: Literal["Put", "Update", "Delete", "ConditionCheck"]
    arguments: Raw


class ConditionFailed(Exception):
    """The condition of a write did not hold; `item` is what stands there, None if nothing does."""

    def __init__(self, item: Raw | None) -> None:
        super().__init__("the condition of the write does not hold")
        self.item = item


class Cancelled(Exception):
    """Nothing of a transaction was written; `failed` has the items that stand in its way.

    Keyed by the position of the write whose condition failed; None where no item stands.
    """

    def __init__(self, failed: dict[int, Raw | None]) -> None:
        super().__init__(f"the conditions of writes {sorted(failed)} do not hold")
        self.failed = failed


def put(item: _Item, condition: Condition | None = None) -> Write:
    return Write("Put", item.get_save_kwargs_from_instance(condition, "ALL_OLD"))


def update(item: _Item, actions: Sequence[Action], condition: Condition | None = None) -> Write:
    return Write(
        "Update", item.get_update_kwargs_from_instance(list(actions), condition, "ALL_OLD")
    )


def delete(item: _Item, condition: Condition | None = None) -> Write:
    return Write("Delete", item.get_delete_kwargs_from_instance(condition, "ALL_OLD"))


def absent(item: _Item) -> Write:
    """Not a write, but a condition on the others of a transaction: nothing stands there."""
    nothing = type(item).pk.does_not_exist()
    return Write("ConditionCheck", item.get_delete_kwargs_from_instance(nothing, "ALL_OLD"))


def perform(write: Write, *, returning: Literal["NONE", "ALL_OLD", "ALL_NEW"] = "NONE") -> Raw:
    """Do one write; returns the item before or after it, raises ConditionFailed.

    Meeting a transaction on the same item is no outcome: it is tried again.
    """
    arguments = write.arguments | {"ReturnValues": returning}
    for tries_left in reversed(range(CONFLICT_TRIES)):
        try:
            answer = _call(f"{write.operation}Item", arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ConditionalCheckFailedException":
                raise ConditionFailed(cast(Raw, error.response).get("Item")) from error
            if code != "TransactionConflictException" or not tries_left:
                raise
            _stand_aside()
        else:
            break
    return cast(Raw, answer.get("Attributes", {}))


def transact(*writes: Write) -> None:
    """Do all of the writes or none; raises Cancelled.

    Meeting another transaction on the same item is no outcome: it is tried again.
    """
    items = [{write.operation: write.arguments} for write in writes]
    for tries_left in reversed(range(CONFLICT_TRIES)):
        try:
            _call("TransactWriteItems", {"TransactItems": items})
        except ClientError as error:
            reasons = cast(Raw, error.response).get("CancellationReasons", [])
            codes = [reason["Code"] for reason in reasons]
            if "ConditionalCheckFailed" in codes:
                raise Cancelled(
                    {
                        place: reason.get("Item")
                        for place, reason in enumerate(reasons)
                        if reason["Code"] == "ConditionalCheckFailed"
                    }
                ) from error
            if "TransactionConflict" not in codes or not tries_left:
                raise
            _stand_aside()
        else:
            return


def _stand_aside() -> None:
    time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - no secret


def get(stub: M) -> M | None:
    """Read one item of either table by the key of this stub, as of now."""
    arguments = {
        "TableName": stub.Meta.table_name,
        "Key": {"pk": {"S": stub.pk}, "sk": {"S": stub.sk}},
        "ConsistentRead": True,
    }
    item = _call("GetItem", arguments).get("Item")
    return type(stub).from_raw_data(item) if item else None


@overload
def fetch(first: A, /) -> tuple[A | None]: ...
@overload
def fetch(first: A, second: B, /) -> tuple[A | None, B | None]: ...
@overload
def fetch(first: A, second: B, third: C, /) -> tuple[A | None, B | None, C | None]: ...
@overload
def fetch(
    first: A, second: B, third: C, fourth: D, /
) -> tuple[A | None, B | None, C | None, D | None]: ...
@overload
def fetch(*stubs: StateItem) -> tuple[StateItem | None, ...]: ...
def fetch(*stubs: StateItem) -> tuple[StateItem | None, ...]:
    """Read items by the keys of these stubs, a hundred in a round trip, as of now."""
    keys = {(stub.pk, stub.sk) for stub in stubs}
    found = {(item.pk, item.sk): item for item in _batch(sorted(keys), StateItem)}
    return tuple(found.get((stub.pk, stub.sk)) for stub in stubs)


def read(model: type[M], keys: Sequence[tuple[str, str]]) -> list[M]:
    """The items of a model that stand under these keys, in their order, as of now."""
    found = {(item.pk, item.sk): item for item in _batch(sorted(set(keys)), model)}
    return [found[key] for key in keys if key in found]


def item_of(model: type[M], raw: Raw) -> M | None:
    """A raw item, None if it is of another kind."""
    base = StateItem if issubclass(model, StateItem) else HistoryItem
    item = base.from_raw_data(raw)
    return item if isinstance(item, model) else None


def _batch(keys: Sequence[tuple[str, str]], model: type[M]) -> Iterable[M]:
    name = model.Meta.table_name
    for place in range(0, len(keys), BATCH):
        batch = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys[place : place + BATCH]]
        wanted: Raw = {name: {"Keys": batch, "ConsistentRead": True}}
        while wanted:
            answer = _call("BatchGetItem", {"RequestItems": wanted})
            items = (item_of(model, raw) for raw in answer["Responses"].get(name, []))
            yield from (item for item in items if item is not None)
            wanted = answer.get("UnprocessedKeys", {})


def query(model: type[M], pk: str, prefix: str = "", *, after: str = "") -> list[M]:
    """All items of a partition whose sort key begins with the prefix, or is past another key."""
    condition, values = "pk = :pk", {":pk": {"S": pk}}
    if prefix or after:
        condition += " AND sk > :sk" if after else " AND begins_with(sk, :sk)"
        values[":sk"] = {"S": after or prefix}
    arguments: Raw = {
        "TableName": model.Meta.table_name,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ConsistentRead": True,
    }
    return [model.from_raw_data(item) for item in _pages(arguments)]


def first_of(arguments: Raw, most: int) -> list[Raw]:
    """The first raw items of a query."""
    return list(islice(_pages(arguments | {"Limit": most}), most))


def _pages(arguments: Raw) -> Iterable[Raw]:
    while True:
        answer = _call("Query", arguments)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        arguments = arguments | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _call(operation: str, arguments: Raw) -> Raw:
    return cast(Raw, getattr(aws.client("dynamodb"), xform_name(operation))(**arguments))


def when(value: datetime) -> str:
    """A time as it sorts inside a key."""
    return value.isoformat(timespec="milliseconds")
