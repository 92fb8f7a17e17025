"""The pictures of the console in docs/: a fleet of its own, each view in both themes."""

import asyncio
import sys
import tempfile
from contextlib import ExitStack
from itertools import product
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, expect

from csms_tools import console_build
from tests.console import pictured
from tests.console.browser import chromium, console
from tests.console.reducing import reduced
from tests.conversations import running
from tests.conversations.running import Csms

SIZE = {"width": 1200, "height": 760}
PATIENCE = 600.0  # seconds: the machine may be busy
MOST = 100_000  # bytes of a picture
VIEWS = {
    "fleet": "fleet",
    "wall": "wall",
    "charge-point": "charge-points/DEPOT-1",
    "commands": "charge-points/DEPOT-1/commands?action=ReserveNow",
    "messages": "charge-points/DEPOT-1/messages",
    "transactions": "transactions",
    "id-tags": "id-tags?by=group",
    "id-tag": "id-tags/CARD-1",
    "reservations": "reservations",
    "local-list": "charge-points/DEPOT-1/local-list",
    "campaigns": "campaigns",
    "firmware": "charge-points/DEPOT-1/firmware",
    "configuration": "charge-points/DEPOT-1/configuration",
    "charging-profiles": "charge-points/DEPOT-1/charging-profiles",
    "charge-point-security": "charge-points/DEPOT-10/security",
    "certificates": "certificates",
    "security": "security",
    "audit": "audit",
    "settings": "settings",
    "certification": "certification",
}
"""By the names of their pictures; where one has more to wait for than its heading, see READY."""
READY = {
    "fleet": ".table .row .chip",
    "wall": ".wrong li",
    "charge-point": ".chart canvas",
    "commands": ".history li",
    "messages": ".trace li",
}


def main(folder: Path, *names: str) -> None:
    """Makes all pictures, or those that are named."""
    console_build.built()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as end:
        seed = Path(temporary) / "seed.yaml"
        seed.write_text(pictured.SEED)
        csms = end.enter_context(running.up(seed=seed))
        end.enter_context(pictured.charging(csms))
        asyncio.run(_pictures(csms, folder, names))


async def _pictures(csms: Csms, folder: Path, names: tuple[str, ...]) -> None:
    async with running.line(f"{csms.ws}/DEPOT-10") as faulty:
        async with asyncio.timeout(PATIENCE):
            VIEWS["transaction"] = f"transactions/DEPOT-1/{await pictured.lively(csms, faulty)}"
        try:
            shots = await _shots(csms, folder, names or (*VIEWS,))
        finally:
            await chromium.end()
        failed = [f"{name}: {why}" for name, why in shots]
    if failed:
        raise SystemExit("\n".join(failed))


async def _shots(csms: Csms, folder: Path, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Those that could not be made, and why; a view that fails leaves the others theirs."""
    failed: list[tuple[str, str]] = []
    light = console(csms.api, color_scheme="light", viewport=SIZE)
    dark = console(csms.api, color_scheme="dark", viewport=SIZE)
    async with light as by_day, dark as by_night:
        pages = {"light": await by_day.sign_in(), "dark": await by_night.sign_in()}
        for name, (theme, page) in product(names, pages.items()):  # both at the same moment
            page.set_default_timeout(60_000)
            try:
                await _shown(page, f"{csms.api}/console/{VIEWS[name]}", READY.get(name))
                picture = await reduced(page, await page.screenshot())
            except PlaywrightError as error:
                failed.append((f"{name}-{theme}", error.message))
                continue
            if len(picture) > MOST:
                failed.append((f"{name}-{theme}", f"{len(picture)} bytes"))
            (folder / f"{name}-{theme}.png").write_bytes(picture)
    return failed


async def _shown(page: Page, url: str, ready: str | None) -> None:
    await page.goto(url)
    await page.locator("main h1").wait_for()
    await page.locator(f"main {ready}" if ready else "main h1").first.wait_for()
    await expect(page.locator("main .waiting, .progress")).to_have_count(0)
    await page.wait_for_timeout(2000)  # one more round of what is live


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
