from datetime import timedelta

import pytest

from csms.store.reported import reports
from tests.conftest import Says
from tests.support import NOON

EVENT = {"type": "FirmwareUpdated", "timestamp": "2026-06-01T11:00:00Z", "techInfo": "1.2.3"}


@pytest.mark.parametrize("type", ["TamperDetectionActivated", "VendorsOwnEvent"])
def test_an_event_is_kept_for_good_also_one_that_nobody_knows(type: str, says: Says) -> None:
    assert says("SecurityEventNotification", EVENT | {"type": type}) == [3, "unique-1", {}]
    (event,) = reports.of_charge_point("CP1", "SecurityEventNotification")
    assert event.payload["type"] == type
    assert event.payload["techInfo"] == "1.2.3"
    assert event.at == NOON - timedelta(hours=1)
    assert event.received_at == NOON
    assert event.expires_at is None


def test_it_is_on_the_list_of_the_whole_fleet(says: Says) -> None:
    says("SecurityEventNotification", EVENT)
    (event,) = reports.of_charge_point("CP1", "SecurityEventNotification")
    assert event.by_time_pk
    assert event.by_time_pk.startswith("SecurityEventNotification#2026-06#")
    assert event.by_time_sk == "2026-06-01T12:00:00.000+00:00#CP1"


def test_a_repeated_event_is_one(says: Says) -> None:
    says("SecurityEventNotification", EVENT, unique_id="1")
    later = NOON + timedelta(minutes=1)
    assert says("SecurityEventNotification", EVENT, unique_id="2", at=later) == [3, "2", {}]
    (event,) = reports.of_charge_point("CP1", "SecurityEventNotification")
    assert event.received_at == NOON


def test_two_events_at_once_are_two(says: Says) -> None:
    says("SecurityEventNotification", EVENT)
    says("SecurityEventNotification", EVENT | {"type": "ResetOrReboot"})
    assert len(reports.of_charge_point("CP1", "SecurityEventNotification")) == 2
