from datetime import datetime, timedelta

import pytest

from connection import disconnect
from csms.store import table
from csms.store.reported import problems, security_events
from csms.store.reported.connections import Connection
from csms.store.table import calls
from tests.connection.support import connected, disconnected, event
from tests.csms import command_steps
from tests.stored import failures_of, messages_of_day, problems_of
from tests.support import NOON, Context, Sockets, frame, message
from workflows import tasks

DONE = {"statusCode": 200}
CUT = NOON + timedelta(hours=2)  # of events/disconnect.json


def test_a_closed_connection_is_forgotten(cp1: str) -> None:
    connected("one")
    assert disconnected("one") == DONE
    assert table.fetch(Connection.of(cp1)) == (None,)


def test_one_that_nobody_remembers_is_no_error(cp1: str) -> None:
    assert disconnected("one") == DONE


def test_an_abrupt_end_names_no_reason(cp1: str) -> None:
    abrupt = event("disconnect")
    del abrupt["requestContext"]["disconnectStatusCode"]
    del abrupt["requestContext"]["disconnectReason"]
    assert disconnect.handler(abrupt, Context()) == DONE


@pytest.mark.parametrize(("code", "times"), [(1009, 3), (1000, 0), (1001, 0), (1006, 0), (1003, 0)])
def test_a_frame_that_closes_the_connection_again_and_again_is_a_problem(
    code: int, times: int, cp1: str
) -> None:
    for number in range(3):
        connected(f"socket-{number}", minutes=number)
        closed = event("disconnect")
        closed["requestContext"] |= {
            "connectionId": f"socket-{number}",
            "disconnectStatusCode": code,
        }
        assert disconnect.handler(closed, Context()) == DONE
        assert table.fetch(Connection.of(cp1)) == (None,)
    assert sum(problem.times for problem in problems_of(cp1)) == times


def closed(code: int | None, reason: str = "", connection_id: str = "one") -> None:
    request = event("disconnect")
    told = {"disconnectStatusCode": code, "disconnectReason": reason}
    request["requestContext"] |= {"connectionId": connection_id} | told
    assert disconnect.handler(request, Context()) == DONE


@pytest.mark.parametrize(
    ("code", "reason", "line"),
    [
        (1002, "reserved bits must be 0", "1002 reserved bits must be 0"),
        (1003, "Binary frames are not supported", "1003 Binary frames are not supported"),
        (1007, "Not UTF-8", "1007 Not UTF-8"),
        (1009, "", "1009 message too big"),
    ],
)
def test_a_connection_that_is_closed_for_what_came_leaves_a_line_and_a_security_event(
    code: int, reason: str, line: str, cp1: str
) -> None:
    connected("one")
    closed(code, reason)
    (logged,) = messages_of_day(cp1, CUT)
    assert (logged.frame, logged.error) == (None, f"connection closed: {line}")
    assert (logged.received_at, logged.expires_at) == (CUT, CUT + timedelta(days=30))
    (noted,) = failures_of(cp1, security_events.CLOSED)
    assert (noted.reason, noted.source_ip) == (f"connection closed: {line}", "203.0.113.7")


@pytest.mark.parametrize("code", [1000, 1001, 1005, 1006, None])
def test_any_other_end_leaves_a_line_alone(code: int | None, cp1: str) -> None:
    connected("one")
    closed(code, "Going away")
    (logged,) = messages_of_day(cp1, CUT)
    assert (logged.error or "").startswith("connection closed")
    assert failures_of(cp1, security_events.CLOSED) == []
    assert problems_of(cp1) == []


def test_the_same_disconnect_twice_is_one_line(cp1: str) -> None:
    closed(1000)
    closed(1000)
    assert len(messages_of_day(cp1, CUT)) == 1


def test_a_charge_point_that_hangs_is_a_problem_when_it_is_cut(cp1: str) -> None:
    connected("one", minutes=60)
    cut = event("disconnect")
    at = int(connected_since().timestamp() * 1000)
    cut["requestContext"] |= {"connectionId": "one", "connectedAt": at}
    disconnect.handler(cut, Context())
    (problem,) = problems_of(cp1)
    assert (problem.what, problem.last_at) == (problems.SILENT, CUT)


def connected_since() -> datetime:
    (connection,) = table.fetch(Connection.of("CP1"))
    assert connection
    return connection.connected_at


def test_a_store_that_fails_does_not_raise_into_api_gateway(
    cp1: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        raise ConnectionError

    monkeypatch.setattr(calls, "call", fail)
    assert disconnected("one") == DONE


def test_a_store_that_hangs_is_given_up(hanging: None) -> None:
    assert disconnect.handler(event("disconnect"), Context(1.2)) == DONE


def test_a_frame_with_disconnect_as_its_action_is_a_call_like_any_other(
    cp1: str, sockets: Sockets
) -> None:
    connected("socket-CP1")
    said = message(frame("$disconnect", {}), route="$disconnect")
    assert disconnect.handler(said, Context()) == DONE
    assert sockets.frames[0][:3] == [4, "unique-1", "NotImplemented"]
    (connection,) = table.fetch(Connection.of(cp1))
    assert connection


def test_the_call_that_it_carried_is_lost_and_what_waits_is_looked_after(
    cp1: str, sockets: Sockets
) -> None:
    command_steps.connected()
    command_steps.send("c1")
    command_steps.send("c2")
    command_steps.take_tasks()
    disconnected("one")
    lost, drain = command_steps.take_tasks()
    tasks.perform(drain, NOON)
    assert (command_steps.status("c1"), command_steps.status("c2")) == ("Sent", "NotConnected")
    tasks.perform(lost, NOON)
    assert command_steps.status("c1") == "ConnectionLost"


def test_an_answer_that_the_end_of_the_connection_overtook_counts(
    cp1: str, sockets: Sockets
) -> None:
    command_steps.connected()
    command_steps.send("c1")
    command_steps.take_tasks()
    disconnected("one")
    command_steps.answer("c1")
    (lost,) = command_steps.take_tasks()
    tasks.perform(lost, NOON + timedelta(seconds=2))
    record = command_steps.found("c1")
    assert (record.status, record.late_at) == ("Answered", None)


def test_a_late_disconnect_ends_no_call_of_the_next_connection(cp1: str, sockets: Sockets) -> None:
    command_steps.connected("one")
    command_steps.connected("two", NOON)
    command_steps.send("c1", at=NOON + timedelta(minutes=1))
    disconnected("one")
    assert command_steps.status("c1") == "Sent"
