"""A simulated charge point that lives, and the operators who raise its security profile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count

from csms.pki import chains
from csms.store.provisioned.charge_points import ChargePoint as Stored
from csms.store.table import fetch
from csms_tools.charge_point import Access, ChargePoint, Quirk, Reply, Settings, WorldClock
from tests.conversations.operators import Operators
from tests.conversations.running import PATIENCE, Csms
from tests.issuing import requests
from tests.stored import provision

HURRY = 10.0
"""Its waits are shorter by this, so that a fallback takes seconds."""
ROOT = "CentralSystemRootCertificate"

_numbers = count(1)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if true():
                return
            await asyncio.sleep(0.05)


@dataclass
class Rising:
    """One charge point; `lose` says what becomes of its answers before each command.

    `twice`: each command gets lost with the line at first, and is sent again.
    """

    csms: Csms
    operators: Operators
    cp: ChargePoint
    life: asyncio.Task[None]
    lose: Callable[[ChargePoint, str], None] = lambda _cp, _action: None
    twice: bool = False

    @property
    def profiles(self) -> tuple[int, int | None]:
        """The present one and the pending one, as the central system has them."""
        (stored,) = fetch(Stored.of(self.cp.identity))
        assert stored
        return stored.security_profile, stored.pending_security_profile

    async def settled(self, profile: int) -> None:
        """Some say nothing after they have come back: their first answer is their first word."""
        if self.cp.settings.quirks & {Quirk.NO_BOOT, Quirk.UPGRADE_AT_ONCE}:
            await until(lambda: self.cp.access.security_profile == profile)
            assert self.profiles == (profile - 1, profile)
            await self.command("GetConfiguration")
        await until(lambda: self.profiles == (profile, None))
        assert self.cp.access.security_profile == profile

    async def command(self, action: str, **payload: str) -> None:
        for last in (False, True) if self.twice else (True,):
            if last:
                self.lose(self.cp, action)
            else:
                self.cp.replies.add(action, Reply(drop=True))
            await until(lambda: self.cp.online)
            await self.operators.send(self.cp.identity, action, dict(payload), timeout=1)

    async def key(self) -> None:
        """One that is made as the command leaves."""
        path = f"/charge-points/{self.cp.identity}/authorization-key"
        for last in (False, True) if self.twice else (True,):
            if last:
                self.lose(self.cp, "ChangeConfiguration")
            else:
                self.cp.replies.add("ChangeConfiguration", Reply(drop=True))
            await until(lambda: self.cp.online)
            force = str(self.twice and last).lower()
            reply = await self.operators.ask("POST", path, wait=25, timeout=1, force=force)
            assert reply.status == 200, reply
        await until(lambda: self.cp.configuration.text("AuthorizationKey") != "")

    async def root(self) -> None:
        """It trusts nobody before it is told whom."""
        for number, pem in enumerate(chains.split(self.csms.ca.read_text()), start=1):
            await self.command("InstallCertificate", certificateType=ROOT, certificate=pem)
            await until(lambda: len(self.cp.trust.roots(ROOT)) == number)  # noqa: B023

    async def certificate(self) -> None:
        """It is asked once more if it rejects the form that comes first."""
        trigger = {"requestedMessage": "SignChargePointCertificate"}

        def rejected(times: int) -> bool:
            states = [one.state for one in requests(self.cp.identity)]
            return states.count("rejected") >= times

        for times in (1, 2):
            self.lose(self.cp, "CertificateSigned")
            await self.command("ExtendedTriggerMessage", **trigger)
            await until(lambda: self.cp.access.certificate is not None or rejected(times))  # noqa: B023
            if self.cp.access.certificate is not None:
                return
        raise AssertionError("it has rejected both forms")

    async def told(self, profile: int) -> None:
        value = str(profile)
        await self.command("ChangeConfiguration", key="SecurityProfile", value=value)
        await until(lambda: self.cp.configuration.text("SecurityProfile") == value)

    async def upgraded(self, profile: int) -> None:
        await self.told(profile)
        if Quirk.UPGRADE_AT_ONCE not in self.cp.settings.quirks:
            await self.command("Reset", type="Hard")
        await self.settled(profile)

    async def to_3(self) -> None:
        steps: dict[int, list[Callable[[], Awaitable[None]]]] = {
            1: [self.key],
            2: [self.root],
            3: [self.certificate],
        }
        for profile, before in steps.items():
            for step in before:
                await step()
            await self.upgraded(profile)


@asynccontextmanager
async def rising(
    csms: Csms, operators: Operators, *quirks: Quirk, wss: str | None = None
) -> AsyncIterator[Rising]:
    """At security profile 0, accepted, and without anything but a serial number.

    `wss`: where it goes for TLS, if not to the central system.
    """
    number = next(_numbers)
    identity, serial_number = f"RISES-{number}", f"SN-RISES-{number}"
    provision(identity, security_profile=0, serial_number=serial_number)
    settings = Settings(
        serial_number=serial_number,
        endpoints=dict.fromkeys((2, 3), wss or csms.wss),
        quirks=frozenset(quirks),
    )
    cp = ChargePoint(Access(csms.ws, identity), settings, clock=WorldClock(HURRY), seed=number)
    tape = cp.record()
    life = asyncio.create_task(cp.live())
    try:
        async with asyncio.timeout(PATIENCE):
            await cp.up.wait()
        yield Rising(csms, operators, cp, life)
        assert not life.done()
        assert tape.breaches() == []
    finally:
        life.cancel()
        await asyncio.gather(life, return_exceptions=True)
        await cp.close()
