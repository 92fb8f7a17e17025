"""A charge point goes from security profile 0 to 3, with its reconnects, as real stacks do."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from csms_tools import authorities
from csms_tools.charge_point import Access, ChargePoint, Quirk, Settings
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import CSMS, Csms
from tests.conversations.security.rising import rising, until
from tests.stored import provision

CHAIN = Quirk.CHAIN_ONLY


@pytest.fixture(scope="module")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """A running system whose authority has an intermediate, and that soon gives an answer up."""
    folder = tmp_path_factory.mktemp("rising")
    authorities.create(
        folder / "data" / "authority",
        "Acme",
        "Acme",
        at=datetime.now(UTC),
        lifetime=timedelta(days=30),
        below_a_root=True,
    )
    seed = folder / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    options = ("--data", str(folder / "data"), "--parameter", "CallTimeout=5")
    with running.up(*options, seed=seed, log=folder / "csms.log") as csms:
        yield csms


async def refused(url: str) -> bool:
    try:
        async with running.line(url):
            return False
    except InvalidStatus as error:
        return error.response.status_code == 403


async def test_it_rises_from_0_to_3_by_commands(
    csms: Csms, store: None, operators: Operators
) -> None:
    async with rising(csms, operators) as one:
        await one.to_3()
        assert await refused(f"{csms.ws}/{one.cp.identity}")
        await one.cp.heartbeat()


async def test_csms_charge_points_raise_leads_it_there(
    csms: Csms, store: None, operators: Operators
) -> None:
    async with rising(csms, operators) as one:
        ran = await asyncio.create_subprocess_exec(
            *(CSMS, "charge-points", "raise", one.cp.identity, "--root", str(csms.ca)),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "CSMS_API": csms.api, "CSMS_TOKEN": operators.token(csms)},
        )
        async with asyncio.timeout(60):
            said, _ = await ran.communicate()
        assert ran.returncode == 0
        assert [line.partition(": ")[2] for line in said.decode().splitlines()] == [
            "it has an AuthorizationKey",
            "it was told SecurityProfile=1",
            "it is at security profile 1",
            "it trusts another root of the central system",
            "it trusts another root of the central system",
            "it was told SecurityProfile=2",
            "it is at security profile 2",
            "it is to ask for a certificate",
            "it has a certificate of its own",
            "it was told SecurityProfile=3",
            "it is at security profile 3",
        ]
        assert one.profiles == (3, None)


@pytest.mark.parametrize(
    "line",
    [pytest.param(False, marks=pytest.mark.sweep), True],
    ids=["the answer", "the connection"],
)
async def test_it_rises_though_every_answer_is_lost(
    line: bool, csms: Csms, store: None, operators: Operators
) -> None:
    def lose(cp: ChargePoint, action: str) -> None:
        cp.lose_next(action, line=line)

    async with rising(csms, operators) as one:
        one.lose = lose
        await one.to_3()
        assert await refused(f"{csms.ws}/{one.cp.identity}")


@pytest.mark.sweep
async def test_it_rises_though_every_command_is_lost_at_first(
    csms: Csms, store: None, operators: Operators
) -> None:
    async with rising(csms, operators) as one:
        one.twice = True
        await one.to_3()
        assert await refused(f"{csms.ws}/{one.cp.identity}")


@pytest.mark.parametrize("quirk", [*Quirk])
async def test_it_rises_as_real_charge_points_are(
    quirk: Quirk, csms: Csms, store: None, operators: Operators
) -> None:
    async with rising(csms, operators, quirk) as one:
        await one.to_3()


async def test_where_the_new_profile_fails_it_comes_back_at_the_old_one(
    csms: Csms, store: None, operators: Operators
) -> None:
    async with rising(csms, operators, wss="wss://127.0.0.1:9/ocpp") as one:
        await one.key()
        await one.root()
        await one.upgraded(1)
        await one.told(2)
        await one.command("Reset", type="Hard")
        await until(lambda: one.cp.access.security_profile == 2)
        await until(lambda: one.cp.online)
        assert one.cp.access.security_profile == 1
        assert one.profiles == (1, 2)
        await one.cp.heartbeat()


async def test_one_that_takes_chains_alone_gets_the_root_along_where_that_signs(
    tmp_path: Path,
) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up(seed=seed) as csms, running.its_store(csms):
        async with Operators.of(csms) as operators, rising(csms, operators, CHAIN) as one:
            await one.to_3()


async def test_an_installer_brings_a_key_and_its_certificate(
    csms: Csms, store: None, tmp_path: Path
) -> None:
    provision("BROUGHT", security_profile=3, serial_number="SN-BROUGHT")
    async with Operators.of(csms, "admin") as operators:
        path = "/charge-points/BROUGHT/client-certificates"
        made = await operators.ask("POST", path, {"keyType": "EC"})
    assert made.status == 201, made
    brought = tmp_path / "brought.pem"
    brought.write_text(made.body["chain"] + made.body["privateKey"])
    access = Access(
        csms.wss, "BROUGHT", ca=str(csms.ca), certificate=str(brought), key=str(brought)
    )
    cp = ChargePoint(access, Settings(serial_number="SN-BROUGHT"))
    await cp.connect()
    assert (await cp.boot()).status == "Accepted"
    assert cp.configuration.text("SecurityProfile") == "3"
    await cp.close()
