from datetime import datetime, timedelta
from typing import Any

import pytest

from csms.store import table
from csms.store.paging import parts
from csms.store.provisioned import charge_points
from csms.store.reported import message_log
from csms.store.table import calls
from tests.api.support import ask
from tests.support import NOON

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
PATH = "/charge-points/CP1/messages"
pytestmark = pytest.mark.usefixtures("cp1")


def logged(at: datetime, frame: str = "[]", message_id: str = "m", **more: Any) -> None:
    entry = message_log.entry("CP1", message_id, at, frame)
    for name, value in more.items():
        setattr(entry, name, value)
    message_log.add(entry)


def page(at: datetime = NOON, **query: Any) -> dict[str, Any]:
    answer = ask("GET", PATH, role="viewer", query=query, at=at)
    assert answer.status == 200, answer.text
    shown: dict[str, Any] = answer.json
    return shown


def frames(page: dict[str, Any]) -> list[str]:
    return [item["frame"] for item in page["items"]]


def test_a_call_and_its_answer_are_one() -> None:
    logged(NOON, "call", unique_id="1", action="Heartbeat", answer="answer", milliseconds=34)
    logged(NOON + SECOND, "ours", unique_id="2", outgoing=True, error="timed out")
    assert page(NOON + HOUR) == {
        "items": [
            {
                "id": "2026-06-01T12:00:01.000+00:00#m",
                "at": "2026-06-01T12:00:01.000Z",
                "direction": "fromCsms",
                "uniqueId": "2",
                "frame": "ours",
                "error": "timed out",
            },
            {
                "id": "2026-06-01T12:00:00.000+00:00#m",
                "at": "2026-06-01T12:00:00.000Z",
                "direction": "fromChargePoint",
                "uniqueId": "1",
                "action": "Heartbeat",
                "frame": "call",
                "answer": "answer",
                "milliseconds": 34,
            },
        ],
        "caughtUp": True,
    }


def test_what_befell_a_connection_has_no_frame() -> None:
    message_log.event("CP1", "socket", NOON, "connection closed: 1009 too big", NOON + DAY)
    assert page(NOON + HOUR)["items"] == [
        {
            "id": "2026-06-01T12:00:00.000+00:00#socket",
            "at": "2026-06-01T12:00:00.000Z",
            "direction": "fromChargePoint",
            "error": "connection closed: 1009 too big",
        }
    ]


def test_they_are_read_over_the_days_in_either_order() -> None:
    for n in range(4):
        logged(NOON - n * DAY, str(n))
    found: dict[str, list[str]] = {"asc": [], "desc": []}
    for order, seen in found.items():
        query: dict[str, Any] = {"order": order, "limit": 1}
        while len(seen) < 4 or "cursor" in query:
            one = page(**query)
            seen += frames(one)
            if one["caughtUp"]:
                break
            query["cursor"] = one["cursor"]
    assert found == {"asc": ["3", "2", "1", "0"], "desc": ["0", "1", "2", "3"]}


def test_from_is_within_and_to_is_not() -> None:
    for n in range(4):
        logged(NOON + n * HOUR, str(n))
    span = {"from": "2026-06-01T13:00:00Z", "to": "2026-06-01T15:00:00Z"}
    assert frames(page(NOON + 9 * HOUR, **span)) == ["2", "1"]
    over = page(NOON + 9 * HOUR, **span, order="asc")
    assert frames(over) == ["1", "2"]
    assert "cursor" not in over


def test_they_are_told_apart_by_action_and_direction() -> None:
    logged(NOON - HOUR, "1", action="Heartbeat")
    logged(NOON, "2", action="Reset", outgoing=True)
    assert frames(page(action="Heartbeat")) == ["1"]
    assert frames(page(direction="fromCsms")) == ["2"]


def test_what_comes_can_be_followed_over_midnight() -> None:
    """Nothing that was written late is missed, and a CALL comes again with its answer."""
    night = NOON + 11 * HOUR + timedelta(minutes=59, seconds=50)
    logged(night, "early")
    logged(night + SECOND, "ours", "own", outgoing=True)
    one = page(night + 5 * SECOND, order="asc")
    assert frames(one) == ["early", "ours"]
    assert one["caughtUp"]
    logged(night + SECOND / 2, "late")
    logged(night + SECOND, "ours", "own", outgoing=True, answer="answer")
    logged(night + 20 * SECOND, "tomorrow")
    one = page(night + 30 * SECOND, order="asc", cursor=one["cursor"])
    assert frames(one) == ["early", "late", "ours", "tomorrow"]
    assert one["items"][2]["answer"] == "answer"
    one = page(night + 300 * SECOND, order="asc", cursor=one["cursor"])
    one = page(night + 600 * SECOND, order="asc", cursor=one["cursor"])
    assert frames(one) == []
    assert one["caughtUp"]
    logged(night + 601 * SECOND, "again")
    assert frames(page(night + 602 * SECOND, order="asc", cursor=one["cursor"])) == ["again"]


@pytest.mark.parametrize("days", [0, 40])
def test_following_begins_where_it_is_told_to(days: int) -> None:
    """Also before there was a message, and for longer than messages are kept."""
    told = {"from": (NOON - days * DAY).isoformat(), "order": "asc"}
    one = page(NOON, **told)
    logged(NOON + SECOND, "1")
    one = page(NOON + 2 * SECOND, cursor=one["cursor"], **told)
    assert frames(one) == ["1"]


def test_following_ends_where_it_is_told_to() -> None:
    told = {"to": (NOON + HOUR).isoformat(), "order": "asc"}
    logged(NOON, "1")
    one = page(NOON, **told)
    assert "cursor" in one
    logged(NOON + 2 * HOUR, "2")
    one = page(NOON + 3 * HOUR, cursor=one["cursor"], **told)
    assert frames(one) == ["1"]
    assert "cursor" not in one


def test_what_is_kept_no_more_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    call = calls.call

    def noting(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", "2")
    monkeypatch.setattr(calls, "call", noting)
    assert page(NOON, **{"from": "2001-01-01T00:00:00Z"}) == {"items": [], "caughtUp": True}
    assert asked.count("Query") == 4
    monkeypatch.setenv("MESSAGE_LOG_RETENTION_DAYS", "0")
    assert page(order="asc")["caughtUp"]


def test_the_future_is_not_logged() -> None:
    answer = ask("GET", PATH, query={"from": "2026-06-01T12:00:01Z"}, at=NOON)
    assert (answer.status, answer.fields) == (400, ["from"])


def test_large_frames_fill_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "HEAVIEST", 100)
    for n in range(3):
        logged(NOON - n * SECOND, f"{n}" * 60, answer="a" * 10)
    one = page()
    assert [frame[0] for frame in frames(one)] == ["0", "1"]
    assert not one["caughtUp"]
    assert [frame[0] for frame in frames(page(cursor=one["cursor"]))] == ["2"]


def test_a_charge_point_that_is_not_there_has_none() -> None:
    assert ask("GET", "/charge-points/CP9/messages", at=NOON).status == 404
    logged(NOON)
    table.perform(table.delete(charge_points.ChargePoint.of("CP1")))
    assert len(page()["items"]) == 1


def test_what_is_not_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "leavesOut" not in page()
    monkeypatch.setenv("MESSAGE_LOG", "Telling")
    assert page()["leavesOut"] == ["Heartbeat", "MeterValues"]
