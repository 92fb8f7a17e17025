import pytest

from csms.store.commands import CommandRecord
from csms.store.commands.local_list_parts import LocalListParts, Progress, accepted
from csms.store.table import Cancelled, ConditionFailed, fetch, perform, put, transact
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def sent(command_id: str = "c1", place: int = 0) -> LocalListParts:
    one = LocalListParts.of("CP1")
    one.parts = {"parts": [[{"idTag": "A"}], [{"idTag": "B"}]]}
    one.place, one.command_id, one.created_by = place, command_id, "olga"
    one.started_at, one.timeout, one.forced = NOON, 30, False
    return one


def stored() -> LocalListParts:
    (one,) = fetch(LocalListParts.of("CP1"))
    assert one
    return one


def command(status: str, answer: str | None = None) -> CommandRecord:
    record = CommandRecord.of("CP1", "c1")
    record.status, record.response = status, answer and {"status": answer}
    return record


def test_it_goes_on_once_from_where_it_is() -> None:
    perform(put(sent()))
    before = stored()
    assert before.all == [[{"idTag": "A"}], [{"idTag": "B"}]]
    perform(before.went_on("c2"))
    assert (stored().place, stored().command_id, stored().is_last) == (1, "c2", True)
    with pytest.raises(ConditionFailed):
        perform(before.went_on("c3"))
    with pytest.raises(ConditionFailed):
        perform(before.was_stopped("late"))
    assert stored().stopped is None


def test_one_takes_the_place_of_the_one_that_was_read() -> None:
    transact(sent("c1").instead_of(None))
    with pytest.raises(Cancelled):
        transact(sent("c2").instead_of(None))
    transact(sent("c2").instead_of(sent("c1")))
    with pytest.raises(Cancelled):
        transact(sent("c3").instead_of(sent("c1")))
    assert stored().command_id == "c2"


@pytest.mark.parametrize(
    ("record", "place", "progress"),
    [
        (command("Queued"), 0, "InProgress"),
        (command("Sent"), 1, "InProgress"),
        (command("Answered", "Accepted"), 0, "InProgress"),
        (command("Answered", "Accepted"), 1, "Done"),
        (command("Answered", "Failed"), 1, "Failed"),
        (command("TimedOut"), 0, "Failed"),
        (None, 0, "Failed"),
    ],
)
def test_its_progress_is_that_of_its_present_part(
    record: CommandRecord | None, place: int, progress: Progress
) -> None:
    assert sent(place=place).progress(record) == progress
    was_accepted = record is not None and accepted(record)
    assert sent(place=place).accepted_parts(record) == place + was_accepted


def test_one_that_was_stopped_has_failed_though_its_part_was_accepted() -> None:
    one = sent()
    one.stopped = "why"
    assert one.progress(command("Answered", "Accepted")) == "Failed"
