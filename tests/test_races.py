"""Two things that may end the same call, at the same moment: the second arrives as the first is
about to be written."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from csms.outbound import dispatch
from csms.store import commands, table
from csms.store.commands import CommandRecord, QueuedCommand
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.reported.connections import Connection
from csms.store.table import absent, calls, delete, fetch, perform
from outbound import COMMANDS
from tests.csms.command_steps import (
    CP,
    SECOND,
    answer,
    connected,
    drain,
    error,
    found,
    look_after,
    open_call,
    send,
    status,
)
from tests.support import NOON, Sockets

LATER = NOON + 30 * SECOND


def reconnect() -> None:
    if before := connections.opened(CP, "two", LATER, security_profile=2, source_ip=""):
        dispatch.lost(COMMANDS, before, LATER)


def disconnect() -> None:
    if ended := connections.closed(CP, "one"):
        dispatch.lost(COMMANDS, ended, LATER)


ENDS: dict[str, Callable[[], object]] = {
    "Answered": lambda: answer("c1", at=LATER),
    "CallError": lambda: error("c1", at=LATER),
    "MalformedAnswer": lambda: answer("c1", {"status": 1}, at=LATER),
    "TimedOut": lambda: look_after("c1", LATER),
    "ConnectionLost": reconnect,
    "ConnectionLost, closed": disconnect,
}


def come_back_to(*queued: str) -> None:
    """A new connection, "two", which nobody has claimed yet for the commands that wait for it."""
    connected("one")
    connections.closed(CP, "one")
    for command_id in queued:
        send(command_id, until=LATER)
    connected("two")


def opens(arguments: table.Raw) -> bool:
    """Whether that is how a connection takes the place of another."""
    first = arguments["TransactItems"][0]
    return "Put" in first and first["Put"]["Item"]["sk"] == {"S": "CONNECTION"}


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen as the next transaction but a $connect's is about to be written."""

    def arrange(happens: Callable[[], object]) -> None:
        call = calls.call

        def once(operation: str, arguments: table.Raw) -> table.Raw:
            if operation == "TransactWriteItems" and not opens(arguments):
                monkeypatch.setattr(calls, "call", call)
                happens()
            return call(operation, arguments)

        monkeypatch.setattr(calls, "call", once)

    return arrange


@pytest.mark.parametrize(("loser", "winner"), [*permutations(ENDS, 2)])
def test_a_call_ends_once_and_the_next_one_is_sent_once(
    loser: str, winner: str, cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()
    send("c1")
    send("c2", until=LATER + 3600 * SECOND)
    meanwhile(ENDS[winner])
    ENDS[loser]()
    drain(LATER + SECOND)
    assert status("c1") == winner.partition(",")[0]
    sent = [frame[1] for frame in sockets.frames]
    (connection,) = fetch(Connection.of(CP))
    assert sent == (["c1", "c2"] if connection else ["c1"])
    assert open_call() == ("c2" if connection else None)


@pytest.mark.parametrize("winner", ["Answered", "CallError", "MalformedAnswer"])
def test_of_two_answers_at_once_the_second_is_not_taken_at_all(
    winner: str, cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()
    send("c1", "ChangeAvailability", {"connectorId": 1, "type": "Operative"})
    ends = ENDS | {"Answered": lambda: answer("c1", {"status": "Rejected"}, at=LATER)}
    meanwhile(ends[winner])
    answer("c1", {"status": "Accepted"}, at=LATER)
    assert (status("c1"), found("c1").late_answer) == (winner, None)
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    assert charge_point.availability.as_dict() == {}


def test_of_two_who_claim_a_connection_one_does(cp1: str, sockets: Sockets, meanwhile: Any) -> None:
    come_back_to("c1", "c2")
    meanwhile(lambda: drain(NOON))
    drain(NOON)
    assert [frame[1] for frame in sockets.frames] == ["c1"]
    assert (status("c1"), status("c2"), open_call()) == ("Sent", "Queued", "c1")


def test_a_connection_that_is_replaced_while_it_is_claimed_carries_nothing(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    come_back_to("c1")
    meanwhile(lambda: connected("three", NOON))
    drain(NOON)
    assert [connection for connection, _ in sockets.posted] == ["three"]


def test_what_is_cancelled_while_it_is_claimed_is_not_sent(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    come_back_to("c1")
    (queued,) = commands.waiting(CP)
    meanwhile(lambda: commands.cancel(queued.record, NOON, absent(Connection.of("CP2"))))
    drain(NOON)
    assert (status("c1"), sockets.posted, open_call()) == ("Cancelled", [], None)


def test_what_is_claimed_while_it_is_cancelled_is_sent(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    come_back_to("c1")
    (queued,) = commands.waiting(CP)
    meanwhile(lambda: drain(NOON))
    assert not commands.cancel(queued.record, NOON, absent(Connection.of("CP2")))
    assert (status("c1"), open_call(), len(sockets.posted)) == ("Sent", "c1", 1)


def test_a_charge_point_that_is_deleted_while_it_is_claimed_is_sent_nothing(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    come_back_to("c1")

    def deleted() -> None:
        perform(delete(ChargePoint.of(CP)))
        connections.closed(CP, "two")

    meanwhile(deleted)
    drain(NOON)
    assert (status("c1"), sockets.posted, commands.waiting(CP)) == ("Cancelled", [], [])


def test_a_call_that_was_put_back_and_sent_on_the_next_connection_is_not_lost_with_the_old_one(
    cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected("one")
    replaced: list[Connection | None] = []
    post = sockets.post

    def replace(*frame: Any) -> None:
        monkeypatch.setattr(sockets, "post", post)
        sockets.gone.add("one")
        replaced.append(
            connections.opened(CP, "two", NOON, security_profile=2, source_ip="203.0.113.7")
        )
        post(*frame)

    monkeypatch.setattr(sockets, "post", replace)
    send("c1", until=LATER)
    (before,) = replaced
    assert before
    assert before.open_call == "c1"
    dispatch.lost(COMMANDS, before, NOON)
    assert [(where, frame[1]) for where, frame in sockets.posted] == [("two", "c1")]
    assert (status("c1"), open_call()) == ("Sent", "c1")


def test_a_command_that_expires_while_it_is_claimed_is_not_sent(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    come_back_to("c1")
    (queued,) = commands.waiting(CP)
    meanwhile(lambda: commands.drop(queued, "Expired", LATER))
    drain(NOON)
    assert (status("c1"), sockets.posted, open_call()) == ("Expired", [], None)


def waits_meanwhile() -> None:
    """Another process has read that the connection is busy, and lets its command wait."""
    record = CommandRecord.of(CP, "c2")
    record.action, record.payload, record.status = "Reset", {"type": "Soft"}, "Queued"
    record.created_at, record.created_by, record.timeout = NOON, "olga", 30
    commands.keep(record, QueuedCommand.of(record, {"type": "Soft"}), None, [])


@pytest.mark.parametrize("end", ["Answered", "CallError", "MalformedAnswer", "TimedOut"])
def test_what_is_let_wait_while_the_open_call_ends_is_sent_by_whoever_ends_it(
    end: str, cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()
    send("c1")
    meanwhile(waits_meanwhile)
    ENDS[end]()
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]
    assert (status("c1"), status("c2"), open_call()) == (end, "Sent", "c2")


def test_of_two_who_would_leave_at_once_the_second_waits(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()
    meanwhile(lambda: send("c1"))
    send("c2")
    assert [frame[1] for frame in sockets.frames] == ["c1"]
    assert (status("c2"), open_call()) == ("Queued", "c1")
    answer("c1", at=LATER)
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]


def test_what_would_leave_at_once_does_not_overtake_what_is_let_wait_meanwhile(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()
    meanwhile(waits_meanwhile)
    send("c3")
    assert [frame[1] for frame in sockets.frames] == ["c2"]
    answer("c2", at=LATER)
    assert [frame[1] for frame in sockets.frames] == ["c2", "c3"]


def test_what_would_leave_at_once_is_made_anew_if_another_call_has_come_and_gone_meanwhile(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    """Or two local lists would have one version."""
    connected()
    entries = [{"idTag": "A", "idTagInfo": {"status": "Accepted"}}]
    full = {"updateType": "Full", "localAuthorizationList": entries}

    def another() -> None:
        send("c1", "SendLocalList", full)
        answer("c1", at=NOON)

    meanwhile(another)
    send("c2", "SendLocalList", full)
    assert [(frame[1], frame[3]["listVersion"]) for frame in sockets.frames] == [
        ("c1", 1),
        ("c2", 2),
    ]


def test_what_would_leave_at_once_over_a_connection_that_is_replaced_leaves_over_the_next(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()
    meanwhile(lambda: connected("two", NOON))
    send("c1")
    assert [(where, frame[1]) for where, frame in sockets.posted] == [("two", "c1")]
    assert open_call() == "c1"


def test_what_would_leave_at_once_over_a_connection_that_closes_is_not_sent(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()
    meanwhile(disconnect)
    send("c1")
    assert (status("c1"), sockets.posted, commands.waiting(CP)) == ("NotConnected", [], [])


def test_what_would_leave_at_once_to_a_charge_point_that_is_deleted_is_not_sent(
    cp1: str, sockets: Sockets, meanwhile: Any
) -> None:
    connected()

    def deleted() -> None:
        perform(delete(ChargePoint.of(CP)))
        connections.closed(CP, "one")

    meanwhile(deleted)
    send("c1")
    assert (status("c1"), sockets.posted, commands.waiting(CP)) == ("Cancelled", [], [])
