"""Samples of a few minutes in one item.

An item takes some 200 bytes that tell nothing of a meter, four times what a message does once it is
packed; and a KB of an item is written for the price of a byte.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from pynamodb.attributes import UTCDateTimeAttribute

from csms.store.reported.samples import Samples, telling
from csms.store.table import HistoryItem, Raw, Write, when
from csms.store.table.attributes import IntegerAttribute
from csms.store.table.packing import packed, spelled, unpacked
from csms.wire.ocpp16 import spell_time

KIND = "meter readings"
MINUTES = 5  # that share an item: five messages at the common interval of a minute
LONGEST = 1_500  # characters of a message; a longer one has an item of its own
ROOM = 1_024 - 100  # bytes of an item that is written for one unit, without its other attributes
SOURCE = "MeterValues"
DIGITS = 12  # of its digest, in which a message is known within its item
RECEIPT = 8  # bytes that the time of receipt takes among what is packed, give or take four
_MILLISECOND = timedelta(milliseconds=1)
_NAME = re.compile(r"[0-9a-f]{12}")
_TIME = UTCDateTimeAttribute()


class SharedReadings(HistoryItem, discriminator=KIND):
    """What MeterValues said of one connector and transaction within the same five minutes.

    Each message under the first twelve digits of its digest: the milliseconds from the beginning
    of the window to its first sample, and to its receipt, its samples, and what of it could not be
    read. `filled`: bytes of all of them.
    """

    filled = IntegerAttribute()


def window(text: str) -> str:
    """The beginning, to the minute, of that in which a time is; it may have more behind it."""
    minute = int(text[14:16])
    return f"{text[:14]}{minute - minute % MINUTES:02}"


def name_of(digest: str) -> str:
    return digest[:DIGITS]


def share(
    partition: str,
    samples: Samples,
    *,
    digest: str,
    connector_id: int | None,
    transaction_id: int | None,
    first: datetime,
    received_at: datetime,
    expires_at: datetime | None,
    unread: Mapping[str, str] | None,
) -> Write | None:
    """Once, if there is room, which are its conditions; None if it is too long to share an item.

    Both depend on nothing but the message, for a repetition must find the first: one that found no
    room, and is kept alone, finds none whenever it comes again.
    """
    begins = window(when(first))
    said = [telling(samples, spell_time(first)), *([unread] if unread else [])]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    if len(text) > LONGEST:
        return None
    after = (first - _begin(begins)) // _MILLISECOND
    received = (received_at - _begin(begins)) // _MILLISECOND
    content = packed(f"[{after},{received},{text[1:]}")
    sk = f"{begins}#{_of(connector_id)}#{_of(transaction_id)}"
    size = DIGITS + len(packed(f"[{after},{text[1:]}")) + RECEIPT
    left = ROOM - len(partition) - len(sk) - size
    values: Raw = {
        ":content": {"B": spelled(content)},
        ":kind": {"S": KIND},
        ":size": {"N": str(size)},
        ":left": {"N": str(left)},
    }
    expires = ""
    if expires_at is not None:
        expires = ", expires_at = :expires"
        values[":expires"] = {"N": SharedReadings.expires_at.serialize(expires_at)}
    arguments = {
        "TableName": SharedReadings.Meta.table_name,
        "Key": {"pk": {"S": partition}, "sk": {"S": sk}},
        "UpdateExpression": f"SET #name = :content, kind = :kind{expires} ADD filled :size",
        "ConditionExpression": "attribute_not_exists(#name)"
        " AND (attribute_not_exists(filled) OR filled <= :left)",
        "ExpressionAttributeNames": {"#name": name_of(digest)},
        "ExpressionAttributeValues": values,
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    return Write("Update", arguments)


def is_in(item: Raw, digest: str) -> bool:
    return name_of(digest) in item


def each(item: Raw) -> list[Raw]:
    """Those of an item as items of their own, `samples` unpacked, in the order of their keys."""
    begins, connector_id, transaction_id = item["sk"]["S"].split("#")
    common = {name: item[name] for name in ("pk", "expires_at") if name in item} | {
        "kind": {"S": "meter reading"},
        "source": {"S": SOURCE},
    }
    if connector_id != "-":
        common["connector_id"] = {"N": connector_id}
    if transaction_id != "-":
        common["transaction_id"] = {"N": transaction_id}
    found = []
    for name, typed in item.items():
        if not _NAME.fullmatch(name):
            continue
        after, received, samples, *unread = json.loads(unpacked(typed["B"]))
        first = _begin(begins) + after * _MILLISECOND
        received_at = _begin(begins) + received * _MILLISECOND
        if samples:
            samples[0] = {"at": spell_time(first)} | samples[0]
        own = {
            "sk": {"S": f"{when(first)}#{0 if connector_id == '-' else connector_id}#{name}#0"},
            "received_at": {"S": _TIME.serialize(received_at)},
            "samples": {"S": json.dumps(samples)},
        }
        if unread:
            own["unread"] = {"S": json.dumps(unread[0])}
        found.append(common | own)
    return sorted(found, key=lambda one: one["sk"]["S"])


def _begin(begins: str) -> datetime:
    return datetime.fromisoformat(f"{begins}:00+00:00")


def _of(number: int | None) -> str:
    return "-" if number is None else str(number)
