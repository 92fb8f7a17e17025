from datetime import timedelta
from typing import Any

from csms.store.provisioned import charge_points
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.reported import problems
from csms.store.table import query
from tests.api.support import ask
from tests.conftest import Says
from tests.inbound.support import begun, start, stop
from tests.support import NOON

HOUR = timedelta(hours=1)
OWN = "/charge-points/CP1/problems"


def runs(says: Says, charge_point_id: str = "CP1") -> int:
    """A transaction that began before any problem came."""
    charge_points.provision(charge_point_id, security_profile=0)
    answer = says("StartTransaction", start(), charge_point_id=charge_point_id)
    assert answer
    number: int = answer[2]["transactionId"]
    return number


def came(charge_point_id: str = "CP1", times: int = 3) -> None:
    for n in range(times):
        problems.came(charge_point_id, problems.FRAME_TOO_LARGE, NOON + n * HOUR)


def items(path: str, **asked: Any) -> list[dict[str, Any]]:
    answer = ask("GET", path, role="viewer", **asked)
    assert answer.status == 200
    listed: list[dict[str, Any]] = answer.json["items"]
    return listed


def test_what_came_again_and_again_is_shown_with_its_remedy(says: Says) -> None:
    number = runs(says)
    runs(says, "CP2")
    came()
    came("CP2", times=1)
    expected = {
        "chargePointId": "CP1",
        "problem": "FrameTooLarge",
        "times": 3,
        "firstAt": "2026-06-01T12:00:00.000Z",
        "lastAt": "2026-06-01T14:00:00.000Z",
        "remedy": "shorten StopTxnSampledData and StopTxnAlignedData",
        "heldBack": [number],
    }
    assert items("/problems") == items(OWN) == [expected]


def test_what_holds_nothing_back_is_no_problem(cp1: str) -> None:
    came()
    assert items("/problems") == items(OWN) == []


def test_the_list_of_the_fleet_goes_by_charge_point_in_parts(says: Says) -> None:
    for name in ("CP3", "CP1", "CP2"):
        runs(says, name)
        came(name)
    first = ask("GET", "/problems", query={"limit": 2}).json
    rest = ask("GET", "/problems", query={"limit": 2, "cursor": first["cursor"]}).json
    shown = [one["chargePointId"] for one in first["items"] + rest["items"]]
    assert shown == ["CP1", "CP2", "CP3"]


def test_the_transactions_that_it_may_hold_back_are_named(says: Says) -> None:
    first = begun(says)
    says("StopTransaction", stop(begun(says, connectorId=2)))
    came()
    says(
        "StartTransaction",
        {"connectorId": 3, "idTag": "X", "meterStart": 0, "timestamp": "2026-06-01T15:00:00Z"},
        at=NOON + 3 * HOUR,
    )
    (problem,) = items(OWN)
    assert problem["heldBack"] == [first]


def test_a_problem_is_cleared_until_it_comes_again(says: Says) -> None:
    runs(says)
    came()
    assert ask("DELETE", f"{OWN}/FrameTooLarge", role="operator").status == 204
    assert items(OWN) == []
    path = partition("charge-points/CP1/problems/FrameTooLarge")
    (audited,) = query(AuditEntry, path)
    assert audited.operation == "clearProblem"
    assert ask("DELETE", f"{OWN}/FrameTooLarge", role="operator").status == 404
    assert len(query(AuditEntry, path)) == 1
    came()
    assert len(items(OWN)) == 1


def test_a_viewer_clears_nothing(says: Says) -> None:
    runs(says)
    came()
    assert ask("DELETE", f"{OWN}/FrameTooLarge", role="viewer").status == 403
    assert ask("DELETE", f"{OWN}/Boredom", role="operator").status == 404
    assert len(items(OWN)) == 1


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    charge_points.provision("CP2", security_profile=0)
    assert items("/charge-points/CP2/problems") == []
    assert ask("GET", "/charge-points/CP9/problems").status == 404
