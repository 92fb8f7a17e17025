from datetime import timedelta
from typing import Any

import pytest

from csms.store.reported import deviations
from csms.wire.tolerance import Deviation
from tests.api.support import ask
from tests.conftest import Says
from tests.inbound.support import begun, stop
from tests.stored import provision
from tests.support import NOON

OWN = "/charge-points/CP1/deviations"


def items(path: str, **asked: Any) -> list[dict[str, Any]]:
    answer = ask("GET", path, role="viewer", **asked)
    assert answer.status == 200
    listed: list[dict[str, Any]] = answer.json["items"]
    return listed


def departs(charge_point_id: str, *members: str) -> None:
    provision(charge_point_id, security_profile=0)
    found = [Deviation(member, "TooLong", "long") for member in members]
    deviations.note(charge_point_id, "BootNotification", found, NOON)


def test_what_was_mended_is_shown_with_its_times_and_an_example(says: Says) -> None:
    number = begun(says)
    for minutes in (0, 5):
        at = NOON + timedelta(minutes=minutes)
        says("StopTransaction", stop(number, reason="Cable pulled"), at=at)
    expected = {
        "chargePointId": "CP1",
        "action": "StopTransaction",
        "member": "reason",
        "kind": "UnknownWord",
        "atLeast": 2,
        "firstAt": "2026-06-01T12:00:00.000Z",
        "lastAt": "2026-06-01T12:05:00.000Z",
        "example": '"Cable pulled"',
    }
    assert items(OWN) == items("/deviations") == [expected]


def test_one_without_an_example_has_none(says: Says) -> None:
    says("Heartbeat", {"token": "geheim"})
    (one,) = items(OWN)
    assert (one["member"], one["kind"]) == ("token", "UnknownMember")
    assert "example" not in one


@pytest.mark.parametrize("path", ["/deviations", OWN])
@pytest.mark.parametrize("limit", [1, 2, 200])
def test_a_list_comes_in_parts_and_whole(path: str, limit: int, store: None) -> None:
    for charge_point_id in ("CP3", "CP1", "CP2"):
        departs(charge_point_id, *"abcde")
    seen: list[tuple[str, str]] = []
    query: dict[str, Any] = {"limit": limit}
    while True:
        page = ask("GET", path, query=query).json
        assert len(page["items"]) <= limit
        seen += [(one["chargePointId"], one["member"]) for one in page["items"]]
        if "cursor" not in page:
            break
        query["cursor"] = page["cursor"]
    fleet = ["CP1"] if path == OWN else ["CP1", "CP2", "CP3"]
    assert sorted(seen) == [(name, member) for name in fleet for member in "abcde"]
    assert [name for name, _ in seen] == sorted(name for name, _ in seen)


def test_those_of_a_charge_point_go_by_action(cp1: str) -> None:
    actions = ["StopTransaction", "Authorize", "Reset.conf", "BootNotification"]
    for action in actions:
        deviations.note("CP1", action, [Deviation("status", "Spelling", "")], NOON)
    assert [one["action"] for one in items(OWN)] == sorted(actions)


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    assert items(OWN) == []
    assert ask("GET", "/charge-points/CP9/deviations").status == 404


def test_a_charge_point_that_is_deleted_leaves_none(store: None) -> None:
    departs("CP1", "chargePointModel")
    departs("CP2", "chargePointModel")
    assert ask("DELETE", "/charge-points/CP1", headers={"if-match": '"1"'}).status in (202, 204)
    assert [one["chargePointId"] for one in items("/deviations")] == ["CP2"]
    assert ask("GET", OWN).status == 404


@pytest.mark.parametrize("path", ["/deviations", OWN])
def test_they_are_listed_by_when_they_came_last(path: str, says: Says) -> None:
    says("Heartbeat", {"early": 1})
    says("Heartbeat", {"late": 1}, at=NOON + timedelta(minutes=5))
    assert [one["member"] for one in items(path, query={"to": "2026-06-01T12:05:00Z"})] == ["early"]
    since = {"from": "2026-06-01T12:00:00.001Z"}
    assert [one["member"] for one in items(path, query=since)] == ["late"]
