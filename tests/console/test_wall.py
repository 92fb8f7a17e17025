"""The wall: every connector at once, the worst colour first, and what is wrong in words."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from tests.console.browser import console
from tests.console.test_hostile import IMAGE, SCRIPT, nothing_of_it_ran
from tests.conversations import running
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser

MANY = 5_000
FRAME = (2, 60)  # of the first charge point: left of its cells
FIRST_CELL = (12, 60)


async def shown(page: Page, kind: str, at: tuple[int, int]) -> None:
    """Waits until the wall has the colour of that kind there."""
    await page.wait_for_function(
        """([kind, x, y]) => {
            const canvas = document.querySelector(".board canvas");
            if (!canvas || !canvas.width) return false;
            const one = new OffscreenCanvas(1, 1).getContext("2d");
            one.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
            const [r, g, b] = one.getImageData(0, 0, 1, 1).data;
            const hex = "#" + [r, g, b].map((it) => it.toString(16).padStart(2, "0")).join("");
            return hex === getComputedStyle(canvas).getPropertyValue(`--wall-${kind}`).trim();
        }""",
        arg=[kind, *at],
    )


async def test_the_worst_of_a_charge_points_connectors_gives_it_its_colour(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/CP2") as line, console(csms.api) as watched:
        boot = {"chargePointVendor": "ACME", "chargePointModel": "Wallbox"}
        await line.call("BootNotification", boot)
        well = {"status": "Available", "errorCode": "NoError"}
        await line.call("StatusNotification", {"connectorId": 1, **well})
        broken = {"connectorId": 2, "status": "Faulted", "errorCode": "GroundFailure"}
        await line.call("StatusNotification", broken)
        page = await watched.sign_in("viewer", "wall?q=CP2")
        await shown(page, "faulted", FRAME)
        await shown(page, "available", FIRST_CELL)
        wrong = page.get_by_label("What is wrong")
        await expect(wrong).to_contain_text("CP2 Connector 2: Ground failure")
        await line.call("StatusNotification", {"connectorId": 2, **well})
        await shown(page, "available", FRAME)
        await expect(wrong).to_contain_text("Nothing is wrong.")
        await page.locator(".board canvas").click(position={"x": 12, "y": 60})
        await expect(page).to_have_url(f"{csms.api}/console/charge-points/CP2")


async def test_what_a_hostile_charge_point_says_is_text_on_the_wall(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/HOSTILE") as line, console(csms.api) as watched:
        boot = {"chargePointVendor": SCRIPT, "chargePointModel": SCRIPT}
        await line.call("BootNotification", boot)
        status = {"connectorId": 1, "status": "Faulted", "errorCode": "OtherError", "info": IMAGE}
        await line.call("StatusNotification", {**status, "vendorErrorCode": IMAGE})
        page = await watched.sign_in("viewer", "wall?q=HOSTILE")
        await expect(page.get_by_label("What is wrong")).to_contain_text(IMAGE)
        await shown(page, "faulted", FRAME)
        await nothing_of_it_ran(watched)
        await page.get_by_role("button", name="As a table").click()
        await page.get_by_role("row").filter(has_text="HOSTILE").wait_for()
        await nothing_of_it_ran(watched)


async def test_it_fills_the_screen_and_its_filters_are_kept_in_the_address(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "wall")
        await page.get_by_role("button", name="Offline").click()
        await page.get_by_role("button", name="Full screen").click()
        await expect(page).to_have_url(re.compile(r"show=offline&full=1$"))
        await page.wait_for_function("document.fullscreenElement !== null")
        await page.reload()
        await expect(page.locator(".wall.full")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator(".wall.full")).to_have_count(0)
        await expect(page.get_by_role("button", name="Offline")).to_have_attribute(
            "aria-pressed", "true"
        )


async def test_ten_thousand_connectors_are_one_canvas(csms: Csms) -> None:
    async with console(csms.api) as watched:
        await watched.page.route("**/charge-points?*", _many)
        page = await watched.sign_in("viewer", "wall")
        await expect(page.get_by_text(f"{2 * MANY} connectors")).to_be_visible(timeout=60_000)
        await expect(page.get_by_role("button", name="Faulted")).to_contain_text("50")
        assert await page.locator("main *").count() < 500
        told = await page.locator(".board canvas").get_attribute("aria-label")
        assert told == f"50 faulted, 9950 available; 10000 connectors of {MANY} charge points"


async def _many(route: Route) -> None:
    begin = int(parse_qs(urlsplit(route.request.url).query).get("cursor", ["0"])[0])
    end = min(begin + 1000, MANY)
    body: dict[str, Any] = {"items": [_one(number) for number in range(begin, end)]}
    if end < MANY:
        body["cursor"] = str(end)
    await route.fulfill(json=body, headers={"ETag": f'W/"{begin}"'})


def _one(number: int) -> dict[str, Any]:
    status = "Available" if number % 100 else "Faulted"
    return {
        "id": f"CP{number:05}",
        "registration": "Accepted",
        "connected": True,
        "securityProfile": 2,
        "statuses": {},
        "connectors": [
            {"connectorId": 1, "status": status},
            {"connectorId": 2, "status": "Available"},
        ],
    }
