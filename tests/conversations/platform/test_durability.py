"""kill -9 of everything in the middle of it all: nothing that was acknowledged is lost."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from csms.wire.ocpp16 import spell_time
from tests.conversations import running
from tests.conversations.running import PATIENCE
from tests.stored import set_registration, transactions_of

THEN = datetime(2026, 6, 1, 8, tzinfo=UTC)


async def _begin_until_killed(url: str, acknowledged: asyncio.Queue[int]) -> None:
    try:
        async with running.line(url) as line:
            for minute in range(10_000):
                start = {
                    "connectorId": 1,
                    "idTag": "CARD-1",
                    "meterStart": minute,
                    "timestamp": spell_time(THEN + timedelta(minutes=minute)),
                }
                answer = await line.call("StartTransaction", start)
                acknowledged.put_nowait(answer["transactionId"])
    except (ConnectionClosed, OSError):
        return


async def test_what_was_acknowledged_survives_kill_9(seed: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    acknowledged: asyncio.Queue[int] = asyncio.Queue()
    told: set[int] = set()
    for _ in range(3):
        with running.up("--data", str(data), seed=seed) as csms:
            talk = asyncio.create_task(_begin_until_killed(f"{csms.ws}/CP0", acknowledged))
            async with asyncio.timeout(PATIENCE):
                told |= {await acknowledged.get() for _ in range(40)}
            csms.kill()
        await talk
        while not acknowledged.empty():
            told.add(acknowledged.get_nowait())
    with running.up("--data", str(data), seed=seed) as csms, running.its_store(csms):
        kept = transactions_of("CP0")
    assert told <= {transaction.transaction_id for transaction in kept}


async def test_settings_and_certificates_outlive_a_restart(seed: Path, tmp_path: Path) -> None:
    options = ("--data", str(tmp_path / "data"))
    with running.up(*options, seed=seed) as first:
        with running.its_store(first):
            set_registration("CP2", "Pending")
        ca = first.ca.read_text()
    with running.up(*options, seed=seed) as second:
        assert second.ca.read_text() == ca
        headers = running.basic("CP2", "a-password-of-cp2")
        async with running.line(f"{second.wss}/CP2", ca=second.ca, headers=headers) as line:
            boot = {"chargePointVendor": "V", "chargePointModel": "M"}
            assert (await line.call("BootNotification", boot))["status"] == "Pending"
