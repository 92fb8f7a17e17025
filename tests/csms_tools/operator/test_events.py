"""Following the security events: each once, and again when it has been counted further."""

from datetime import UTC, datetime
from typing import Any

from csms_tools.operator.events import Events
from tests.csms_tools.operator.support import Csms, answers

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ONE: dict[str, Any] = {"chargePointId": "A", "receivedAt": "2026-06-01T12:00:01.000Z", "tries": 1}
AGAIN = ONE | {"receivedAt": "2026-06-01T12:00:09.000Z", "tries": 2}
TWO: dict[str, Any] = {"chargePointId": "B", "receivedAt": "2026-06-01T12:05:00.000Z"}
NOBODYS: dict[str, Any] = {"receivedAt": "2026-06-01T12:06:00.000Z"}


def page(*items: Any) -> dict[str, Any]:
    return {"items": list(items)}


def rounds(csms: Csms, number: int, charge_point_id: str | None = None) -> list[list[Any]]:
    events = Events(csms.api, {"critical": True}, NOON, charge_point_id)
    return [list(events.new()) for _ in range(number)]


def test_what_comes_is_shown_once_the_oldest_first() -> None:
    csms = answers(page(ONE), page(NOBODYS, TWO, ONE), page(NOBODYS, TWO))
    assert rounds(csms, 3) == [[ONE], [TWO, NOBODYS], []]


def test_what_is_counted_further_is_shown_again() -> None:
    assert rounds(answers(page(ONE), page(AGAIN)), 2) == [[ONE], [AGAIN]]


def test_those_of_a_charge_point_are_picked_out_of_the_fleets() -> None:
    assert rounds(answers(page(NOBODYS, TWO, ONE)), 1, "A") == [[ONE]]


def test_each_round_begins_a_little_before_the_last_that_is_known() -> None:
    csms = answers(page(ONE), page(TWO, ONE), page(TWO), page())
    rounds(csms, 4)
    assert [dict(request.url.params)["from"] for request in csms.asked] == [
        "2026-06-01T12:00:00Z",
        "2026-06-01T12:00:00Z",
        "2026-06-01T12:03:00Z",
        "2026-06-01T12:03:00Z",
    ]
    assert {request.url.params["critical"] for request in csms.asked} == {"true"}
