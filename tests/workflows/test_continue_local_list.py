import pytest

from csms.store.commands.local_list_parts import LocalListParts
from csms.store.reported.connections import closed
from csms.store.table import Cancelled, fetch, transact
from tests.api.support import ask
from tests.csms.command_steps import SECOND, answer, connected, drain, look_after, open_call
from tests.outbound.support import configured
from tests.stored import set_registration
from tests.support import NOON, Sockets
from tests.workflows.running import come
from workflows.continue_local_list import continue_local_list

PATH = "/charge-points/CP1/local-list"


@pytest.fixture(autouse=True)
def sent(cp1: str, sockets: Sockets) -> str:
    """The first part of three is on its way; returns its command."""
    connected()
    configured(SendLocalListMaxLength="1")
    sockets.posted.clear()
    body = {"entries": [{"idTag": tag, "idTagInfo": {"status": "Accepted"}} for tag in "ABC"]}
    command_id: str = ask("PUT", PATH, body=body).json["commandId"]
    return command_id


def parts() -> LocalListParts:
    (stored,) = fetch(LocalListParts.of("CP1"))
    assert stored
    return stored


def update() -> dict[str, object]:
    shown: dict[str, object] = ask("GET", PATH).json["update"]
    return shown


def test_a_task_that_comes_twice_sends_one_part(sent: str, sockets: Sockets) -> None:
    answer(sent)
    for _ in range(2):
        continue_local_list("CP1", sent, NOON)
    assert parts().place == 1
    assert len(sockets.frames) == 2


def test_of_two_tasks_at_once_one_takes_the_step(sent: str) -> None:
    answer(sent)
    stale = parts()
    continue_local_list("CP1", sent, NOON)
    with pytest.raises(Cancelled):
        transact(stale.went_on("another"))
    assert parts().place == 1


def test_a_part_that_is_not_accepted_yet_is_not_passed(sent: str, sockets: Sockets) -> None:
    continue_local_list("CP1", sent, NOON)
    continue_local_list("CP1", "another", NOON)
    continue_local_list("CP9", sent, NOON)
    assert len(sockets.frames) == 1


def test_its_watch_brings_it_on_if_whoever_took_the_answer_died(
    sent: str, sockets: Sockets
) -> None:
    answer(sent)
    assert come("drain") == 0  # the task is lost
    look_after(sent, NOON + 30 * SECOND)
    assert come("continue-local-list") == 1
    assert len(sockets.frames) == 2


def test_it_is_taken_up_when_the_time_is_over_and_stays_where_it_is(sent: str) -> None:
    look_after(sent, NOON + 31 * SECOND)
    come("continue-local-list")
    assert parts().place == 0
    assert (update()["progress"], update()["commandStatus"]) == ("Failed", "TimedOut")


def test_what_may_not_be_sent_any_more_says_why(sent: str) -> None:
    answer(sent)
    set_registration("CP1", "Rejected")
    come("continue-local-list")
    assert update()["progress"] == "Failed"
    assert update()["stopped"] == "the registration is Rejected"


def test_a_part_that_finds_nobody_connected_ends_it(sent: str) -> None:
    answer(sent)
    closed("CP1", "one")
    come("continue-local-list")
    assert (update()["progress"], update()["commandStatus"]) == ("Failed", "NotConnected")


def test_parts_wait_for_a_connection_as_long_as_the_list_may(sockets: Sockets) -> None:
    body = {"entries": [{"idTag": tag, "idTagInfo": {"status": "Accepted"}} for tag in "XY"]}
    query = {"queueUntil": "2026-06-01T13:00:00Z"}
    ask("PUT", PATH, body=body, query=query)
    for _ in range(2):
        answer(open_call() or "")
    closed("CP1", "one")
    come("continue-local-list")
    assert (update()["progress"], update()["commandStatus"]) == ("InProgress", "Queued")
    connected("two")
    drain(NOON + SECOND)
    assert sockets.frames[-1][3]["localAuthorizationList"][0]["idTag"] == "Y"


def test_after_the_last_part_nothing_follows(sockets: Sockets) -> None:
    for _ in range(3):
        answer(open_call() or "")
        come("continue-local-list")
    assert open_call() is None
    assert len(sockets.frames) == 3
    assert update()["progress"] == "Done"
