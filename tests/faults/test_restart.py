"""kill -9 of everything that runs, and a restart, while charge points charge."""

import asyncio
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.strict import ChargePoint, keeps_silent
from tests.faults.conftest import SEED
from tests.faults.fleet import CALL_TIMEOUT, PATIENCE, Fleet
from tests.stored import provision

LIVES = 2


@pytest.mark.sweep
@pytest.mark.timeout(300)  # it starts three times
async def test_of_a_runtime_that_is_killed_nothing_is_lost(
    tmp_path: Path, told: Callable[[float], None]
) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text(SEED)
    options, ids = ["--data", str(tmp_path / "data")], ["FLEET-1", "FLEET-2", "FLEET-3"]
    with ExitStack() as lives:
        csms = lives.enter_context(running.up(*options, seed=seed))
        with running.its_store(csms):
            for id in ids:
                provision(id, security_profile=0)
        for option, url in (("--ws-port", csms.ws), ("--api-port", csms.api)):
            options += [option, str(urlsplit(url).port)]
        async with Fleet.at_work(csms, ids) as fleet:
            for _ in range(LIVES):
                await fleet.works()
                csms.kill()
                began = time.monotonic()
                next_life = running.up(*options, seed=seed)
                csms = await asyncio.to_thread(lives.enter_context, next_life)
            await fleet.whole()
            told(time.monotonic() - began)
            assert not await fleet.wrong()


@pytest.mark.sweep
async def test_what_was_queued_is_done_after_a_restart_though_the_charge_point_never_comes(
    tmp_path: Path, told: Callable[[float], None]
) -> None:
    """The watch of a command is on the queue alone."""
    seed, options = tmp_path / "seed.yaml", ("--data", str(tmp_path / "data"))
    seed.write_text("chargePoints: [{id: SILENT, securityProfile: 0}]\nidTags: []\n")
    with running.up(*options, seed=seed) as csms:
        silent = ChargePoint(csms.ws, "SILENT", keeps_silent)
        async with Operators.of(csms) as operators, silent.connected():
            command = await operators.post("SILENT", "ClearCache", timeout=CALL_TIMEOUT)
            await silent.heard(1)
            csms.kill()
    began = time.monotonic()
    with running.up(*options, seed=seed) as csms:
        async with Operators.of(csms) as operators:
            ended = await operators.outcome(command.body)
            while ended["status"] == "Sent":
                assert time.monotonic() - began < PATIENCE
                ended = await operators.outcome(command.body)
            told(time.monotonic() - began)
    assert ended["status"] in ("TimedOut", "ConnectionLost")
