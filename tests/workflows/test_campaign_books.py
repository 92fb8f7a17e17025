import pytest

from csms.domain.campaign_plans import PASSED_OVER
from csms.domain.campaign_turns import Turn
from csms.store.commands import campaign_targets as rows
from tests.campaigns import campaign_over, changed, counted, ends_recorded, kept, states
from tests.support import NOON
from workflows.campaign_books import AT_ONCE, Books, Came, Overtaken

pytestmark = pytest.mark.usefixtures("store")

FAILED = Turn("failed", "so it was")


def came(*places: int, before: str | None = None, turn: Turn = FAILED) -> list[Came]:
    return [Came(rows.target_at("c1", place, f"A{place}"), before, turn) for place in places]


def test_what_comes_of_a_charge_point_is_written_with_what_it_counts() -> None:
    campaign_over("A0", "A1", "A2", phases=[{"count": 1}])
    Books(kept(), NOON).take(came(0, 1))
    assert states() == {"A0": "failed", "A1": "failed", "A2": "queued"}
    assert kept().counts == [{"failed": 1}, {"failed": 1}]
    assert kept().next_place == 2


def test_an_end_is_recorded_once_whoever_comes_to_tell_of_it() -> None:
    campaign_over("A0")
    first, second = Books(kept(), NOON), Books(kept(), NOON)
    first.take(came(0))
    with pytest.raises(Overtaken):
        second.take(came(0))
    with pytest.raises(Overtaken):  # also with the campaign as it is now
        Books(kept(), NOON).take(came(0, turn=Turn("installed")))
    assert (counted(), ends_recorded("A0")) == ({"failed": 1}, ["failed"])


def test_what_was_counted_before_is_so_no_more() -> None:
    campaign_over("A0")
    Books(kept(), NOON).take(came(0, turn=Turn(PASSED_OVER, "charging")))
    assert counted() == {PASSED_OVER: 1}
    Books(kept(), NOON).take(came(0, before=PASSED_OVER))
    assert counted() == {"failed": 1}
    assert rows.all_passed_over("c1") == []


def test_there_are_more_than_one_transaction_takes() -> None:
    many = [f"A{place}" for place in range(AT_ONCE + 2)]
    campaign_over(*many)
    Books(kept(), NOON).take(came(*range(AT_ONCE + 2)))
    assert counted() == {"failed": AT_ONCE + 2}


def test_after_an_operator_has_changed_it_nothing_more_is_written() -> None:
    campaign_over("A0")
    books = Books(kept(), NOON)
    changed(status="paused")
    with pytest.raises(Overtaken):
        books.take(came(0))
    with pytest.raises(Overtaken):
        books.finish(None)
    with pytest.raises(Overtaken):
        books.write()
    assert states() == {"A0": "queued"}
