import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from botocore.exceptions import ClientError

from csms import store
from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.reported.message_log import LoggedFrame
from csms.store.table import writes as calls
from tests.support import NOON, RESOURCES

ABSENT = ChargePoint.pk.does_not_exist()

Call = Callable[[str, table.Raw], table.Raw]


def charge_point(name: str = "CP1", profile: int = 0) -> ChargePoint:
    item = ChargePoint.of(name)
    item.security_profile = profile
    return item


def cancelled(*codes: str) -> ClientError:
    response: Any = {
        "Error": {"Code": "TransactionCanceledException"},
        "CancellationReasons": [{"Code": code} for code in codes],
    }
    return ClientError(response, "TransactWriteItems")


def test_the_tables_are_the_templates() -> None:
    """Those that the tests make are; their names come from the environment."""
    assert table.StateItem.Meta.table_name == "csms-state"
    assert table.HistoryItem.Meta.table_name == "csms-history"
    for resource in ("StateTable", "HistoryTable"):
        keys = RESOURCES[resource]["Properties"]["KeySchema"]
        assert [key["AttributeName"] for key in keys] == ["pk", "sk"]
        ttl = RESOURCES[resource]["Properties"]["TimeToLiveSpecification"]
        assert ttl["AttributeName"] == "expires_at"


def test_the_table_of_keys_has_every_item() -> None:
    for module in iter_modules(store.__path__):
        import_module(f"csms.store.{module.name}")
    models = {*table.StateItem.__subclasses__(), *table.HistoryItem.__subclasses__()}
    ours = {one.__name__ for one in models if one.__module__.startswith("csms.store.")}
    assert ours <= set(re.findall(r"\w+", calls.__doc__ or ""))


@pytest.mark.usefixtures("store")
def test_a_condition_that_fails_shows_what_stands_there() -> None:
    table.perform(table.put(charge_point(), ABSENT))
    with pytest.raises(table.ConditionFailed) as failed:
        table.perform(table.put(charge_point(profile=2), ABSENT))
    assert failed.value.item
    assert ChargePoint.from_raw_data(failed.value.item).security_profile == 0
    with pytest.raises(table.ConditionFailed) as nothing:
        table.perform(table.delete(charge_point("CP2"), ChargePoint.pk.exists()))
    assert nothing.value.item is None


@pytest.mark.usefixtures("store")
def test_a_write_returns_the_item_before_or_after_it() -> None:
    assert table.perform(table.put(charge_point()), returning="ALL_OLD") == {}
    before = table.perform(table.put(charge_point(profile=1)), returning="ALL_OLD")
    assert ChargePoint.from_raw_data(before).security_profile == 0
    raise_it = table.update(charge_point(), [ChargePoint.security_profile.set(2)])
    after = table.perform(raise_it, returning="ALL_NEW")
    assert ChargePoint.from_raw_data(after).security_profile == 2


@pytest.mark.usefixtures("store")
def test_of_several_writes_all_are_done_or_none() -> None:
    table.perform(table.put(charge_point("CP2")))
    with pytest.raises(table.Cancelled) as cancelled:
        table.transact(table.put(charge_point(), ABSENT), table.put(charge_point("CP2"), ABSENT))
    assert set(cancelled.value.failed) == {1}
    assert cancelled.value.failed[1]
    assert table.fetch(ChargePoint.of("CP1")) == (None,)


@pytest.mark.parametrize("conflicts", [1, 3])
@pytest.mark.usefixtures("store")
def test_meeting_another_transaction_on_an_item_is_tried_again(
    conflicts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    call: Call = calls._call
    met: list[str] = []

    def conflict(operation: str, arguments: table.Raw) -> table.Raw:
        if len(met) < conflicts:
            met.append(operation)
            raise cancelled("TransactionConflict", "None")
        return call(operation, arguments)

    monkeypatch.setattr(calls, "_call", conflict)
    table.transact(table.put(charge_point()), table.put(charge_point("CP2")))
    assert len(met) == conflicts
    assert all(table.fetch(ChargePoint.of("CP1"), ChargePoint.of("CP2")))


@pytest.mark.parametrize(("conflicts", "is_done"), [(3, True), (4, False)])
@pytest.mark.usefixtures("store")
def test_one_write_too_is_tried_again_when_it_meets_a_transaction(
    conflicts: int, is_done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    call: Call = calls._call
    met: list[str] = []

    def conflict(operation: str, arguments: table.Raw) -> table.Raw:
        if operation == "PutItem" and len(met) < conflicts:
            met.append(operation)
            raise ClientError({"Error": {"Code": "TransactionConflictException"}}, operation)
        return call(operation, arguments)

    monkeypatch.setattr(calls, "_call", conflict)
    with nullcontext() if is_done else pytest.raises(ClientError):
        table.perform(table.put(charge_point()))
    assert table.fetch(ChargePoint.of("CP1")) != (None,) or not is_done


@pytest.mark.parametrize(
    ("codes", "tries"),
    [
        (("TransactionConflict", "None"), calls.CONFLICT_TRIES),
        (("None", "ThrottlingError"), 1),
        ((), 1),
    ],
)
def test_only_a_conflict_is_tried_again_and_not_for_ever(
    codes: tuple[str, ...], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        tried.append(operation)
        raise cancelled(*codes)

    monkeypatch.setattr(calls, "_call", fail)
    with pytest.raises(ClientError):
        table.transact(table.put(charge_point()))
    assert len(tried) == tries


def test_a_failed_condition_weighs_more_than_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        raise cancelled("TransactionConflict", "ConditionalCheckFailed")

    monkeypatch.setattr(calls, "_call", fail)
    with pytest.raises(table.Cancelled) as failed:
        table.transact(table.put(charge_point()), table.put(charge_point("CP2")))
    assert failed.value.failed == {1: None}


@pytest.mark.usefixtures("store")
def test_items_are_found_in_the_order_they_were_asked_for() -> None:
    for name in ("A", "B"):
        table.perform(table.put(charge_point(name)))
    wanted = [ChargePoint.of(name) for name in ("B", "X", "A", "B")]
    found = table.fetch(*wanted, IdTag.of("A"))
    assert [item.pk if item else None for item in found] == ["CP#B", None, "CP#A", "CP#B", None]
    assert table.fetch() == ()


@pytest.mark.usefixtures("store")
def test_more_than_a_batch_is_found_too() -> None:
    table.perform(table.put(charge_point("CP-100")))
    found = table.fetch(*(ChargePoint.of(f"CP-{number:03}") for number in range(101)))
    assert [item is not None for item in found] == [False] * 100 + [True]


@pytest.mark.usefixtures("store")
def test_what_dynamodb_leaves_over_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A", "B", "C"):
        table.perform(table.put(charge_point(name)))
    call: Call = calls._call

    def one_at_a_time(operation: str, arguments: table.Raw) -> table.Raw:
        ((name, wanted),) = arguments["RequestItems"].items()
        first, *rest = wanted["Keys"]
        answer = call(operation, {"RequestItems": {name: wanted | {"Keys": [first]}}})
        return answer | {"UnprocessedKeys": {name: wanted | {"Keys": rest}} if rest else {}}

    monkeypatch.setattr(calls, "_call", one_at_a_time)
    assert all(table.fetch(*(ChargePoint.of(name) for name in ("A", "B", "C"))))


@pytest.mark.usefixtures("store")
def test_a_query_follows_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        frame = LoggedFrame("LOG#", f"{number}", frame="[]", received_at=NOON)
        table.perform(table.put(frame))
    call: Call = calls._call
    monkeypatch.setattr(
        calls, "_call", lambda operation, arguments: call(operation, arguments | {"Limit": 2})
    )
    assert [one.sk for one in table.query(LoggedFrame, "LOG#")] == list("01234")
    assert [one.sk for one in table.query(LoggedFrame, "LOG#", "3")] == ["3"]


def test_a_fleet_is_spread_over_its_shards() -> None:
    shards = {table.by_name("CP", f"CP-{number}")[0] for number in range(200)}
    assert shards == {f"CP#{shard}" for shard in range(table.SHARDS)}
    assert table.by_name("CP", "CP1") == table.by_name("CP", "CP1")


def test_a_list_by_time_is_of_a_month_and_in_order() -> None:
    pk, first = table.by_time("TX", "CP1", NOON)
    assert pk.startswith("TX#2026-06#")
    _, second = table.by_time("TX", "CP1", NOON + timedelta(milliseconds=1))
    assert first < second


def test_times_sort_in_keys_as_they_do_on_the_clock() -> None:
    times = [datetime(1, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), NOON]
    assert sorted(map(table.when, reversed(times))) == [table.when(at) for at in times]


@pytest.mark.usefixtures("store")
def test_items_of_a_model_are_read_in_the_order_of_their_keys() -> None:
    for name in ("A", "B"):
        table.perform(table.put(charge_point(name)))
    table.perform(table.put(LoggedFrame("LOG#", "1", frame="[]", received_at=NOON)))
    keys = [("CP#B", "CP"), ("CP#X", "CP"), ("CP#A", "CP"), ("CP#B", "CP")]
    assert [item.pk for item in table.read(ChargePoint, keys)] == ["CP#B", "CP#A", "CP#B"]
    assert table.read(IdTag, keys) == []
    assert [item.frame for item in table.read(LoggedFrame, [("LOG#", "1")])] == ["[]"]


@pytest.mark.usefixtures("store")
def test_no_more_of_a_query_is_read_than_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        frame = LoggedFrame("LOG#", f"{number}", frame="[]", received_at=NOON)
        table.perform(table.put(frame))
    call: Call = calls._call
    asked: list[int] = []

    def counted(operation: str, arguments: table.Raw) -> table.Raw:
        asked.append(arguments["Limit"])
        return call(operation, arguments)

    monkeypatch.setattr(calls, "_call", counted)
    arguments = {
        "TableName": table.HistoryItem.Meta.table_name,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "LOG#"}},
    }
    assert [item["sk"]["S"] for item in table.first_of(arguments, 3)] == list("012")
    assert asked == [3]
