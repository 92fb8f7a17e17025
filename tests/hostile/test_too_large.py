"""A StopTransaction that is too large for the platform: an operator sees it, and the remedy."""

import asyncio
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from csms.store.reported.problems import FRAME_TOO_LARGE, Problem
from csms.store.table import fetch
from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, Csms, Line
from tests.hostile.beating import Beats

START = {
    "connectorId": 1,
    "idTag": "CARD-1",
    "meterStart": 100,
    "timestamp": "2026-06-01T08:00:00Z",
}
SAMPLE = {"timestamp": "2026-06-01T08:30:00Z", "sampledValue": [{"value": "2500", "unit": "Wh"}]}

Problems = Callable[..., str]


@pytest.fixture
def problems(csms: Csms) -> Problems:
    """What `csms problems` shows, of one charge point or of all."""

    def shown(*charge_point_id: str) -> str:
        return subprocess.run(
            [CSMS, "problems", "--api", csms.api, *charge_point_id],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        ).stdout

    return shown


def stop(number: int, samples: int) -> dict[str, Any]:
    return {
        "transactionId": number,
        "meterStop": 5000,
        "timestamp": "2026-06-01T09:00:00Z",
        "transactionData": [SAMPLE] * samples,
    }


async def cut_off(line: Line, action: str, payload: dict[str, Any]) -> None:
    with pytest.raises(ConnectionClosed) as closed:
        await line.call(action, payload)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1009


async def noted(charge_point_id: str, times: int) -> None:
    """$disconnect is told behind the close, some time."""
    async with asyncio.timeout(PATIENCE):
        while True:
            (problem,) = fetch(Problem.of(charge_point_id, FRAME_TOO_LARGE))
            if problem and problem.times == times:
                return
            await asyncio.sleep(0.05)


async def test_a_stop_that_is_too_large_again_and_again_is_seen_until_one_gets_through(
    csms: Csms, charge_point_id: str, problems: Problems, others: Beats
) -> None:
    url = f"{csms.ws}/{charge_point_id}"
    async with running.line(url) as line:
        number = (await line.call("StartTransaction", START))["transactionId"]
        await cut_off(line, "StopTransaction", stop(number, samples=500))
    for _ in range(2):
        async with running.line(url) as line:
            await cut_off(line, "StopTransaction", stop(number, samples=500))
    await noted(charge_point_id, 3)
    assert f"  {charge_point_id}  " in problems()
    _, told = problems(charge_point_id).splitlines()
    for part in (charge_point_id, "FrameTooLarge", "3", "shorten StopTxnSampledData", number):
        assert f"  {part}" in told
    async with running.line(url) as line:
        assert await line.call("StopTransaction", stop(number, samples=100)) == {}
    assert f"  {charge_point_id}  " not in problems()


async def test_frames_that_are_too_large_hold_up_nothing_where_nothing_runs(
    csms: Csms, charge_point_id: str, problems: Problems
) -> None:
    for _ in range(3):
        async with running.line(f"{csms.ws}/{charge_point_id}") as line:
            await cut_off(line, "DataTransfer", {"vendorId": "v", "data": "x" * 33_000})
    await noted(charge_point_id, 3)
    assert charge_point_id not in problems(charge_point_id)
