from datetime import timedelta

import pytest

from csms.store import commands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import fetch, put
from csms.store.table import perform as perform_write
from tests.csms.command_steps import (
    CP,
    SECOND,
    answer,
    connected,
    connection,
    drain,
    look_after,
    open_call,
    send,
    status,
    take_tasks,
    tasks,
)
from tests.stored import provision
from tests.support import NOON, Sockets

HOUR = timedelta(hours=1)


pytestmark = pytest.mark.usefixtures("cp1_is_connected")


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


def test_what_waited_through_a_release_that_sends_less_is_too_large_when_its_turn_comes(
    sockets: Sockets,
) -> None:
    send("c1")
    for command_id in ("c2", "c3"):
        send(command_id, "DataTransfer", {"vendorId": "v"})
    queued, _ = commands.waiting(CP)
    queued.payload = {"vendorId": "v", "data": 32 * 1024 * "x"}
    perform_write(put(queued))
    answer("c1")
    assert [status(one) for one in ("c2", "c3")] == ["TooLarge", "Sent"]
    assert [frame[1] for frame in sockets.frames] == ["c1", "c3"]


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


def test_a_key_whose_frame_could_not_leave_opens_no_door(sockets: Sockets) -> None:
    provision(CP, security_profile=2, password_hash="of the old key")
    sockets.gone.add("one")
    key = {"key": "AuthorizationKey", "value": 16 * "6f"}
    assert send("c1", "ChangeConfiguration", key).status == "NotConnected"
    (charge_point,) = fetch(ChargePoint.of(CP))
    assert charge_point
    assert charge_point.next_password_hash is None
