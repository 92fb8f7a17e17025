import pytest

from csms.store.commands.campaigns import Campaign, CampaignFirmware, find, moved
from csms.store.commands.jobs import WORK
from csms.store.paging import by_name, by_time, part, reading
from csms.store.table import ConditionFailed, StateItem, fetch, perform
from tests.campaigns import FIRMWARE, MINUTE, campaign_over, kept
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def work() -> list[StateItem]:
    return part(by_name(StateItem, WORK), 10, None, reading(StateItem)).items


def test_it_is_found_by_its_id_and_by_its_time() -> None:
    campaign_over("A", "B")
    found = find("c1")
    assert found
    assert (found.campaign_id, found.name, found.total) == ("c1", "spring", 2)
    listed = part(by_time(Campaign, "CAMPAIGN", NOON + MINUTE), 10, None, reading(Campaign))
    assert [one.campaign_id for one in listed.items] == ["c1"]
    assert find("c2") is None


def test_its_firmware_stands_apart_for_it_never_changes() -> None:
    campaign_over()
    (firmware,) = fetch(CampaignFirmware.of("c1"))
    assert firmware
    assert firmware.packed == FIRMWARE


def test_it_is_on_the_list_of_what_waits_for_its_time_until_nothing_does() -> None:
    campaign_over()
    assert [one.pk for one in work()] == ["CAMPAIGN#c1"]
    perform(moved(kept(), None))
    assert work() == []


def test_whoever_writes_has_seen_what_was_written_before() -> None:
    campaign_over()
    first, second = kept(), kept()
    perform(moved(first, NOON))
    with pytest.raises(ConditionFailed):
        perform(moved(second, NOON))
    fresh = Campaign.of("c1")
    fresh.name = fresh.status = fresh.created_by = "x"
    fresh.plan, fresh.created_at = {}, NOON
    with pytest.raises(ConditionFailed):
        perform(moved(fresh, NOON))
