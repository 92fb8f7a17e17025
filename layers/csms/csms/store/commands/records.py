"""What was asked of charge points, and what waits to be sent."""

from typing import Any, Literal

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import Condition, size

from csms.store.table import HistoryItem, StateItem, Write, check, fetch, get, query, update
from csms.store.table.attributes import IntegerAttribute, optional

Outcome = Literal[
    "Answered",
    "CallError",
    "MalformedAnswer",
    "TimedOut",
    "ConnectionLost",
    "NotConnected",
    "NotAccepted",
    "Expired",
    "Cancelled",
    "TooLarge",
]
Status = Literal["Queued", "Sent"] | Outcome


class CommandRecord(HistoryItem, discriminator="command"):
    """One command, without its secrets; `command_id` is the id of its CALL.

    `timeout` in seconds. `until`: how long it may wait for a connection; none: not at all.
    `late_answer` came after the outcome was written, and is no other outcome. `has_secrets`: it
    was sent with what is not here, and stands in a `SentRequest` until it has ended.
    """

    action = UnicodeAttribute()
    payload: JSONAttribute = JSONAttribute()
    status = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    created_by = UnicodeAttribute()
    forced = optional(BooleanAttribute)
    timeout = IntegerAttribute()
    until = optional(UTCDateTimeAttribute)
    sent_at = optional(UTCDateTimeAttribute)
    connection_id = optional(UnicodeAttribute)
    ended_at = optional(UTCDateTimeAttribute)
    response = optional(JSONAttribute)
    error_code = optional(UnicodeAttribute)
    error_description = optional(UnicodeAttribute)
    late_answer = optional(JSONAttribute)
    late_at = optional(UTCDateTimeAttribute)
    has_secrets = optional(BooleanAttribute)

    @classmethod
    def of(cls, charge_point_id: str, command_id: str) -> "CommandRecord":
        return cls(f"CALL#{charge_point_id}", command_id)

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CALL#")

    @property
    def command_id(self) -> str:
        return self.sk

    @property
    def has_ended(self) -> bool:
        return self.status not in ("Queued", "Sent")


class QueuedCommand(StateItem, discriminator="queued command"):
    """A command that waits for its turn, as it will be sent: gone as soon as it is."""

    PREFIX = "QUEUED#"

    action = UnicodeAttribute()
    payload: JSONAttribute = JSONAttribute()
    created_at = UTCDateTimeAttribute()
    timeout = IntegerAttribute()
    until = optional(UTCDateTimeAttribute)

    @classmethod
    def of(cls, record: CommandRecord, payload: dict[str, Any]) -> "QueuedCommand":
        return cls(
            f"CP#{record.charge_point_id}",
            f"{cls.PREFIX}{record.command_id}",
            action=record.action,
            payload=payload,
            created_at=record.created_at,
            timeout=record.timeout,
            until=record.until,
        )

    @property
    def charge_point_id(self) -> str:
        return self.pk.removeprefix("CP#")

    @property
    def command_id(self) -> str:
        return self.sk.removeprefix(self.PREFIX)

    @property
    def record(self) -> CommandRecord:
        """The key of its record."""
        return CommandRecord.of(self.charge_point_id, self.command_id)


class SentRequest(StateItem, discriminator="sent request"):
    """The payload of an open call that has secrets, as it was sent, until the call has ended.

    Nothing shows it: what follows from the answer is worked out from it.
    """

    payload: JSONAttribute = JSONAttribute()

    @classmethod
    def of(cls, record: CommandRecord) -> "SentRequest":
        return cls(f"CP#{record.charge_point_id}", f"SENT#{record.command_id}")


class WaitingCommands(StateItem, discriminator="waiting commands"):
    """The ids of what waits at a charge point: counted by name, so that nothing counts twice.

    Whoever lets a command wait, or no more, writes this in the same transaction.
    """

    ids = UnicodeSetAttribute(default=set)

    @classmethod
    def of(cls, charge_point_id: str) -> "WaitingCommands":
        return cls(f"CP#{charge_point_id}", "QUEUE")

    def one_more(self, command_id: str, *, most: int | None = None) -> Write:
        """Fails if there are so many already."""
        room: Condition | None = None
        if most is not None:
            room = WaitingCommands.ids.does_not_exist() | (size(WaitingCommands.ids) < most)
        actions = [
            WaitingCommands.kind.set(WaitingCommands),
            WaitingCommands.ids.add({command_id}),
        ]
        return update(self, actions, room)

    def one_less(self, command_id: str) -> Write:
        """Also for one that an older version let wait, and did not count."""
        actions = [
            WaitingCommands.kind.set(WaitingCommands),
            WaitingCommands.ids.delete({command_id}),
        ]
        return update(self, actions)

    def none(self) -> Write:
        """A condition on the others of a transaction: nothing that is counted waits."""
        return check(self, WaitingCommands.ids.does_not_exist())


class PostedTwice(HistoryItem, discriminator="idempotency key"):
    """Which command was posted with an operator's Idempotency-Key, and what it asked for."""

    digest = UnicodeAttribute()
    charge_point_id = UnicodeAttribute()
    command_id = UnicodeAttribute()

    @classmethod
    def of(cls, caller: str, key: str) -> "PostedTwice":
        return cls(f"IDEMPOTENCY#{caller}", key)


def find(charge_point_id: str, command_id: str) -> CommandRecord | None:
    return get(CommandRecord.of(charge_point_id, command_id))


def sent_request(record: CommandRecord) -> dict[str, Any] | None:
    """Its payload as it was sent; None if it has ended, and its secrets with it."""
    (sent,) = fetch(SentRequest.of(record)) if record.has_secrets else (record,)
    payload: dict[str, Any] | None = sent.payload if sent else None
    return payload


def waiting(charge_point_id: str) -> list[QueuedCommand]:
    """In the order in which they were asked for."""
    return query(QueuedCommand, f"CP#{charge_point_id}", QueuedCommand.PREFIX)
