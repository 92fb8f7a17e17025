"""DynamoDB throttles, hangs, fails and cuts connections while charge points charge."""

import asyncio
from collections.abc import Callable

import pytest

from tests.conversations.running import Csms
from tests.faults.fleet import Fleet
from tests.faulty_dynamodb import Faults

READS = ("BatchGetItem", "Query", "TransactGetItems")
WRITES = ("PutItem", "UpdateItem", "TransactWriteItems", "BatchWriteItem")
A_WHILE = 3.0  # seconds, and as long as it takes
A_FEW = 25  # requests, that meet it
ALL = 1_000_000

Ids = Callable[[int], list[str]]


async def struck_for_a_while(fleet: Fleet, store: Faults) -> None:
    await asyncio.sleep(A_WHILE)
    await fleet.until(lambda: store.met > A_FEW)
    store.clear()


@pytest.mark.parametrize(
    ("how", "effect"),
    [
        ("throttle", "before"),
        pytest.param("slow", "before", marks=pytest.mark.sweep),
        pytest.param("fail", "before", marks=pytest.mark.sweep),
        pytest.param("cut", "before", marks=pytest.mark.sweep),
        pytest.param("fail", "after", marks=pytest.mark.sweep),
        pytest.param("cut", "after", marks=pytest.mark.sweep),
    ],
)
async def test_of_a_store_that_fails_for_a_while_nothing_is_lost(
    how: str,
    effect: str,
    struck: Csms,
    store: Faults,
    ids: Ids,
    told: Callable[[float], None],
) -> None:
    """Before an operation takes effect, or after it: then nobody knows that it did."""
    async with Fleet.at_work(struck, ids(3)) as fleet:
        await fleet.works()
        for operation in (*READS, *WRITES):
            store.add(operation, how, times=ALL, after=effect == "after")
        await struck_for_a_while(fleet, store)
        told(await fleet.whole())
        assert not await fleet.wrong()


@pytest.mark.sweep
async def test_of_writes_that_meet_another_transaction_nothing_is_lost(
    struck: Csms, store: Faults, ids: Ids, told: Callable[[float], None]
) -> None:
    async with Fleet.at_work(struck, ids(3)) as fleet:
        await fleet.works()
        for operation in ("PutItem", "UpdateItem", "TransactWriteItems"):
            store.add(operation, "conflict", times=ALL)
        await struck_for_a_while(fleet, store)
        told(await fleet.whole())
        assert not await fleet.wrong()


@pytest.mark.sweep
async def test_of_a_store_that_hangs_nothing_is_lost(
    struck: Csms, store: Faults, ids: Ids, told: Callable[[float], None]
) -> None:
    """What hangs goes on at the end, when everybody has given it up."""
    async with Fleet.at_work(struck, ids(3)) as fleet:
        await fleet.works()
        for operation in (*READS, *WRITES):
            store.add(operation, "hang", times=A_FEW)
        await fleet.until(lambda: store.met > 12)
        store.clear()
        told(await fleet.whole())
        assert not await fleet.wrong()


async def test_of_a_queue_that_fails_for_a_while_nothing_is_lost(
    struck: Csms, store: Faults, ids: Ids, told: Callable[[float], None]
) -> None:
    async with Fleet.at_work(struck, ids(3)) as fleet:
        await fleet.works()
        for operation, times in (
            ("SendMessage", 20),
            ("ReceiveMessage", 3),
            ("DeleteMessageBatch", 5),
        ):
            store.add(operation, "fail", times=times)
        await fleet.until(lambda: store.met > 20)
        store.clear()
        told(await fleet.whole())
        assert not await fleet.wrong()
