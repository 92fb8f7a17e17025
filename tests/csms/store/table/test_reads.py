from time import monotonic

import pytest

from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.message_log import LoggedFrame
from csms.store.table import calls
from csms.store.table.reads import MOST_IN_VAIN
from csms.store.table.throttling import Throttled
from tests.csms.store.table.test_writes import charge_point
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def test_items_are_found_in_the_order_they_were_asked_for() -> None:
    for name in ("A", "B"):
        table.perform(table.put(charge_point(name)))
    wanted = [ChargePoint.of(name) for name in ("B", "X", "A", "B")]
    found = table.fetch(*wanted, IdTag.of("A"))
    assert [item.pk if item else None for item in found] == ["CP#B", None, "CP#A", "CP#B", None]
    assert table.fetch() == ()


def test_items_of_both_tables_are_found_in_one_round_trip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though they have the same keys."""
    table.perform(table.put(charge_point("A")))
    table.perform(table.put(LoggedFrame("CP#A", "CP", frame="[]", received_at=NOON)))
    call = calls.call
    asked: list[str] = []

    def counted(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counted)
    logged, found = table.fetch(LoggedFrame("CP#A", "CP"), ChargePoint.of("A"))
    assert logged
    assert logged.frame == "[]"
    assert isinstance(found, ChargePoint)
    assert asked == ["BatchGetItem"]


def test_more_than_a_batch_is_found_too() -> None:
    table.perform(table.put(charge_point("CP-100")))
    found = table.fetch(*(ChargePoint.of(f"CP-{number:03}") for number in range(101)))
    assert [item is not None for item in found] == [False] * 100 + [True]


def test_what_dynamodb_leaves_over_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A", "B", "C"):
        table.perform(table.put(charge_point(name)))
    call = calls.call

    def one_at_a_time(operation: str, arguments: table.Raw) -> table.Raw:
        ((name, wanted),) = arguments["RequestItems"].items()
        first, *rest = wanted["Keys"]
        answer = call(operation, {"RequestItems": {name: wanted | {"Keys": [first]}}})
        return answer | {"UnprocessedKeys": {name: wanted | {"Keys": rest}} if rest else {}}

    monkeypatch.setattr(calls, "call", one_at_a_time)
    assert all(table.fetch(*(ChargePoint.of(name) for name in ("A", "B", "C"))))


def test_what_dynamodb_leaves_over_is_asked_for_a_little_later_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table.perform(table.put(charge_point("A")))
    call = calls.call
    asked: list[float] = []
    busy = 2

    def leave_over(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(monotonic())
        if len(asked) <= busy:
            return {"Responses": {}, "UnprocessedKeys": arguments["RequestItems"]}
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", leave_over)
    assert table.fetch(ChargePoint.of("A")) != (None,)
    assert len(asked) == 3
    assert asked[2] - asked[1] > asked[1] - asked[0] > 0.02
    asked.clear()
    busy = 1000
    with pytest.raises(Throttled, match="1 keys"):
        table.fetch(ChargePoint.of("A"))
    assert len(asked) == MOST_IN_VAIN


def test_items_of_a_model_are_read_in_the_order_of_their_keys() -> None:
    for name in ("A", "B"):
        table.perform(table.put(charge_point(name)))
    table.perform(table.put(LoggedFrame("LOG#", "1", frame="[]", received_at=NOON)))
    keys = [("CP#B", "CP"), ("CP#X", "CP"), ("CP#A", "CP"), ("CP#B", "CP")]
    assert [item.pk for item in table.read(ChargePoint, keys)] == ["CP#B", "CP#A", "CP#B"]
    assert table.read(IdTag, keys) == []
    assert [item.frame for item in table.read(LoggedFrame, [("LOG#", "1")])] == ["[]"]


def test_a_query_follows_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        frame = LoggedFrame("LOG#", f"{number}", frame="[]", received_at=NOON)
        table.perform(table.put(frame))
    call = calls.call
    monkeypatch.setattr(
        calls, "call", lambda operation, arguments: call(operation, arguments | {"Limit": 2})
    )
    assert [one.sk for one in table.query(LoggedFrame, "LOG#")] == list("01234")
    assert [one.sk for one in table.query(LoggedFrame, "LOG#", "3")] == ["3"]


def test_no_more_of_a_query_is_read_than_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        frame = LoggedFrame("LOG#", f"{number}", frame="[]", received_at=NOON)
        table.perform(table.put(frame))
    call = calls.call
    asked: list[int] = []

    def counted(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(arguments["Limit"])
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", counted)
    arguments = {
        "TableName": table.HistoryItem.Meta.table_name,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "LOG#"}},
    }
    assert [item["sk"]["S"] for item in table.first_of(arguments, 3)] == list("012")
    assert asked == [3]
