"""Writes, alone or several as one, and the conditions under which they are done."""

import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action, Update

from csms import aws
from csms.store.table import calls
from csms.store.table.calls import Raw
from csms.store.table.items import Item
from csms.store.table.throttling import let_cool

CONFLICT_TRIES = 4
_NO_SUCH_PLACE = "document path provided in the update expression is invalid"
THROTTLED = frozenset({"ThrottlingError", "ProvisionedThroughputExceeded"})
"""Reasons of a cancelled transaction; only what is throttled by itself is tried again by `aws`."""


@dataclass(frozen=True)
class Write:
    """A write that is not done yet: alone by `perform`, or with others by `transact`.

    `as_read`: it was made of what stands there, and on the condition that this has not moved.
    """

    operation: Literal["Put", "Update", "Delete", "ConditionCheck"]
    arguments: Raw
    as_read: bool = False

    @property
    def place(self) -> tuple[str, str, str]:
        """The table and the keys of its item, of which a transaction takes one write."""
        keys = self.arguments.get("Key") or self.arguments["Item"]
        return self.arguments["TableName"], keys["pk"]["S"], keys["sk"]["S"]


class ConditionFailed(Exception):
    """The condition of a write did not hold; `item` is what stands there, None if nothing does."""

    def __init__(self, item: Raw | None) -> None:
        super().__init__("the condition of the write does not hold")
        self.item = item


class NoSuchPlace(Exception):
    """A member of a map was to be written, and the item is so old that it has no such map."""


class Cancelled(Exception):
    """Nothing of a transaction was written; `failed` has the items that stand in its way.

    Keyed by the position of the write whose condition failed; None where no item stands.
    """

    def __init__(self, failed: dict[int, Raw | None]) -> None:
        super().__init__(f"the conditions of writes {sorted(failed)} do not hold")
        self.failed = failed


def put(item: Item, condition: Condition | None = None) -> Write:
    return Write("Put", _arguments(item, {"Item": item.serialize()}, condition))


def put_as_read(item: Item, unmoved: Condition) -> Write:
    """What is to be written is worked out again from what stands there, if that has moved."""
    return replace(put(item, unmoved), as_read=True)


def update(item: Item, actions: Sequence[Action], condition: Condition | None = None) -> Write:
    return Write("Update", _arguments(item, {"Key": item.primary_key}, condition, actions))


def delete(item: Item, condition: Condition | None = None) -> Write:
    return Write("Delete", _arguments(item, {"Key": item.primary_key}, condition))


def check(item: Item, condition: Condition) -> Write:
    """Not a write, but a condition on the others of a transaction."""
    return Write("ConditionCheck", _arguments(item, {"Key": item.primary_key}, condition))


def _arguments(
    item: Item, which: Raw, condition: Condition | None, actions: Sequence[Action] = ()
) -> Raw:
    """As DynamoDB takes them; what stands in the way is told."""
    names: dict[str, str] = {}
    values: Raw = {}
    arguments: Raw = {
        "TableName": item.Meta.table_name,
        **which,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    if condition is not None:
        arguments["ConditionExpression"] = condition.serialize(names, values)
    if actions:
        arguments["UpdateExpression"] = Update(*actions).serialize(names, values)
    if names:
        arguments["ExpressionAttributeNames"] = {name: path for path, name in names.items()}
    if values:
        arguments["ExpressionAttributeValues"] = values
    return arguments


def absent(item: Item) -> Write:
    """A condition on the others of a transaction: nothing stands there."""
    return check(item, type(item).pk.does_not_exist())


def perform(write: Write, *, returning: Literal["NONE", "ALL_OLD", "ALL_NEW"] = "NONE") -> Raw:
    """Do one write; returns the item before or after it; raises ConditionFailed, NoSuchPlace.

    Meeting a transaction on the same item is no outcome: it is tried again.
    """
    arguments = write.arguments | {"ReturnValues": returning}
    for tries_left in reversed(range(CONFLICT_TRIES)):
        try:
            answer = calls.call(f"{write.operation}Item", arguments)
        except aws.ServiceError as error:
            if error.code == "ConditionalCheckFailedException":
                raise ConditionFailed(error.answer.get("Item")) from error
            if error.code == "ValidationException" and _NO_SUCH_PLACE in str(error):
                raise NoSuchPlace from error
            if error.code != "TransactionConflictException" or not tries_left:
                raise
            _stand_aside()
        else:
            break
    return cast(Raw, answer.get("Attributes", {}))


def transact(*writes: Write, conflict_tries: int = CONFLICT_TRIES) -> None:
    """Do all of the writes or none; raises Cancelled.

    Meeting another transaction on the same item is no outcome, nor is being throttled: it is
    tried again, the first `conflict_tries` times.
    """
    items = [{write.operation: write.arguments} for write in writes]
    for tried in range(max(conflict_tries, CONFLICT_TRIES)):
        try:
            calls.call("TransactWriteItems", {"TransactItems": items})
        except aws.ServiceError as error:
            reasons = error.answer.get("CancellationReasons", [])
            codes = [reason["Code"] for reason in reasons]
            if "ConditionalCheckFailed" in codes:
                raise Cancelled(
                    {
                        place: reason.get("Item")
                        for place, reason in enumerate(reasons)
                        if reason["Code"] == "ConditionalCheckFailed"
                    }
                ) from error
            throttled = not THROTTLED.isdisjoint(codes)
            if not (throttled or "TransactionConflict" in codes):
                raise
            if tried + 1 >= (CONFLICT_TRIES if throttled else conflict_tries):
                raise
            if throttled:
                let_cool(tried)
            else:
                _stand_aside()
        else:
            return


def in_the_way(writes: Mapping[str, Write]) -> dict[str, Raw | None]:
    """As `transact`, by names: the items that stood in its way, empty if all has been written."""
    try:
        transact(*writes.values())
    except Cancelled as error:
        names = list(writes)
        return {names[place]: item for place, item in error.failed.items()}
    return {}


def _stand_aside() -> None:
    time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - no secret
