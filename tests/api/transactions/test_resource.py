import csv
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl

import pytest

from api.transactions import resource as module
from csms.store import table
from csms.store.paging import parts
from csms.store.provisioned import charge_points
from csms.store.table import calls, get
from csms.store.transactions import Running
from tests.actions import PAYLOADS
from tests.api.support import ask
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stop, stored
from tests.stored import provision
from tests.support import NOON

HOUR = timedelta(hours=1)


def begin(says: Says, at: datetime, **changes: Any) -> int:
    """One that is received at that time."""
    payload = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 4200} | changes
    told = payload | {"timestamp": at.isoformat()}
    charge_point_id = told.pop("charge_point_id", "CP1")
    answer = says("StartTransaction", told, at=at, charge_point_id=charge_point_id)
    assert answer
    number: int = answer[2]["transactionId"]
    return number


def numbers(path: str = "/transactions", **query: Any) -> list[int]:
    answer = ask("GET", path, query=query, at=NOON + 48 * HOUR)
    assert answer.status == 200, answer.text
    return [item["transactionId"] for item in answer.json["items"]]


@pytest.fixture
def cp2(cp1: str) -> str:
    provision("CP2", security_profile=0)
    return "CP2"


def test_the_newest_come_first_of_the_fleet_and_of_a_charge_point(says: Says, cp2: str) -> None:
    first = begin(says, NOON)
    other = begin(says, NOON + HOUR, charge_point_id=cp2)
    last = begin(says, NOON + 2 * HOUR)
    assert numbers() == [last, other, first]
    assert numbers("/charge-points/CP1/transactions") == [last, first]
    assert numbers(chargePointId="CP2") == [other]


def test_a_list_goes_on_where_it_ended(says: Says) -> None:
    begun_in_order = [begin(says, NOON + n * HOUR) for n in range(5)]
    for path in ("/transactions", "/charge-points/CP1/transactions"):
        found: list[int] = []
        query: dict[str, Any] = {"limit": 2}
        while True:
            page = ask("GET", path, query=query, at=NOON + 9 * HOUR).json
            found += [item["transactionId"] for item in page["items"]]
            if "cursor" not in page:
                break
            query["cursor"] = page["cursor"]
        assert found == begun_in_order[::-1]


@pytest.mark.parametrize("path", ["/transactions", "/charge-points/CP1/transactions"])
def test_from_is_within_and_to_is_not(path: str, says: Says) -> None:
    early, middle, late = (begin(says, NOON + n * HOUR) for n in range(3))
    assert numbers(path, **{"from": "2026-06-01T13:00:00Z"}) == [late, middle]
    assert numbers(path, to="2026-06-01T13:00:00Z") == [early]
    span = {"from": "2026-06-01T13:00:00Z", "to": "2026-06-01T14:00:00Z"}
    assert numbers(path, **span) == [middle]
    assert numbers(path, **span, status="running") == [middle]


@pytest.mark.parametrize("path", ["/transactions", "/charge-points/CP1/transactions"])
def test_they_are_told_apart_by_whether_they_run_by_tag_and_by_connector(
    path: str, says: Says
) -> None:
    over = begin(says, NOON)
    runs = begin(says, NOON + HOUR, connectorId=2)
    another = begin(says, NOON + 2 * HOUR, connectorId=3, idTag="CARD-2")
    says("StopTransaction", stop(over))
    assert numbers(path, status="running") == [another, runs]
    assert numbers(path, status="stopped") == [over]
    assert numbers(path, status="running", idTag="card-1") == [runs]
    assert numbers(path, idTag="card-2") == [another]
    assert numbers(path, connectorId=3) == [another]
    assert numbers(path, connectorId=4) == []


def test_what_runs_is_found_without_a_look_at_what_has_stopped(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = begin(says, NOON - HOUR)
    for n in range(9):
        says("StopTransaction", stop(begin(says, NOON + n * HOUR, connectorId=2)))
    read: list[int] = []
    call = calls.call

    def noting(operation: str, arguments: table.Raw) -> table.Raw:
        answer = call(operation, arguments)
        assert operation in ("Query", "BatchGetItem")
        read.append(len(answer.get("Items", ())))
        return answer

    monkeypatch.setattr(calls, "call", noting)
    assert numbers(status="running") == [runs]
    assert sum(read) == 1
    assert numbers("/charge-points/CP1/transactions", status="running") == [runs]
    assert sum(read) == 2


def test_a_marker_stands_while_a_transaction_runs(says: Says) -> None:
    number = begun(says)
    marker = Running.of(stored(number))
    assert get(marker)
    says("StopTransaction", stop(number))
    assert get(marker) is None


def test_all_of_one_is_shown(says: Says) -> None:
    number = begun(says, reservationId=5)
    says("MeterValues", meter_values(reading(NOON, "4.25", unit="kWh"), transactionId=number))
    path = f"/charge-points/CP1/transactions/{number}"
    running = ask("GET", path, role="viewer")
    assert running.headers["etag"] == '"0"'
    assert running.json == {
        "chargePointId": "CP1",
        "transactionId": number,
        "connectorId": 1,
        "status": "running",
        "idTag": "CARD-1",
        "idTagInfo": {"status": "Invalid"},
        "reservationId": 5,
        "startedAt": "2026-06-01T12:00:00.000Z",
        "startReceivedAt": "2026-06-01T12:00:00.000Z",
        "meterStart": 4200,
        "register": 4250,
        "registerAt": "2026-06-01T12:00:00.000Z",
        "energy": 50,
        "possibleMerge": False,
        "implausibleTime": False,
    }
    says("StopTransaction", stop(number, idTag="CARD-2"), at=NOON + HOUR)
    stopped = ask("GET", path)
    assert stopped.headers["etag"] == '"1"'
    assert stopped.json == running.json | {
        "status": "stopped",
        "stoppedAt": "2026-06-01T12:00:00.000Z",
        "stopReceivedAt": "2026-06-01T13:00:00.000Z",
        "meterStop": 5200,
        "stopReason": "Local",
        "stopIdTag": "CARD-2",
        "register": 5200,
        "energy": 1000,
    }


def test_its_flags_are_shown(says: Says) -> None:
    number = begin(says, datetime(2001, 1, 1, tzinfo=UTC))
    says("StopTransaction", stop(number))
    begin(says, datetime(2001, 1, 1, tzinfo=UTC))
    shown = ask("GET", f"/charge-points/CP1/transactions/{number}").json
    assert shown["possibleMerge"] is True
    assert shown["implausibleTime"] is True


def test_possible_doubles_name_each_other(says: Says) -> None:
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    first = begin(says, long_ago)
    says("BootNotification", PAYLOADS["BootNotification"])
    second = begin(says, long_ago)
    for number, other in ((first, second), (second, first)):
        shown = ask("GET", f"/charge-points/CP1/transactions/{number}").json
        assert shown["possibleDoubles"] == [other]
    answer = ask("GET", "/charge-points/CP1/transactions", query={"format": "csv"})
    assert [row["possibleDouble"] for row in csv.DictReader(StringIO(answer.text))] == 2 * ["true"]


@pytest.mark.parametrize("number", ["8", "x", "-1", "99999999999999999999"])
def test_a_transaction_that_is_not_there_is_not_shown(number: str, cp1: str) -> None:
    answer = ask("GET", f"/charge-points/CP1/transactions/{number}")
    assert answer.status == (404 if number == "8" else 400)


def test_a_charge_point_that_is_not_there_has_no_list(says: Says) -> None:
    assert ask("GET", "/charge-points/CP1/transactions").json == {"items": []}
    assert ask("GET", "/charge-points/CP9/transactions").status == 404
    assert ask("GET", "/charge-points/CP9/transactions", query={"format": "csv"}).status == 404
    begun(says)
    table.perform(table.delete(charge_points.ChargePoint.of("CP1")))
    assert len(ask("GET", "/charge-points/CP1/transactions").json["items"]) == 1


@pytest.mark.parametrize(
    "asked",
    [{"query": {"format": "csv"}}, {"headers": {"accept": "text/csv"}}],
)
def test_a_list_comes_as_csv(asked: dict[str, Any], says: Says) -> None:
    number = begun(says, idTag="=CARD")
    says("StopTransaction", stop(number))
    runs = begin(says, NOON + HOUR)
    answer = ask("GET", "/transactions", role="viewer", at=NOON + 2 * HOUR, **asked)
    assert answer.headers["content-type"] == "text/csv"
    assert "link" not in answer.headers
    running, stopped = csv.DictReader(StringIO(answer.text))
    assert (running["transactionId"], running["status"]) == (str(runs), "running")
    assert (running["stoppedAt"], running["energy"]) == ("", "")
    assert stopped == {
        "chargePointId": "CP1",
        "transactionId": str(number),
        "connectorId": "1",
        "status": "stopped",
        "idTag": "'=CARD",
        "idTagStatus": "Invalid",
        "reservationId": "",
        "startedAt": "2026-06-01T12:00:00.000Z",
        "startReceivedAt": "2026-06-01T12:00:00.000Z",
        "meterStart": "4200",
        "stoppedAt": "2026-06-01T12:00:00.000Z",
        "stopReceivedAt": "2026-06-01T12:00:00.000Z",
        "meterStop": "5200",
        "stopReason": "Local",
        "stopIdTag": "",
        "energy": "1000",
        "possibleMerge": "false",
        "implausibleTime": "false",
        "estimated": "false",
        "corrected": "false",
        "possibleDouble": "false",
    }


@pytest.mark.parametrize("limit", [None, 3])
def test_csv_goes_on_behind_its_link(
    limit: int | None, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ITEMS", 1)
    monkeypatch.setattr(module, "PARTS_OF_A_FILE", 2)
    expected = [str(begin(says, NOON + n * HOUR)) for n in range(5)][::-1]
    query: dict[str, Any] = {"format": "csv"} | ({"limit": limit} if limit else {})
    found: list[list[str]] = []
    while True:
        answer = ask("GET", "/transactions", query=query, at=NOON + 9 * HOUR)
        rows = csv.DictReader(StringIO(answer.text))
        found.append([row["transactionId"] for row in rows])
        if "link" not in answer.headers:
            break
        query = next_of(answer)
    by = limit or 2
    assert found == [expected[first : first + by] for first in range(0, 5, by)]


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_json_has_the_link_beside_its_cursor(accept: str, says: Says) -> None:
    for n in range(2):
        begin(says, NOON + n * HOUR)
    headers = {"accept": accept}
    answer = ask(
        "GET",
        "/transactions",
        query={"limit": 1, "status": "running"},
        headers=headers,
        at=NOON + 9 * HOUR,
    )
    assert next_of(answer) == {
        "limit": "1",
        "status": "running",
        "cursor": answer.json["cursor"],
    }
    assert (
        "link" not in ask("GET", "/transactions", query=next_of(answer), at=NOON + 9 * HOUR).headers
    )


def next_of(answer: Any) -> dict[str, str]:
    """The query of the page that the header leads to."""
    link = re.fullmatch(r'</transactions\?(.*)>; rel="next"', answer.headers["link"])
    assert link
    return dict(parse_qsl(link[1]))


def test_json_is_asked_for_where_the_accept_header_cannot_be_set(says: Says) -> None:
    answer = ask(
        "GET", "/transactions", query={"format": "json"}, headers={"accept": "text/csv"}, at=NOON
    )
    assert answer.json == {"items": []}


def test_much_corrected_ones_fill_a_page(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = begin(says, NOON), begin(says, NOON + HOUR)
    says("StopTransaction", stop(second))
    path = f"/charge-points/CP1/transactions/{second}/repair"
    assert ask("POST", path, body={"meterStart": 1, "note": "n"}, at=NOON + HOUR).status == 200
    monkeypatch.setattr(parts, "HEAVIEST", 2_000)
    page = ask("GET", "/transactions", at=NOON + HOUR).json
    assert [item["transactionId"] for item in page["items"]] == [second]
    assert numbers(cursor=page["cursor"]) == [first]
