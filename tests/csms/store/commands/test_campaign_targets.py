import pytest

from csms.store.commands import campaign_targets as rows
from csms.store.commands.campaign_targets import CampaignTarget, target_at
from csms.store.table import Cancelled, transact
from tests.campaigns import campaign_over, states, target, there
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def first() -> CampaignTarget:
    return target_at("c1", 0, "A")


def beside() -> tuple[list[str], list[str]]:
    """Who is open, and who was passed over."""
    opened = [one.charge_point_id for one in rows.all_open("c1")]
    return opened, [one.charge_point_id for one in rows.all_passed_over("c1")]


def test_they_stand_in_their_order() -> None:
    campaign_over("B", "A")
    assert [one.charge_point_id for one in rows.between("c1", 0, 9)] == ["B", "A"]
    assert [one.place for one in rows.between("c1", 1, 2)] == [1]
    assert states() == {"B": "queued", "A": "queued"}


def test_what_stands_beside_one_is_as_it_is_itself() -> None:
    there("A")
    campaign_over("A", "B")
    assert beside() == ([], [])
    transact(*rows.passed_over(first(), "connection"))
    assert beside() == ([], ["A"])
    transact(*rows.began(first(), "update", NOON))
    assert beside() == (["A"], [])
    assert (target("A").state, target("A").waits_for) == ("requested", None)
    transact(*rows.is_at(first(), "installing", "another"))
    (marker,) = rows.all_open("c1")
    assert (marker.state, marker.command_id) == ("installing", "another")
    transact(*rows.passed_over(first(), "connection"))
    assert beside() == ([], ["A"])
    assert (target("A").state, target("A").command_id) == ("queued", None)
    transact(*rows.began(first(), "update", NOON))
    transact(*rows.ended(first(), "failed", NOON, "why"))
    assert beside() == ([], [])
    assert (target("A").state, target("A").reason, target("A").command_id) == (
        "failed",
        "why",
        "update",
    )


@pytest.mark.parametrize(
    "again",
    [
        lambda: rows.ended(first(), "installed", NOON, "why"),
        lambda: rows.began(first(), "update", NOON),
        lambda: rows.passed_over(first(), "connection"),
        lambda: rows.is_at(first(), "installing", "update"),
    ],
)
def test_what_has_ended_has_ended(again: object) -> None:
    campaign_over("A")
    transact(*rows.ended(first(), "failed", NOON, "why"))
    assert first().has_ended is False
    assert target("A").has_ended
    with pytest.raises(Cancelled):
        transact(*again())  # type: ignore[operator]
    assert states() == {"A": "failed"}
