"""The message log: what was said on a connection, a CALL and its answer together, and its end."""

from contextlib import suppress
from datetime import datetime

from pynamodb.attributes import Attribute, BooleanAttribute, UTCDateTimeAttribute
from pynamodb.constants import STRING

from csms.store.table import ConditionFailed, HistoryItem, by_end, perform, put, when
from csms.store.table.attributes import IntegerAttribute, PackedTextAttribute, optional

CHANGED = "CHANGED"  # what tells that a charge point looks otherwise than before


class _TextAttribute(Attribute[str]):
    """What a charge point spelled: half of a surrogate pair, no text to DynamoDB, is escaped."""

    attr_type = STRING

    def serialize(self, value: str) -> str:
        return value.encode("utf-8", "backslashreplace").decode()


class LoggedFrame(HistoryItem, discriminator="logged frame"):
    """A frame and the answer it got, secrets redacted; from the charge point unless `outgoing`.

    Without a frame it is what befell a connection, which `error` tells. `milliseconds` from API
    Gateway's receipt to the answer's leaving, or from our CALL's leaving to the receipt of its
    answer. `received_at`: when an outgoing one was sent.
    """

    unique_id = optional(_TextAttribute)
    action = optional(_TextAttribute)
    frame = optional(PackedTextAttribute)
    answer = optional(PackedTextAttribute)
    error = optional(_TextAttribute)
    received_at = UTCDateTimeAttribute()
    milliseconds = optional(IntegerAttribute)
    outgoing = optional(BooleanAttribute)


def add(entry: LoggedFrame, *, if_absent: bool = False) -> None:
    with suppress(ConditionFailed):
        perform(put(entry, LoggedFrame.pk.does_not_exist() if if_absent else None))


def entry(
    charge_point_id: str, message_id: str, at: datetime, frame: str | None = None
) -> LoggedFrame:
    """`message_id`: API Gateway's, which no other message has."""
    return LoggedFrame(
        f"LOG#{charge_point_id}#{at:%Y-%m-%d}",
        f"{when(at)}#{message_id}",
        frame=frame,
        received_at=at,
    )


def tells_of_a_change(entry: LoggedFrame, charge_point_id: str) -> None:
    """It is on the list of `changes`."""
    keys = by_end(CHANGED, charge_point_id, entry.received_at)
    entry.by_time_pk, entry.by_time_sk = keys


def event(
    charge_point_id: str,
    event_id: str,
    at: datetime,
    said: str,
    expires_at: datetime | None,
    *,
    changes: bool = False,
) -> None:
    """What befell a connection, once for each `event_id`; `expires_at`: None where no log is.

    `changes`: the charge point looks otherwise by it.
    """
    if expires_at is None:
        return
    befell = entry(charge_point_id, event_id, at)
    befell.error = said
    befell.expires_at = expires_at
    if changes:
        tells_of_a_change(befell, charge_point_id)
    add(befell, if_absent=True)
