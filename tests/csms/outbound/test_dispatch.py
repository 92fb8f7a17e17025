from datetime import timedelta

import pytest

from csms.outbound import dispatch
from csms.store import commands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.reported.connections import Connection
from csms.store.table import delete, fetch, put
from csms.store.table import perform as perform_write
from tests.csms.command_steps import (
    CP,
    SECOND,
    answer,
    connected,
    drain,
    found,
    look_after,
    open_call,
    send,
    status,
    take_tasks,
    tasks,
)
from tests.stored import provision, set_registration
from tests.support import NOON, Sockets
from workflows.tasks import perform

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def connection() -> Connection | None:
    return fetch(Connection.of(CP))[0]


def test_a_watch_is_set_before_a_command_is_written(sockets: Sockets) -> None:
    send("c1", timeout=45)
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 45)]


def test_a_command_whose_time_is_over_has_timed_out() -> None:
    send("c1")
    look_after("c1", NOON + 30 * SECOND)
    assert (status("c1"), open_call()) == ("TimedOut", None)
    assert found("c1").ended_at == NOON + 30 * SECOND


def test_a_watch_that_comes_early_comes_again() -> None:
    send("c1")
    take_tasks()
    look_after("c1", NOON + 10 * SECOND)
    assert status("c1") == "Sent"
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 21)]


def test_a_watch_on_what_has_ended_or_never_was_ends_itself() -> None:
    send("c1")
    look_after("c1", NOON + 30 * SECOND)
    take_tasks()
    look_after("c1", NOON + 60 * SECOND)
    assert tasks() == []


def test_a_watch_that_is_faster_than_the_command_is_written_down_looks_once_more() -> None:
    look_after("c1", NOON)
    ((watch, seconds),) = tasks()
    assert seconds == 30
    take_tasks()
    perform(watch, NOON + 30 * SECOND)
    assert tasks() == []
    send("c1")
    take_tasks()
    perform(watch, NOON + 29 * SECOND)
    assert [task for task, _ in tasks()] == [
        {"task": "watch", "chargePointId": CP, "commandId": "c1"}
    ]


def test_the_next_is_sent_when_the_time_of_the_one_before_is_over(sockets: Sockets) -> None:
    send("c1")
    send("c2")
    look_after("c1", NOON + 30 * SECOND)
    assert [frame[1] for frame in sockets.frames] == ["c1", "c2"]


def test_a_command_that_waited_gets_all_of_its_own_time(sockets: Sockets) -> None:
    send("c1", timeout=60)
    send("c2", timeout=30)
    take_tasks()
    look_after("c1", NOON + 60 * SECOND)
    assert status("c2") == "Sent"
    watch = {"task": "watch", "chargePointId": CP, "commandId": "c2", "call": True}
    assert (watch, 30) in tasks()
    look_after("c2", NOON + 61 * SECOND)
    assert status("c2") == "Sent"
    look_after("c2", NOON + 90 * SECOND)
    assert status("c2") == "TimedOut"


def test_a_command_of_little_time_is_watched_from_when_it_is_sent() -> None:
    send("c1", timeout=60)
    send("c2", timeout=1, until=NOON + HOUR)
    look_after("c2", NOON + SECOND)  # it waits yet, and the next look is far away
    take_tasks()
    answer("c1", at=NOON + 2 * SECOND)
    assert status("c2") == "Sent"
    watch = {"task": "watch", "chargePointId": CP, "commandId": "c2", "call": True}
    assert (watch, 1) in tasks()


def test_whoever_comes_by_ends_a_call_that_is_over_though_its_watch_is_lost(
    sockets: Sockets,
) -> None:
    send("c1")
    send("c2", at=NOON + 40 * SECOND)
    assert (status("c1"), status("c2")) == ("TimedOut", "Sent")


def test_a_socket_that_closed_unnoticed_is_an_outcome_and_forgotten(sockets: Sockets) -> None:
    sockets.gone.add("one")
    assert send("c1").status == "NotConnected"
    assert connection() is None


def test_what_may_wait_goes_back_into_the_queue_when_the_socket_has_closed(
    sockets: Sockets,
) -> None:
    sockets.gone.add("one")
    assert send("c1", until=NOON + HOUR).status == "Queued"
    connected("two", NOON + 10 * SECOND)
    drain(NOON + 11 * SECOND)
    assert sockets.posted == [("two", [2, "c1", "Reset", {"type": "Soft"}])]


def test_a_socket_that_is_not_yet_upgraded_is_tried_again_a_second_later(
    sockets: Sockets,
) -> None:
    connected("two", NOON - 5 * SECOND)
    sockets.gone.add("two")
    take_tasks()
    assert send("c1").status == "Queued"
    assert ({"task": "drain", "chargePointId": CP}, 1) in tasks()
    assert open_call() is None
    sockets.gone.clear()
    drain(NOON + SECOND)
    assert status("c1") == "Sent"


def test_a_post_that_fails_otherwise_may_have_arrived_and_is_waited_for(sockets: Sockets) -> None:
    sockets.failing = True
    assert send("c1").status == "Sent"
    look_after("c1", NOON + 30 * SECOND)
    assert status("c1") == "TimedOut"


def test_a_frame_that_is_too_large_is_an_outcome(sockets: Sockets) -> None:
    sockets.too_large = True
    assert send("c1").status == "TooLarge"
    assert open_call() is None


def test_a_call_ends_with_its_connection_and_is_not_sent_again(sockets: Sockets) -> None:
    send("c1", until=NOON + HOUR)
    before = connections.opened(
        CP, "two", NOON + SECOND, security_profile=2, source_ip="203.0.113.7"
    )
    assert before
    dispatch.lost(before, NOON + SECOND)
    drain(NOON + 2 * SECOND)
    assert status("c1") == "ConnectionLost"
    assert len(sockets.posted) == 1


def test_the_end_of_an_old_connection_frees_nothing_on_the_new_one() -> None:
    send("c1")
    before = connections.opened(
        CP, "two", NOON + SECOND, security_profile=2, source_ip="203.0.113.7"
    )
    send("c2", at=NOON + 2 * SECOND)
    assert before
    dispatch.lost(before, NOON + 3 * SECOND)
    assert (status("c1"), status("c2"), open_call()) == ("ConnectionLost", "Sent", "c2")


def test_those_that_may_not_wait_end_with_the_connection() -> None:
    send("c1")
    send("c2")
    send("c3", until=NOON + HOUR)
    ended = connections.closed(CP, "one")
    assert ended
    dispatch.lost(ended, NOON + SECOND)
    drain(NOON + SECOND)
    assert [status(one) for one in ("c1", "c2", "c3")] == [
        "ConnectionLost",
        "NotConnected",
        "Queued",
    ]


def test_a_command_waits_no_longer_than_it_may(sockets: Sockets) -> None:
    connections.closed(CP, "one")
    send("c1", until=NOON + HOUR)
    connected("two", NOON + 2 * HOUR)
    drain(NOON + 2 * HOUR)
    assert (status("c1"), sockets.posted) == ("Expired", [])


def test_its_watch_ends_it_when_nobody_connects() -> None:
    connections.closed(CP, "one")
    send("c1", until=NOON + HOUR)
    take_tasks()
    look_after("c1", NOON + 30 * SECOND)
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 900)]
    look_after("c1", NOON + HOUR)
    assert status("c1") == "Expired"


def test_one_that_waits_has_one_watch_however_often_it_is_tried(sockets: Sockets) -> None:
    connections.closed(CP, "one")
    send("c1", until=NOON + 1000 * HOUR)
    for hours in range(1, 6):
        at = NOON + hours * HOUR
        sockets.gone.add(str(hours))
        connected(str(hours), at)
        drain(at + 11 * SECOND)
    assert status("c1") == "Queued"
    for task in take_tasks():
        perform(task, NOON + 6 * HOUR)
    assert tasks() == [({"task": "watch", "chargePointId": CP, "commandId": "c1"}, 900)]


def test_behind_an_open_call_too_a_command_waits_no_longer_than_it_may() -> None:
    send("c1", timeout=900)
    send("c2", until=NOON + 10 * SECOND)
    take_tasks()
    look_after("c2", NOON + 11 * SECOND)
    assert (status("c1"), status("c2")) == ("Sent", "Expired")
    assert tasks() == []


def test_one_that_is_no_longer_valid_when_its_turn_comes_holds_up_nobody(
    sockets: Sockets,
) -> None:
    send("c1")
    send("c2", "UnlockConnector", {"connectorId": 1}, force=True)
    send("c3")
    queued, _ = commands.waiting(CP)
    queued.payload = {"connectorId": "as it was allowed once"}
    perform_write(put(queued))
    look_after("c1", NOON + 30 * SECOND)
    assert [status(one) for one in ("c2", "c3")] == ["Cancelled", "Sent"]


def test_one_that_comes_back_is_woken_only_if_something_waits() -> None:
    dispatch.wake(CP)
    assert tasks() == []
    send("c1")
    send("c2")
    take_tasks()
    dispatch.wake(CP)
    assert tasks() == [({"task": "drain", "chargePointId": CP}, 1)]


def test_a_registration_that_was_lost_meanwhile_holds_back_what_waits(sockets: Sockets) -> None:
    send("c1")
    send("c2")
    send("c3", until=NOON + HOUR)
    set_registration(CP, "Rejected")
    look_after("c1", NOON + 30 * SECOND)
    assert [status(one) for one in ("c1", "c2", "c3")] == ["TimedOut", "NotAccepted", "Queued"]
    set_registration(CP, "Accepted")
    drain(NOON + 31 * SECOND)
    assert status("c3") == "Sent"


def test_pending_holds_back_a_remote_start_and_nothing_behind_it(sockets: Sockets) -> None:
    connections.closed(CP, "one")
    send("c1", "RemoteStartTransaction", {"idTag": "CARD"}, until=NOON + HOUR, force=True)
    send("c2", until=NOON + HOUR)
    set_registration(CP, "Pending")
    connected("two", NOON)
    drain(NOON + SECOND)
    assert (status("c1"), status("c2")) == ("Queued", "Sent")


def test_a_charge_point_that_is_gone_is_sent_nothing(sockets: Sockets) -> None:
    send("c1")
    send("c2")
    connections.closed(CP, "one")
    drain(NOON + SECOND)
    assert status("c2") == "NotConnected"
    assert len(sockets.posted) == 1


def test_what_waited_for_a_charge_point_that_is_deleted_is_not_sent_to_the_next(
    sockets: Sockets,
) -> None:
    connections.closed(CP, "one")
    send("c1", until=NOON + HOUR)
    perform_write(delete(ChargePoint.of(CP)))
    drain()
    provision(CP, security_profile=0)
    connected("two")
    drain(NOON + 11 * SECOND)
    assert (status("c1"), sockets.posted, commands.waiting(CP)) == ("Cancelled", [], [])


def test_a_key_whose_frame_could_not_leave_opens_no_door(sockets: Sockets) -> None:
    provision(CP, security_profile=2, password_hash="of the old key")
    sockets.gone.add("one")
    key = {"key": "AuthorizationKey", "value": 16 * "6f"}
    assert send("c1", "ChangeConfiguration", key).status == "NotConnected"
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    assert charge_point.next_password_hash is None
