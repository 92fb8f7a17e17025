from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from csms.deadline import OutOfTime
from csms.outbound import dispatch
from csms.store import commands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import delete
from csms.store.table import perform as perform_write
from outbound import COMMANDS
from tests.csms.command_steps import (
    CP,
    SECOND,
    connected,
    drain,
    look_after,
    open_call,
    send,
    status,
    take_tasks,
    tasks,
)
from tests.stored import messages_of_day, provision, set_registration
from tests.support import NOON, Sockets

HOUR = timedelta(hours=1)


pytestmark = pytest.mark.usefixtures("cp1_is_connected")


@pytest.mark.parametrize("wake", [lambda at: look_after("c1", at), drain])
def test_that_a_command_timed_out_is_logged_whatever_becomes_of_the_next(
    wake: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    send("c1")
    send("c2", until=NOON + HOUR)

    def out_of_time(*_: object, **__: object) -> None:
        raise OutOfTime

    monkeypatch.setattr(commands, "claim", out_of_time)
    with pytest.raises(OutOfTime):
        wake(NOON + 30 * SECOND)
    (entry,) = messages_of_day(CP, NOON)
    assert (status("c1"), entry.error) == ("TimedOut", "TimedOut")


def test_whoever_comes_by_ends_a_call_that_is_over_though_its_watch_is_lost(
    sockets: Sockets,
) -> None:
    send("c1")
    send("c2", at=NOON + 40 * SECOND)
    assert (status("c1"), status("c2")) == ("TimedOut", "Sent")


def test_a_call_ends_with_its_connection_and_is_not_sent_again(sockets: Sockets) -> None:
    send("c1", until=NOON + HOUR)
    before = connections.opened(
        CP, "two", NOON + SECOND, security_profile=2, source_ip="203.0.113.7"
    )
    assert before
    dispatch.lost(COMMANDS, before, NOON + SECOND)
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
    dispatch.lost(COMMANDS, before, NOON + 3 * SECOND)
    assert (status("c1"), status("c2"), open_call()) == ("ConnectionLost", "Sent", "c2")


def test_those_that_may_not_wait_end_with_the_connection() -> None:
    send("c1")
    send("c2")
    send("c3", until=NOON + HOUR)
    ended = connections.closed(CP, "one")
    assert ended
    dispatch.lost(COMMANDS, ended, NOON + SECOND)
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
