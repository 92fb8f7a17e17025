"""The console for people: keys, time zone, units, narrow screens, and a slow network."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.console.browser import console
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser

KOLKATA = "Asia/Kolkata"  # five hours and a half ahead of UTC, all the year
DARK = "rgb(15, 21, 26)"
NARROW = {"width": 400, "height": 800}


async def tab_to(page: Page, name: str) -> None:
    """By the Tab key alone."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        focus = (
            "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
        )
        if name in await page.evaluate(focus):
            return
    raise AssertionError(f"no {name} was met")


async def test_the_keyboard_alone_leads_from_the_sign_in_to_a_car_that_charges(
    csms: Csms, cp1: str
) -> None:
    async with console(csms.api) as watched:
        page = watched.page
        await page.goto(f"{csms.api}/console/")
        await page.get_by_role("button", name="Sign in as operator").wait_for()
        await tab_to(page, "Sign in as operator")
        await page.keyboard.press("Enter")
        await page.get_by_role("row").filter(has_text=cp1).wait_for()
        await page.keyboard.press("/")
        await page.keyboard.type(cp1)
        await expect(page.get_by_role("row")).to_have_count(2)
        await tab_to(page, cp1)
        await page.keyboard.press("Enter")
        await expect(page).to_have_title(re.compile(f"^{cp1} "))
        await page.locator(".card").first.wait_for()
        await tab_to(page, "Start charging…")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Id tag")).to_be_focused()
        await page.keyboard.type("CARD-1")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Accepted")
        await page.keyboard.press("Escape")
        await expect(page.get_by_label("Connector 1", exact=True)).to_contain_text("CARD-1")


async def test_keys_lead_to_views_but_what_is_typed_is_text(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer")
        await page.get_by_role("row").nth(1).wait_for()
        await page.keyboard.press("?")
        await expect(page.get_by_role("dialog")).to_contain_text("Search in this view")
        await page.keyboard.press("Escape")
        await page.keyboard.press("/")
        await page.keyboard.type("gw?")
        await expect(page.get_by_role("searchbox")).to_have_value("gw?")
        await page.get_by_role("heading", name="Fleet").click()
        await page.keyboard.press("g")
        await page.keyboard.press("w")
        await expect(page).to_have_title("Wall · Console")
        await expect(page.locator("main")).to_be_focused()
        await page.keyboard.press("?")
        await page.get_by_label("Single letters are shortcuts").uncheck()
        await page.keyboard.press("Escape")
        await page.keyboard.press("g")
        await page.keyboard.press("f")
        await expect(page).to_have_title("Wall · Console")


async def test_utc_and_kwh_are_chosen_once_and_kept_by_the_browser(csms: Csms, cp1: str) -> None:
    async with console(csms.api, timezone_id=KOLKATA) as watched:
        page = await watched.sign_in("viewer", f"charge-points/{cp1}")
        booted = page.locator("dt:has-text('Booted') + dd time")
        at = (await booted.get_attribute("datetime") or "")[11:19]
        await expect(booted).not_to_contain_text(at)
        await page.get_by_role("button", name="Display").click()
        await page.get_by_label("UTC").check()
        await page.keyboard.press("Escape")
        await expect(booted).to_contain_text(f"{at} UTC")
        await page.reload()
        await expect(booted).to_contain_text(f"{at} UTC")


async def test_the_theme_is_that_of_the_system_until_one_is_chosen(csms: Csms) -> None:
    async with console(csms.api, color_scheme="dark") as watched:
        page = await watched.sign_in("viewer")
        ground = page.locator("body")
        await expect(ground).to_have_css("background-color", DARK)
        await page.emulate_media(color_scheme="light")
        await expect(ground).not_to_have_css("background-color", DARK)
        await page.get_by_role("button", name="Display").click()
        await page.get_by_label("Dark").check()
        await expect(ground).to_have_css("background-color", DARK)


async def test_on_a_narrow_screen_the_views_are_behind_a_button(csms: Csms) -> None:
    async with console(csms.api, viewport=NARROW) as watched:
        page = await watched.sign_in("viewer")
        await expect(page.get_by_role("link", name="Wall")).not_to_be_visible()
        await page.get_by_role("button", name="Fleet").click()
        await page.get_by_role("link", name="Wall").click()
        await expect(page).to_have_title("Wall · Console")
        await expect(page.get_by_role("link", name="Wall")).not_to_be_visible()


async def test_who_waits_sees_that_it_goes_on_and_what_was_typed_stays(csms: Csms) -> None:
    let_go = asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == "POST":
            await let_go.wait()
            await route.abort()
        else:
            await route.continue_()

    async with console(csms.api) as watched:
        await watched.page.route("**/charge-points", hold)
        page = await watched.sign_in("operator")
        await page.get_by_role("button", name="Add charge point").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Identity").fill("CP-SLOW")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await expect(page.get_by_role("progressbar")).to_be_visible()
        let_go.set()
        await expect(dialog.get_by_role("alert")).to_contain_text("The API cannot be reached.")
        await expect(page.get_by_role("progressbar")).to_have_count(0)
        await expect(dialog.get_by_label("Identity")).to_have_value("CP-SLOW")
        watched.complaints.clear()  # a browser tells of each request that fails
