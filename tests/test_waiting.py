"""What waits at a charge point is counted, whatever befalls it and in whatever order."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime

import pytest

from csms.outbound.sending import NoSuchChargePoint, Unsendable
from csms.store import commands
from csms.store.commands import CommandRecord, QueuedCommand, WaitingCommands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.reported.connections import Connection
from csms.store.table import absent, delete, fetch, perform, put
from tests.csms.command_steps import CP, SECOND, answer, connected, drain, look_after, send
from tests.stored import provision, set_registration
from tests.support import NOON, Sockets

OLD = "old"  # how the ids begin of what an older version let wait


def enqueue(number: int, at: datetime) -> None:
    until = None if number % 2 else at + number * 10 * SECOND
    with suppress(NoSuchChargePoint, Unsendable):
        send(f"c{at:%H%M%S}-{number}", at=at, until=until, timeout=20)


def enqueue_as_an_older_version(number: int, at: datetime) -> None:
    made = CommandRecord.of(CP, f"{OLD}-{at:%H%M%S}-{number}")
    made.action, made.payload, made.status = "Reset", {"type": "Soft"}, "Queued"
    made.created_at, made.created_by, made.timeout = at, "olga", 20
    perform(put(made))
    perform(put(QueuedCommand.of(made, {"type": "Soft"})))


def waiting() -> set[str]:
    return {queued.command_id for queued in commands.waiting(CP)}


def in_flight() -> Iterator[str]:
    (connection,) = fetch(Connection.of(CP))
    yield from sorted(waiting())
    if connection and connection.open_call:
        yield connection.open_call


def cancel(number: int, at: datetime) -> None:
    for place, command_id in enumerate(sorted(waiting())):
        if place % 3 == number % 3:
            record = CommandRecord.of(CP, command_id)
            record.action, record.created_at, record.timeout = "Reset", at, 20
            assert commands.cancel(record, at, absent(Connection.of("CP2")))


def watch(_: int, at: datetime) -> None:
    for command_id in list(in_flight()):
        look_after(command_id, at)


def hear(_: int, at: datetime) -> None:
    for command_id in list(in_flight()):
        answer(command_id, at=at)


def connect_or_not(number: int, at: datetime) -> None:
    (connection,) = fetch(Connection.of(CP))
    if connection and number % 2:
        connections.closed(CP, connection.connection_id)
    else:
        connected(f"{at:%H%M%S}", at)


def delete_and_provision(_: int, at: datetime) -> None:
    perform(delete(ChargePoint.of(CP)))
    drain(at)
    assert waiting() == set()
    provision(CP, security_profile=0)


def register(number: int, _: datetime) -> None:
    set_registration(CP, "Accepted" if number % 3 else "Rejected")


DEEDS: dict[Callable[[int, datetime], None], int] = {
    enqueue: 8,
    enqueue_as_an_older_version: 1,
    cancel: 1,
    watch: 2,
    hear: 2,
    lambda _, at: drain(at): 2,
    connect_or_not: 2,
    delete_and_provision: 1,
    register: 2,
}


@pytest.mark.parametrize(
    "seed", [*range(5), *(pytest.param(seed, marks=pytest.mark.sweep) for seed in range(5, 20))]
)
def test_as_many_are_counted_as_wait(seed: int, cp1: str, sockets: Sockets) -> None:
    chance, at, seen = random.Random(seed), NOON, set()
    for deed in chance.choices([*DEEDS], [*DEEDS.values()], k=40):
        at += chance.randrange(1, 15) * SECOND
        (connection,) = fetch(Connection.of(CP))
        sockets.gone = {connection.connection_id} if connection and chance.random() < 0.2 else set()
        deed(chance.randrange(20), at)
        (counted,) = fetch(WaitingCommands.of(CP))
        ours = {command_id for command_id in waiting() if not command_id.startswith(OLD)}
        old_again = {one for one in (counted.ids if counted else ()) if one.startswith(OLD)}
        assert set(counted.ids or () if counted else ()) == ours | old_again
        assert old_again <= waiting()
        seen |= ours
    assert seen


def test_what_an_older_version_let_wait_uncounted_is_sent_by_its_watch(
    cp1: str, sockets: Sockets
) -> None:
    connected()
    send("c1")
    enqueue_as_an_older_version(1, NOON)
    answer("c1")
    (old,) = waiting()
    look_after(old, NOON + 20 * SECOND)
    assert sockets.frames[-1][1] == old
    answer(old, at=NOON + 21 * SECOND)
    found = commands.find(CP, old)
    assert found
    assert found.status == "Answered"
