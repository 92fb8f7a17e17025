from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Says
from tests.stored import reports_of
from tests.support import NOON

EVENT = {"type": "FirmwareUpdated", "timestamp": "2026-06-01T11:00:00Z", "techInfo": "1.2.3"}


@pytest.mark.parametrize("type", ["TamperDetectionActivated", "VendorsOwnEvent"])
def test_an_event_is_kept_also_one_that_nobody_knows(type: str, says: Says) -> None:
    assert says("SecurityEventNotification", EVENT | {"type": type}) == [3, "unique-1", {}]
    (event,) = reports_of("CP1", "SecurityEventNotification")
    assert event.payload["type"] == type
    assert event.payload["techInfo"] == "1.2.3"
    assert event.at == NOON - timedelta(hours=1)
    assert event.received_at == NOON
    assert event.expires_at == NOON + timedelta(days=365)


def test_it_is_on_the_list_of_the_whole_fleet(says: Says) -> None:
    says("SecurityEventNotification", EVENT)
    (event,) = reports_of("CP1", "SecurityEventNotification")
    assert event.by_time_pk
    assert event.by_time_pk.startswith("SecurityEventNotification#2026-06#")
    assert event.by_time_sk == "2026-06-01T12:00:00.000+00:00#CP1"


def test_a_repeated_event_is_one(says: Says) -> None:
    says("SecurityEventNotification", EVENT, unique_id="1")
    later = NOON + timedelta(minutes=1)
    assert says("SecurityEventNotification", EVENT, unique_id="2", at=later) == [3, "2", {}]
    (event,) = reports_of("CP1", "SecurityEventNotification")
    assert event.received_at == NOON


def test_two_events_at_once_are_two(says: Says) -> None:
    says("SecurityEventNotification", EVENT)
    says("SecurityEventNotification", EVENT | {"type": "ResetOrReboot"})
    assert len(reports_of("CP1", "SecurityEventNotification")) == 2


@pytest.mark.parametrize("timestamp", [{}, {"timestamp": None}, {"timestamp": "0000-00-00"}])
def test_an_event_without_a_time_is_of_its_receipt_and_once(
    timestamp: dict[str, Any], says: Says
) -> None:
    said = {"type": "FirmwareUpdated"} | timestamp
    later = NOON + timedelta(days=31)
    for unique_id, at in (("1", NOON), ("2", later)):
        answer = says("SecurityEventNotification", said, unique_id=unique_id, at=at)
        assert answer == [3, unique_id, {}]
    (event,) = reports_of("CP1", "SecurityEventNotification")
    assert event.at == event.received_at == NOON
    assert event.payload["asSent"] == {"timestamp": timestamp.get("timestamp")}


def test_a_text_that_is_too_long_is_cut_and_kept_whole_beside_it(says: Says) -> None:
    long = {"type": 51 * "x", "techInfo": 256 * "y"}
    assert says("SecurityEventNotification", EVENT | long) == [3, "unique-1", {}]
    (event,) = reports_of("CP1", "SecurityEventNotification")
    assert (event.payload["type"], event.payload["techInfo"]) == (50 * "x", 255 * "y")
    assert event.payload["asSent"] == long


@pytest.mark.parametrize("type", [{}, {"type": None}])
def test_an_event_of_no_type_is_refused(type: dict[str, Any], says: Says) -> None:
    answer = says("SecurityEventNotification", {"timestamp": EVENT["timestamp"]} | type)
    assert answer
    assert answer[:3] == [4, "unique-1", "OccurenceConstraintViolation"]
    assert reports_of("CP1", "SecurityEventNotification") == []
