from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from csms.store.paging import parts
from tests.api.support import ask
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stop
from tests.support import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PATH = "/charge-points/CP1/meter-values"


def say(says: Says, at: datetime, value: str = "1", **changes: Any) -> None:
    assert says("MeterValues", meter_values(reading(at, value), **changes), at=at)


def shown(path: str = PATH, /, **query: Any) -> list[Any]:
    """The values, over all pages."""
    values: list[Any] = []
    while True:
        answer = ask("GET", path, query=query, at=NOON + 90 * DAY, role="viewer")
        assert answer.status == 200, answer.text
        for item in answer.json["items"]:
            values += [one.get("value", one.get("text")) for one in item["samples"]]
        if "cursor" not in answer.json:
            return values
        query["cursor"] = answer.json["cursor"]


def test_they_are_read_over_the_months_in_either_order(says: Says) -> None:
    for n, at in enumerate((NOON, NOON + HOUR, NOON + 30 * DAY, NOON + 61 * DAY)):
        say(says, at, str(n))
    assert shown(limit=1) == [3, 2, 1, 0]
    assert shown(limit=3, order="asc") == [0, 1, 2, 3]


def test_from_is_within_and_to_is_not(says: Says) -> None:
    for n in range(4):
        say(says, NOON + n * HOUR, str(n))
    span = {"from": "2026-06-01T13:00:00Z", "to": "2026-06-01T15:00:00Z"}
    assert shown(**span) == [2, 1]


def test_they_are_told_apart_by_connector_and_transaction(says: Says) -> None:
    say(says, NOON, "1", connectorId=1)
    say(says, NOON + HOUR, "2", connectorId=2)
    say(says, NOON + 2 * HOUR, "3", connectorId=2, transactionId=-1)
    assert shown(connectorId=2) == [3, 2]
    assert shown(transactionId=-1) == [3]


def test_what_a_wrong_clock_has_told_is_found_where_it_put_it(says: Says) -> None:
    say(says, datetime(1970, 1, 1, 5, tzinfo=UTC), "7")
    assert shown() == []
    assert shown(**{"from": "1970-01-01T00:00:00Z", "to": "1970-02-01T00:00:00Z"}) == [7]


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_times_beyond_all_clocks_are_harmless(year: str, says: Says) -> None:
    say(says, NOON)
    moment = f"{year}-06-01T00:00:00Z"
    answer = ask("GET", PATH, query={"from": moment, "to": moment}, at=NOON)
    assert answer.json["items"] == []


def test_a_transaction_has_its_own_with_those_of_its_stop(says: Says) -> None:
    number = begun(says)
    say(says, NOON, "4300", transactionId=number)
    say(says, NOON + HOUR, "1")
    say(says, NOON + 30 * DAY, "4400", transactionId=number)
    data = meter_values(reading(NOON + 60 * DAY, "4500"))["meterValue"]
    end = (NOON + 60 * DAY).isoformat()
    says("StopTransaction", stop(number, timestamp=end, transactionData=data), at=NOON + 61 * DAY)
    path = f"/charge-points/CP1/transactions/{number}/meter-values"
    assert shown(path) == [4300, 4400, 4500]
    assert shown(path, order="desc", limit=1) == [4500, 4400, 4300]
    assert ask("GET", "/charge-points/CP1/transactions/8/meter-values").status == 404


def test_a_transaction_whose_clock_was_put_right_has_all_of_its_readings(says: Says) -> None:
    number = begun(says, timestamp="1970-01-01T00:00:10Z")
    say(says, datetime(1970, 1, 1, 5, tzinfo=UTC), "1", transactionId=number)
    say(says, NOON + 31 * DAY, "2", transactionId=number)
    path = f"/charge-points/CP1/transactions/{number}/meter-values"
    assert shown(path) == [1, 2]


@pytest.mark.parametrize("timestamp", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_transaction_of_the_strangest_clock_can_be_read(timestamp: str, says: Says) -> None:
    number = begun(says, timestamp=timestamp)
    path = f"/charge-points/CP1/transactions/{number}/meter-values"
    assert shown(path) == []
    says("StopTransaction", stop(number, timestamp=timestamp))
    assert shown(path) == []


def test_a_page_does_not_grow_with_the_messages_in_it(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "HEAVIEST", 500)
    for n in range(5):
        say(says, NOON + n * HOUR, str(n))
    page = ask("GET", PATH, at=NOON).json
    assert len(page["items"]) == 2
    assert page["cursor"]
    assert shown() == [4, 3, 2, 1, 0]


def test_a_charge_point_that_is_not_there_has_none(cp1: str) -> None:
    assert shown() == []
    assert ask("GET", "/charge-points/CP9/meter-values", at=NOON).status == 404
