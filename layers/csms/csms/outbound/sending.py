"""We call the charge point: a command is judged and written down, then sent or left to wait.

How it gets its turn is `csms.outbound.dispatch`, how it ends `csms.outbound.settling`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from csms import settings
from csms.domain.command_queue import is_alone, may_be_sent
from csms.domain.registration import allows, refusal
from csms.outbound import ending, filling
from csms.outbound.command import Command, Commands
from csms.outbound.dispatch import drain_now_or_later
from csms.outbound.filling import Ready
from csms.outbound.leaving import Then, leave_at_once
from csms.outbound.watches import watch
from csms.redaction import without_secrets
from csms.store import commands as store
from csms.store.commands import (
    MOST_WAITING,
    CommandRecord,
    KeyTaken,
    PostedTwice,
    QueuedCommand,
    QueueFull,
    WaitingCommands,
)
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import Write, get


class NoSuchChargePoint(LookupError):
    """No such charge point is provisioned."""


class Objection(Exception):
    """Why a command makes no sense as things are known to be; `force` passes it."""


class Unsendable(Exception):
    """What cannot be sent, forced or not.

    It is too large, for a frame or to be kept, too many wait already, or not as the charge point
    is registered (§4.2).
    """


class KeyReused(Exception):
    """An Idempotency-Key that came with another command before."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """A command as an operator gives it.

    `timeout` in seconds from when it is sent. `until`: how long it may wait for a connection;
    none: not at all.
    """

    charge_point_id: str
    command_id: str
    payload: dict[str, Any]
    by: str
    at: datetime
    timeout: int
    until: datetime | None = None
    force: bool = False


def send(
    commands: Commands,
    action: str,
    order: Order,
    key: PostedTwice | None = None,
    also: Sequence[Write] = (),
) -> CommandRecord:
    """Write a command down and send it if its turn has come; `also` is written with it.

    `key`: the operator's Idempotency-Key, and a digest of all that was asked.
    Raises NoSuchChargePoint, ValidationError, Unsendable, Objection, KeyReused.
    """
    if key and (before := get(key)):
        return _posted_before(key, before)
    command, charge_point_id = commands[action], order.charge_point_id
    beside = (Connection.of(charge_point_id), WaitingCommands.of(charge_point_id))
    ready = filling.ready(
        command, order.payload, charge_point_id, order.at, order.command_id, beside=beside
    )
    if ready is None:
        raise NoSuchChargePoint(charge_point_id)
    _require_registration(ready.context.charge_point, action, order)
    if why := command.impossible(ready.request, ready.context):
        raise Unsendable(why)
    objection = command.objection(ready.request, ready.context)
    if objection and not order.force:
        raise Objection(objection)
    if why := command.too_large(order.command_id, ready.payload):
        raise Unsendable(why)
    over_at = order.until or order.at
    chosen = filling.chosen(command, order.payload, charge_point_id, over_at)
    try:
        return _given(commands, ready, order, key, [*also, *chosen])
    except KeyTaken:
        assert key
        before = get(key)
        assert before
        return _posted_before(key, before)
    except QueueFull:
        raise Unsendable(f"{MOST_WAITING} commands wait for it already") from None


def _require_registration(charge_point: ChargePoint, action: str, order: Order) -> None:
    """What only waits for the charge point to hear that it is accepted may wait in the queue.

    Raises Unsendable.
    """
    if may_be_sent(charge_point, action):
        return
    if order.until is None or not allows(charge_point.status, action):
        raise Unsendable(refusal(charge_point.status, charge_point.told))


def _given(
    commands: Commands,
    ready: Ready,
    order: Order,
    key: PostedTwice | None,
    also: Sequence[Write],
) -> CommandRecord:
    """Written down, and sent if its turn has come. Raises KeyTaken, QueueFull."""
    charge_point_id, command_id = order.charge_point_id, order.command_id
    context, command = ready.context, commands[ready.action]
    connection = context.find(Connection.of(charge_point_id))
    if connection is None and order.until is None:
        record = _record(ready.action, _numbered(command, ready, order), order)
        record.status, record.ended_at = "NotConnected", order.at
        if command.then:
            watch(charge_point_id, command_id, seconds=order.timeout)
        store.keep(record, None, key, also)
        ending.leads_on(commands, record)
        return record
    watch(charge_point_id, command_id, seconds=order.timeout)
    waiting = context.find(WaitingCommands.of(charge_point_id))
    then = None
    record = _record(ready.action, ready.payload, order)
    queued = QueuedCommand.of(record, ready.given)
    if connection and is_alone(queued, context.charge_point, connection, waiting, order.at):
        then = leave_at_once(commands, record, queued, ready, connection, key, also)
        if then is Then.SENT:
            return record
    if then is None:
        payload = _numbered(command, ready, order)
        record = _record(ready.action, payload, order)
        store.keep(record, QueuedCommand.of(record, payload), key, also)
    if then is not Then.WAIT:
        drain_now_or_later(commands, charge_point_id, order.at)
    return store.find(charge_point_id, command_id) or record


def _numbered(command: Command[Any, Any], ready: Ready, order: Order) -> dict[str, Any]:
    """As it waits: its numbers are its own already."""
    if not ready.numbers:
        return ready.given
    return filling.given(command, order.payload, order.charge_point_id)


def _record(action: str, payload: dict[str, Any], order: Order) -> CommandRecord:
    record = CommandRecord.of(order.charge_point_id, order.command_id)
    record.action = action
    record.payload = without_secrets(payload)
    record.status = "Queued"
    record.created_at = order.at
    record.created_by = order.by
    record.timeout = order.timeout
    record.until = order.until
    record.forced = True if order.force else None
    record.expires_at = settings.commands_expire(max(order.at, order.until or order.at))
    return record


def _posted_before(key: PostedTwice, before: PostedTwice) -> CommandRecord:
    if before.digest != key.digest:
        raise KeyReused(key.sk)
    found = store.find(before.charge_point_id, before.command_id)
    if found is None:
        raise KeyReused(key.sk)
    return found
