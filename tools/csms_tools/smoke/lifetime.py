"""How long a connection lasts, and what ends it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from websockets.exceptions import ConnectionClosed

from csms_tools.smoke.results import Broken, must
from csms_tools.smoke.site import Site
from csms_tools.smoke.sockets import Line

Act = Callable[[Line], Awaitable[None]]

LIMIT = 590.0  # seconds that a silent connection lasts at least; API Gateway says ten minutes
BEATS, PINGS = 270.0, 60.0  # seconds between them at most


async def replaced(site: Site) -> str:
    """A second connection of a charge point ends the first."""
    guest = await site.charge_point()
    async with site.line(guest) as old, site.line(guest) as new:
        must(
            await old.ends(old.patience),
            f"the first is still open after {site.options.patience:g} s",
        )
        await new.beats()
    return "the first was closed"


async def ping(site: Site) -> str:
    """A ping is answered."""
    async with site.line(await site.talking()) as line:
        try:
            async with asyncio.timeout(line.patience):
                pong = await line.socket.ping()
                latency = await pong
        except TimeoutError:
            raise Broken(f"no pong within {site.options.patience:g} s") from None
    return f"{latency * 1000:.0f} ms"


async def idle(site: Site) -> str:
    """Heartbeats keep a connection open; a silent one, and one that pings, lasts ten minutes."""
    seconds = site.options.idle
    async with AsyncExitStack() as stack:
        lines = [
            await stack.enter_async_context(site.line(await site.charge_point())) for _ in range(3)
        ]
        beating, silent, pinging = await asyncio.gather(
            _lasts(lines[0], seconds, BEATS, _beat),
            _lasts(lines[1], seconds, seconds, _nothing),
            _lasts(lines[2], seconds, PINGS, _ping),
        )
    must(beating is None, f"with heartbeats it was closed after {beating or 0:.0f} s")
    for name, lasted in (("silent", silent), ("with pings", pinging)):
        must(lasted is None or lasted > LIMIT, f"{name} it was closed after {lasted or 0:.0f} s")
    told = f"silent {_told(silent)}, with pings {_told(pinging)}"
    return f"after {seconds:g} s with heartbeats open, {told}"


async def _beat(line: Line) -> None:
    await line.beats()


async def _ping(line: Line) -> None:
    await line.socket.ping()


async def _nothing(_: Line) -> None:
    pass


async def _lasts(line: Line, seconds: float, every: float, act: Act) -> float | None:
    """How long it lasted; None if it is open at the end, and answers."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        while (left := begun + seconds - loop.time()) > 0:
            if await line.ends(min(every, left)):
                return loop.time() - begun
            await act(line)
        await line.beats()
    except ConnectionClosed:
        return loop.time() - begun
    return None


def _told(lasted: float | None) -> str:
    return "open" if lasted is None else f"closed after {lasted:.0f} s"


CHECKS = (replaced, ping, idle)
