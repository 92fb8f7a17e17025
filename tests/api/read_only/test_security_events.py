from datetime import datetime, timedelta
from typing import Any

import pytest

from csms.store.reported import security_events
from csms.store.reported.security_events import OwnSecurityEvent
from csms.store.table import by_time, perform, put
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
    security_events.note(charge_point_id, at, reason="wrong credentials", source_ip=source_ip)


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
                "critical": False,
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
                "critical": True,
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
    security_events.note(
        "CP1", NOON + 53 * SECOND, reason="because", source_ip="a", what=security_events.REFUSED
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


@pytest.mark.parametrize("path", ["/security-events", OWN])
def test_they_are_told_apart_by_type(path: str, says: Says) -> None:
    report(says, NOON, "A")
    report(says, NOON + MINUTE, "B")
    failed(NOON)
    assert types(path, type="A") == ["A"]
    assert types(path, type="FailedToAuthenticate") == ["FailedToAuthenticate"]


@pytest.mark.parametrize("path", ["/security-events", OWN])
@pytest.mark.parametrize("limit", [1, 50])
def test_they_are_told_apart_by_who_saw_them_and_by_whether_they_are_critical(
    limit: int, path: str, says: Says
) -> None:
    report(says, NOON, "TamperDetectionActivated")
    report(says, NOON + MINUTE, "InvalidTLSVersion")
    report(says, NOON + 2 * MINUTE, "OfAVendor")
    failed(NOON + 3 * MINUTE)
    security_events.note(
        "CP1", NOON + 4 * MINUTE, reason="a", source_ip="a", what=security_events.REVOKED
    )
    reported = ["OfAVendor", "InvalidTLSVersion", "TamperDetectionActivated"]
    ours = ["RevokedCertificate", "FailedToAuthenticate"]
    assert types(path, limit=limit, source="csms") == ours
    assert types(path, limit=limit, source="chargePoint") == reported
    critical = ["RevokedCertificate", "TamperDetectionActivated"]
    assert types(path, limit=limit, critical="true") == critical
    assert types(path, limit=limit, critical="false") == [ours[1], *reported[:2]]
    assert types(path, limit=limit, critical="true", source="csms") == critical[:1]


@pytest.mark.parametrize("query", [{"source": "operator"}, {"critical": "perhaps"}])
def test_a_filter_that_is_none_is_refused(query: dict[str, str], cp1: str) -> None:
    assert ask("GET", "/security-events", query=query).status == 400
    assert ask("GET", OWN, query=query).status == 400


def test_what_befell_nobody_known_is_on_the_list_of_the_fleet_alone(says: Says) -> None:
    report(says, NOON, "A")
    security_events.note(
        None, NOON + MINUTE, reason="TLS 1.1", source_ip="a", what=security_events.TLS
    )
    refused, reported = events("/security-events")
    assert (refused["type"], refused["reason"], refused["tries"]) == ("TlsRefused", "TLS 1.1", 1)
    assert "chargePointId" not in refused
    assert events(OWN) == [reported]


@pytest.mark.parametrize("path", ["/security-events", OWN])
@pytest.mark.parametrize("limit", [1, 2, 50])
def test_those_of_old_are_shown_among_the_others(limit: int, path: str, cp1: str) -> None:
    failed(NOON + 50 * SECOND)
    at = NOON + 40 * SECOND
    list_pk, list_sk = by_time("SecurityEventNotification", "CP1", at)
    old = OwnSecurityEvent(
        "CP#CP1", "HandshakeRefused#2026-06-01T12:00#203.0.113.9", at=at, tries=2
    )
    old.reason, old.source_ip = "no subprotocol is offered", "203.0.113.9"
    old.by_time_pk, old.by_time_sk = list_pk, list_sk
    perform(put(old))
    failed(NOON + 30 * SECOND, source_ip="198.51.100.1")
    assert types(path, limit=limit) == [
        "FailedToAuthenticate",
        "HandshakeRefused",
        "FailedToAuthenticate",
    ]


def test_other_reports_of_a_charge_point_are_none(says: Says) -> None:
    says("FirmwareStatusNotification", {"status": "Installed"})
    assert types(OWN) == []


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    assert ask("GET", OWN).json == {"items": []}
    assert ask("GET", "/charge-points/CP9/security-events").status == 404
