"""A store that hangs, throttles and fails in the middle; workers killed in the middle of a call."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from csms.store.transactions import Transaction
from tests import faulty_dynamodb
from tests.conversations import running
from tests.conversations.running import PATIENCE, Csms, Line, children
from tests.faulty_dynamodb import Faults
from tests.stored import provision_id_tag, transactions_of

START = {"connectorId": 1, "meterStart": 0, "timestamp": "2026-06-01T08:00:00.000Z"}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """A running system whose DynamoDB can be made to fail."""
    folder = tmp_path_factory.mktemp("faulty")
    seed = folder / "seed.yaml"
    seed.write_text("chargePoints: [{id: CP0, securityProfile: 0}]\nidTags: []\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSMS_EMULATORS_PYTHON", str(faulty_dynamodb.wrapper(folder)))
        with running.up(seed=seed, log=folder / "csms.log") as csms:
            yield csms


@pytest.fixture
def faults(faulty: Csms) -> Iterator[Faults]:
    faults = Faults(faulty.health["awsEndpoint"])
    yield faults
    faults.clear()


@pytest.fixture
async def line(faulty: Csms) -> AsyncIterator[Line]:
    with running.its_store(faulty):
        provision_id_tag("CARD-1")
        async with running.line(f"{faulty.ws}/CP0") as line:
            yield line


def start(meter: int) -> dict[str, Any]:
    """Another transaction for each meter."""
    return START | {"idTag": "CARD-1", "meterStart": meter}


def kept(meter: int) -> list[Transaction]:
    return [one for one in transactions_of("CP0") if one.meter_start == meter]


async def test_a_store_that_hangs_is_an_internal_error_before_the_time_is_up(
    line: Line, faults: Faults
) -> None:
    faults.add("UpdateItem", "hang", times=100)
    loop = asyncio.get_running_loop()
    asked = loop.time()
    assert await line.call("Heartbeat", {}) == "InternalError"
    assert loop.time() - asked < 10
    faults.clear()
    assert "currentTime" in await line.call("Heartbeat", {})


@pytest.mark.parametrize("how", ["throttle", "fail", "cut"])
async def test_one_failure_is_tried_again_and_nobody_notices(
    how: str, line: Line, faults: Faults
) -> None:
    faults.add("UpdateItem", how)
    assert "currentTime" in await line.call("Heartbeat", {})
    assert faults.met


@pytest.mark.parametrize("how", ["throttle", "fail", "cut"])
async def test_a_store_in_doubt_is_never_an_invalid_card(
    how: str, line: Line, faults: Faults
) -> None:
    faults.add("BatchGetItem", how, times=100)
    assert await line.call("Authorize", {"idTag": "CARD-1"}) == "InternalError"
    assert await line.call("StartTransaction", start(1)) == "InternalError"
    assert kept(1) == []


@pytest.mark.parametrize(("meter", "how"), [(10, "fail"), (11, "cut"), (12, "throttle")])
async def test_a_write_that_took_effect_unseen_is_found_by_the_next_try(
    meter: int, how: str, line: Line, faults: Faults
) -> None:
    faults.add("TransactWriteItems", how, after=True, times=3)
    first = await line.call("StartTransaction", start(meter))
    faults.clear()
    again = await line.call("StartTransaction", start(meter))
    (transaction,) = kept(meter)
    assert again["transactionId"] == transaction.transaction_id
    assert first in ("InternalError", again)


async def test_what_is_never_written_is_never_acknowledged(line: Line, faults: Faults) -> None:
    faults.add("TransactWriteItems", "fail", times=100)
    assert await line.call("StartTransaction", start(20)) == "InternalError"
    assert kept(20) == []


async def test_a_worker_that_is_killed_loses_no_transaction(
    faulty: Csms, line: Line, faults: Faults
) -> None:
    faults.add("TransactWriteItems", "slow", times=100)
    await line.send(2, "killed", "StartTransaction", start(30))
    await asyncio.sleep(0.2)
    killed = set(workers(faulty))
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    async with asyncio.timeout(PATIENCE):
        told = await line.socket.recv()
        while killed.intersection(workers(faulty)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert "Internal server error" in str(told)  # API Gateway's own object, as AWS would send it
    faults.clear()
    await asyncio.to_thread(lambda: faulty.health)  # the other deaths have been noticed by then
    answer = await line.call("StartTransaction", start(30))
    (transaction,) = kept(30)
    assert answer["transactionId"] == transaction.transaction_id


def workers(csms: Csms) -> list[int]:
    """The processes that run functions: the children of the warm parent."""
    return [
        worker
        for child in children(csms.process.pid)
        if b"zygote" in Path(f"/proc/{child}/cmdline").read_bytes()
        for worker in children(child)
    ]


async def test_a_handshake_that_cannot_be_judged_may_be_tried_again(
    faulty: Csms, faults: Faults
) -> None:
    faults.add("BatchGetItem", "fail", times=100)
    with pytest.raises(running.InvalidStatus) as refused:
        async with running.line(f"{faulty.ws}/CP0"):
            pass
    assert refused.value.response.status_code == 503
