"""No transaction is lost, doubled or merged in silence, whatever order and however often."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from csms.store.transactions import Transaction
from csms.wire.ocpp16 import spell_time
from tests.conversations.conftest import Opener
from tests.conversations.running import Line
from tests.stored import orphans_of, provision_id_tag, transactions_of

THEN = datetime(2026, 6, 1, 8, tzinfo=UTC)


def start(at: datetime = THEN, **changes: Any) -> dict[str, Any]:
    payload = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 0, "timestamp": spell_time(at)}
    return payload | changes


def stop(number: int, at: datetime = THEN, **changes: Any) -> dict[str, Any]:
    payload = {"transactionId": number, "meterStop": 5000, "timestamp": spell_time(at)}
    return payload | changes


def kept(charge_point_id: str) -> list[Transaction]:
    return transactions_of(charge_point_id)


async def begin(line: Line, **changes: Any) -> int:
    number: int = (await line.call("StartTransaction", start(**changes)))["transactionId"]
    return number


async def test_a_repeated_start_is_the_same_transaction_with_the_same_answer(
    line: Line, charge_point_id: str
) -> None:
    provision_id_tag("ONLY-ONE", max_active_transactions=1)
    said = start(idTag="ONLY-ONE")
    first = await line.call("StartTransaction", said, "a")
    assert await line.call("StartTransaction", said, "b") == first
    assert await line.call("StartTransaction", said | {"idTag": "only-one"}) == first
    assert first["idTagInfo"]["status"] == "Accepted"
    assert len(kept(charge_point_id)) == 1


async def test_two_connectors_at_once_have_two_numbers(line: Line, charge_point_id: str) -> None:
    await line.send(2, "a", "StartTransaction", start(connectorId=1))
    await line.send(2, "b", "StartTransaction", start(connectorId=2))
    answers = [await line.receive(), await line.receive()]
    assert len({answer[2]["transactionId"] for answer in answers}) == 2
    assert {transaction.connector_id for transaction in kept(charge_point_id)} == {1, 2}


async def test_the_same_start_twice_at_once_is_one_transaction(
    open_line: Opener, charge_point_id: str
) -> None:
    async with open_line() as line:
        for unique_id in "abcdef":
            await line.send(2, unique_id, "StartTransaction", start())
        answers = [await line.receive() for _ in "abcdef"]
    assert len({answer[2]["transactionId"] for answer in answers}) == 1
    assert len(kept(charge_point_id)) == 1


async def test_ten_offline_transactions_are_ten(line: Line, charge_point_id: str) -> None:
    for hour in range(10):
        begun = THEN + timedelta(hours=hour)
        number = await begin(line, at=begun, meterStart=hour * 5000)
        ended = begun + timedelta(minutes=30)
        said = stop(number, ended, meterStop=(hour + 1) * 5000)
        assert await line.call("StopTransaction", said) == {}
    assert sorted(transaction.energy or 0 for transaction in kept(charge_point_id)) == [5000] * 10
    assert orphans_of(charge_point_id) == []


async def test_message_ids_that_restart_answer_nothing_from_a_cache(
    open_line: Opener, charge_point_id: str
) -> None:
    async with open_line() as line:
        first = await line.call("StartTransaction", start(), "1")
    async with open_line() as line:  # it has rebooted and counts from 1 again
        later = start(THEN + timedelta(hours=1))
        second = await line.call("StartTransaction", later, "1")
    assert first["transactionId"] != second["transactionId"]
    assert len(kept(charge_point_id)) == 2


async def test_a_charge_point_without_a_clock_begins_a_new_transaction_after_each_boot(
    line: Line, charge_point_id: str
) -> None:
    epoch = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    await line.call("BootNotification", boot)
    first = await begin(line, at=epoch)
    assert await begin(line, at=epoch) == first
    await asyncio.sleep(0.01)
    await line.call("BootNotification", boot)
    assert await begin(line, at=epoch) != first
    assert len(kept(charge_point_id)) == 2


async def test_a_start_that_comes_again_after_its_stop_is_flagged(
    line: Line, charge_point_id: str
) -> None:
    number = await begin(line)
    await line.call("StopTransaction", stop(number, THEN + timedelta(hours=1)))
    assert await begin(line) == number
    (transaction,) = kept(charge_point_id)
    assert transaction.possible_merge_at
    assert transaction.stopped_at == THEN + timedelta(hours=1)


async def test_a_refused_tag_has_a_usable_number(line: Line, charge_point_id: str) -> None:
    answer = await line.call("StartTransaction", start(idTag="STRANGER"))
    assert answer["idTagInfo"] == {"status": "Invalid"}
    assert answer["transactionId"] > 0
    said = stop(answer["transactionId"], reason="DeAuthorized")
    assert await line.call("StopTransaction", said) == {}
    (transaction,) = kept(charge_point_id)
    assert transaction.stop_reason == "DeAuthorized"


async def test_stops_of_unknown_transactions_are_acknowledged_and_kept(
    line: Line, charge_point_id: str
) -> None:
    await begin(line)
    for number in (-1, 4711):
        assert await line.call("StopTransaction", stop(number)) == {}
        assert await line.call("StopTransaction", stop(number)) == {}
    orphans = orphans_of(charge_point_id)
    assert {orphan.transaction_id for orphan in orphans} == {-1, 4711}
    assert len(orphans) == 2
    (transaction,) = kept(charge_point_id)
    assert transaction.stopped_at is None


async def test_a_clock_ahead_and_a_clock_behind_are_both_recorded(
    line: Line, charge_point_id: str
) -> None:
    ahead, behind = datetime(2036, 1, 1, tzinfo=UTC), datetime(2001, 1, 1, tzinfo=UTC)
    numbers = {await begin(line, at=ahead), await begin(line, at=behind)}
    assert {transaction.transaction_id for transaction in kept(charge_point_id)} == numbers
    assert {transaction.started_at for transaction in kept(charge_point_id)} == {ahead, behind}


async def test_a_limited_tag_runs_no_more_than_its_limit_even_at_once(
    line: Line, charge_point_id: str
) -> None:
    provision_id_tag("LIMITED", max_active_transactions=1)
    for connector in range(1, 5):
        said = start(connectorId=connector, idTag="LIMITED")
        await line.send(2, str(connector), "StartTransaction", said)
    statuses = [(await line.receive())[2]["idTagInfo"]["status"] for _ in range(4)]
    assert sorted(statuses) == ["Accepted", "ConcurrentTx", "ConcurrentTx", "ConcurrentTx"]
    assert len(kept(charge_point_id)) == 4
