"""axe finds nothing serious, in either theme; and narrow screens need no scrolling to the side."""

from typing import Any, Literal

import pytest
from playwright.async_api import expect

from csms_tools.console_build import MODULES
from tests.console.browser import Watched, console
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser

PARTS = [
    "",
    "/commands",
    "/firmware",
    "/messages",
    "/configuration",
    "/charging-profiles",
    "/local-list",
    "/reservations",
    "/certificates",
    "/security",
    "/settings",
]
VIEWS = [
    "fleet",
    "wall",
    "wall?as=table",
    *(f"charge-points/CP1{part}" for part in PARTS),
    "transactions?when=between",
    "transactions/orphans",
    "id-tags?by=group",
    "id-tags/CARD-1",
    "id-tag-import",
    "reservations",
    "campaigns",
    "campaigns/new",
    "firmware-images",
    "certificates",
    "certificates/authority",
    "security",
    "security/problems",
    "audit",
    "settings",
    "certification",
]
SHARES = 3  # of the views, each looked at in a browser of its own
SERIOUS = {"serious", "critical"}


async def ready(watched: Watched, view: str) -> None:
    page = watched.page
    await page.goto(f"{watched.api}/console/{view}")
    await page.locator("main h1").wait_for()
    await expect(page.locator("main .waiting, .progress")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.alone)])
@pytest.mark.parametrize("part", range(SHARES))
@pytest.mark.usefixtures("cp1")
async def test_axe_finds_nothing_serious(
    part: int, theme: Literal["light", "dark"], csms: Csms
) -> None:
    axe = (MODULES / "axe-core" / "axe.min.js").read_text()
    async with console(csms.api, color_scheme=theme, bypass_csp=True) as watched:
        page = await watched.sign_in()
        for view in VIEWS[part::SHARES]:
            await ready(watched, view)
            await page.evaluate(axe)
            found: dict[str, Any] = await page.evaluate("axe.run()")
            serious = [
                (each["id"], [node["html"] for node in each["nodes"]])
                for each in found["violations"]
                if each["impact"] in SERIOUS
            ]
            assert serious == [], view


@pytest.mark.usefixtures("cp1")
async def test_a_narrow_screen_is_wide_enough(csms: Csms) -> None:
    async with console(csms.api, viewport={"width": 360, "height": 740}) as watched:
        await watched.sign_in()
        for view in VIEWS:
            await ready(watched, view)
            width = await watched.page.evaluate("document.documentElement.scrollWidth")
            assert width <= 360, view


@pytest.mark.usefixtures("cp1")
async def test_the_keyboard_alone_leads_to_a_charge_point(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in()
        await page.get_by_role("table").get_by_role("link", name="CP1").focus()
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="Messages").wait_for()
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.tagName") in ("A", "BUTTON")
