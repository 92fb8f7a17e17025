from datetime import datetime, timedelta
from typing import Any

import pytest

from csms.store.reported import handshakes
from tests.api.support import ask
from tests.conftest import Says
from tests.stored import provision
from tests.support import NOON

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
OWN = "/charge-points/CP1/security-events"


def report(says: Says, at: datetime, kind: str = "SettingSystemTime", **changes: Any) -> None:
    heard = changes.pop("heard", at)
    told = {"type": kind, "timestamp": at.isoformat()}
    charge_point_id = changes.pop("charge_point_id", "CP1")
    says("SecurityEventNotification", told | changes, at=heard, charge_point_id=charge_point_id)


def failed(at: datetime, charge_point_id: str = "CP1", source_ip: str = "203.0.113.9") -> None:
    handshakes.failed(charge_point_id, at, reason="wrong credentials", source_ip=source_ip)


def types(path: str = "/security-events", **query: Any) -> list[str]:
    """Over all pages."""
    return [item["type"] for item in events(path, **query)]


def times(path: str, **query: Any) -> list[str]:
    return [item["receivedAt"] for item in events(path, **query)]


def events(path: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        answer = ask("GET", path, role="viewer", query=query, at=NOON + 60 * MINUTE)
        assert answer.status == 200, answer.text
        found += answer.json["items"]
        if "cursor" not in answer.json:
            return found
        query["cursor"] = answer.json["cursor"]


def test_reports_and_failed_handshakes_are_shown(says: Says) -> None:
    report(says, NOON, techInfo="by NTP", heard=NOON + MINUTE)
    for seconds in (5, 42):
        failed(NOON + 2 * MINUTE + seconds * SECOND)
    for path in ("/security-events", OWN):
        assert ask("GET", path, role="viewer", at=NOON + 9 * MINUTE).json["items"] == [
            {
                "chargePointId": "CP1",
                "type": "FailedToAuthenticate",
                "source": "csms",
                "at": "2026-06-01T12:02:42.000Z",
                "receivedAt": "2026-06-01T12:02:42.000Z",
                "reason": "wrong credentials",
                "sourceIp": "203.0.113.9",
                "tries": 2,
            },
            {
                "chargePointId": "CP1",
                "type": "SettingSystemTime",
                "source": "chargePoint",
                "at": "2026-06-01T12:00:00.000Z",
                "receivedAt": "2026-06-01T12:01:00.000Z",
                "techInfo": "by NTP",
            },
        ]


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_the_newest_come_first_of_whatever_kind(limit: int, says: Says) -> None:
    provision("CP2", security_profile=0)
    report(says, NOON, "A")
    failed(NOON + MINUTE)
    report(says, NOON + 2 * MINUTE, "B")
    failed(NOON + 3 * MINUTE, source_ip="198.51.100.1")
    report(says, NOON + 4 * MINUTE, "C", charge_point_id="CP2")
    failure = "FailedToAuthenticate"
    assert types(limit=limit) == ["C", failure, "B", failure, "A"]
    assert types(OWN, limit=limit) == [failure, "B", failure, "A"]


@pytest.mark.parametrize("path", ["/security-events", OWN])
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 50])
def test_a_refusal_stands_where_its_second_is_not_where_its_minute_begins(
    limit: int, path: str, says: Says
) -> None:
    for second in range(0, 60, 10):
        report(says, NOON + second * SECOND, f"at {second}")
    failed(NOON + 5 * SECOND)  # and again, which counts: the last is where it stands
    failed(NOON + 45 * SECOND)
    failed(NOON + 35 * SECOND, source_ip="198.51.100.1")
    handshakes.failed(
        "CP1", NOON + 53 * SECOND, reason="because", source_ip="a", what=handshakes.REFUSED
    )
    failed(NOON - 1 * SECOND, source_ip="198.51.100.2")
    assert types(path, limit=limit) == [
        "HandshakeRefused",
        "at 50",
        "FailedToAuthenticate",
        "at 40",
        "FailedToAuthenticate",
        "at 30",
        "at 20",
        "at 10",
        "at 0",
        "FailedToAuthenticate",
    ]


@pytest.mark.parametrize("path", ["/security-events", OWN])
@pytest.mark.parametrize("limit", [1, 3, 7, 50])
def test_refusals_from_many_addresses_are_each_shown_once(limit: int, path: str, cp1: str) -> None:
    for number in range(20):  # their addresses sort otherwise than their times
        failed(NOON + number * 20 * SECOND, source_ip=f"192.0.2.{3 - number % 3}")
    seen = times(path, limit=limit)
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 20


@pytest.mark.parametrize("path", ["/security-events", OWN])
def test_from_is_within_and_to_is_not(path: str, says: Says) -> None:
    report(says, NOON, "A")
    failed(NOON + 30 * SECOND)
    report(says, NOON + MINUTE, "B")
    assert types(path, **{"from": "2026-06-01T12:00:30Z"}) == ["B", "FailedToAuthenticate"]
    assert types(path, **{"from": "2026-06-01T12:00:31Z"}) == ["B"]
    assert types(path, to="2026-06-01T12:01:00Z") == ["FailedToAuthenticate", "A"]
    assert types(path, to="2026-06-01T12:00:30Z") == ["A"]
    assert types(path, **{"from": "2026-06-01T12:01:00Z", "to": "2026-06-01T12:00:00Z"}) == []


@pytest.mark.parametrize("path", ["/security-events", OWN])
def test_they_are_told_apart_by_type(path: str, says: Says) -> None:
    report(says, NOON, "A")
    report(says, NOON + MINUTE, "B")
    failed(NOON)
    assert types(path, type="A") == ["A"]
    assert types(path, type="FailedToAuthenticate") == ["FailedToAuthenticate"]


def test_other_reports_of_a_charge_point_are_none(says: Says) -> None:
    says("FirmwareStatusNotification", {"status": "Installed"})
    assert types(OWN) == []


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    assert ask("GET", OWN).json == {"items": []}
    assert ask("GET", "/charge-points/CP9/security-events").status == 404
