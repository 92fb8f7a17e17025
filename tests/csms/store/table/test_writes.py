from contextlib import nullcontext

import pytest

from csms.aws import ServiceError
from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import calls
from csms.store.table.writes import CONFLICT_TRIES

ABSENT = ChargePoint.pk.does_not_exist()


def charge_point(name: str = "CP1", profile: int = 0) -> ChargePoint:
    item = ChargePoint.of(name)
    item.security_profile = profile
    return item


def cancelled(*codes: str) -> ServiceError:
    reasons = {"CancellationReasons": [{"Code": code} for code in codes]}
    return ServiceError("TransactionCanceledException", answer=reasons)


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


@pytest.mark.parametrize(
    "why", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
)
@pytest.mark.parametrize("conflicts", [1, 3])
@pytest.mark.usefixtures("store")
def test_meeting_another_transaction_or_a_busy_partition_is_tried_again(
    conflicts: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = calls.call
    met: list[str] = []

    def conflict(operation: str, arguments: table.Raw) -> table.Raw:
        if len(met) < conflicts:
            met.append(operation)
            raise cancelled(why, "None")
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", conflict)
    table.transact(table.put(charge_point()), table.put(charge_point("CP2")))
    assert len(met) == conflicts
    assert all(table.fetch(ChargePoint.of("CP1"), ChargePoint.of("CP2")))


@pytest.mark.parametrize(("conflicts", "is_done"), [(3, True), (4, False)])
@pytest.mark.usefixtures("store")
def test_one_write_too_is_tried_again_when_it_meets_a_transaction(
    conflicts: int, is_done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = calls.call
    met: list[str] = []

    def conflict(operation: str, arguments: table.Raw) -> table.Raw:
        if operation == "PutItem" and len(met) < conflicts:
            met.append(operation)
            raise ServiceError("TransactionConflictException")
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", conflict)
    with nullcontext() if is_done else pytest.raises(ServiceError):
        table.perform(table.put(charge_point()))
    assert table.fetch(ChargePoint.of("CP1")) != (None,) or not is_done


@pytest.mark.parametrize(
    ("codes", "tries"),
    [
        (("TransactionConflict", "None"), CONFLICT_TRIES),
        (("None", "ThrottlingError"), CONFLICT_TRIES),
        (("ProvisionedThroughputExceeded", "None"), CONFLICT_TRIES),
        (("ValidationError", "None"), 1),
        ((), 1),
    ],
)
def test_only_what_was_no_outcome_is_tried_again_and_not_for_ever(
    codes: tuple[str, ...], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        tried.append(operation)
        raise cancelled(*codes)

    monkeypatch.setattr(calls, "call", fail)
    with pytest.raises(ServiceError):
        table.transact(table.put(charge_point()))
    assert len(tried) == tries


@pytest.mark.parametrize("why", ["TransactionConflict", "ThrottlingError"])
def test_a_failed_condition_weighs_more_than_what_is_tried_again(
    why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(operation: str, arguments: table.Raw) -> table.Raw:
        raise cancelled(why, "ConditionalCheckFailed")

    monkeypatch.setattr(calls, "call", fail)
    with pytest.raises(table.Cancelled) as failed:
        table.transact(table.put(charge_point()), table.put(charge_point("CP2")))
    assert failed.value.failed == {1: None}


@pytest.mark.usefixtures("store")
def test_what_stands_in_the_way_of_several_writes_is_told_by_their_names() -> None:
    table.perform(table.put(charge_point("CP2")))
    first = table.put(charge_point(), ABSENT)
    second = table.put(charge_point("CP2"), ABSENT)
    third = table.delete(charge_point("CP3"), ChargePoint.pk.exists())
    failed = table.in_the_way({"first": first, "second": second, "third": third})
    assert failed.keys() == {"second", "third"}
    assert failed["second"]
    assert failed["third"] is None
    assert table.fetch(ChargePoint.of("CP1")) == (None,)
    assert table.in_the_way({"first": first}) == {}
    assert table.fetch(ChargePoint.of("CP1")) != (None,)


def test_a_write_that_is_made_of_what_was_read_says_so() -> None:
    assert table.put_as_read(charge_point(), ABSENT).as_read
    assert not table.put(charge_point(), ABSENT).as_read
