from datetime import timedelta
from typing import Any

import pytest

from csms.store import table
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.reported import problems
from csms.store.table import calls, query
from tests.api.read_only.support import OWN, connected, shown
from tests.api.support import ask
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, start
from tests.stored import provision
from tests.support import NOON

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def runs(says: Says, charge_point_id: str = "CP1") -> int:
    """A transaction that began before any problem came."""
    provision(charge_point_id, security_profile=0)
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
    provision("CP2", security_profile=0)
    assert items("/charge-points/CP2/problems") == []
    assert ask("GET", "/charge-points/CP9/problems").status == 404


def test_the_silent_one_is_first_in_parts_of_any_size(says: Says) -> None:
    for number in (1, 2, 3):
        table.perform(problems.raised("CP1", BEHAVIOURS[number], NOON, NOON + HOUR - SECOND))
    connected(NOON - HOUR)
    for limit in (1, 2, 3, 4, 50):
        found: list[str] = []
        query: dict[str, Any] = {"limit": limit}
        while True:
            answer = ask("GET", OWN, query=query, at=NOON + HOUR).json
            assert len(answer["items"]) <= limit
            found += [one["problem"] for one in answer["items"]]
            if "cursor" not in answer:
                break
            query["cursor"] = answer["cursor"]
        assert found == ["Silent", "BootsOften", "ClosesWhenQuiet", "ConnectsOften"]


BEHAVIOURS: dict[int, problems.What] = {1: "BootsOften", 2: "ConnectsOften", 3: "ClosesWhenQuiet"}


def test_a_problem_of_a_transaction_is_cleared_by_its_number(says: Says) -> None:
    number = begun(says)
    at = NOON + MINUTE
    says("MeterValues", meter_values(reading(at, "1"), transactionId=number), at=at)
    clear = f"{OWN}/EnergyBelowZero"
    assert ask("DELETE", clear, role="operator").status == 404
    query = {"transactionId": number}
    assert ask("DELETE", clear, role="operator", query=query).status == 204
    assert shown() == []


def test_a_list_of_the_fleet_reads_no_charge_point_without_a_problem(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        provision(f"CP-{number}", security_profile=0)
    table.perform(problems.raised("CP1", "BootsOften", NOON, NOON))
    asked: list[str] = []
    call = calls.call

    def counting(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counting)
    assert len(shown("/problems")) == 1
    assert "Scan" not in asked
    assert asked.count("BatchGetItem") == 2


@pytest.mark.parametrize("path", ["/problems", OWN])
def test_they_are_listed_by_when_they_came_last(path: str, says: Says) -> None:
    runs(says)
    came()  # last at two hours past noon
    assert items(path, query={"from": "2026-06-01T14:00:00Z"})
    assert not items(path, query={"from": "2026-06-01T14:00:00.001Z"})
    assert not items(path, query={"to": "2026-06-01T14:00:00Z"})


def test_silence_lasts_until_it_is_asked_for(says: Says) -> None:
    connected(NOON)
    later = NOON + HOUR
    now = items(OWN, at=later)
    assert [one["problem"] for one in now] == ["Silent"]
    assert items(OWN, at=later, query={"from": "2026-06-01T13:00:00Z"}) == now
    assert not items(OWN, at=later, query={"to": "2026-06-01T13:00:00Z"})
