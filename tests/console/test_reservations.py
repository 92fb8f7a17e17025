"""Reservations and local lists: what is asked of a charge point, until it has answered."""

import pytest
from playwright.async_api import Page, expect

from tests.console.browser import console
from tests.conversations.operators import Operators
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser


async def reserve(page: Page, connector: str) -> None:
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Connector").select_option(connector)
    await dialog.get_by_label("Id tag").fill("CARD-1")
    await dialog.get_by_role("button", name="Reserve", exact=True).click()


async def test_a_connector_is_reserved_the_second_time_refused_and_let_go(
    csms: Csms, cp1: str
) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", "reservations")
        await page.get_by_role("button", name="Reserve…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Charge point").fill(cp1)
        await dialog.get_by_label("Charge point").blur()
        await reserve(page, "1")
        await expect(dialog.get_by_role("status")).to_contain_text("Connector 1 of CP1 is kept")
        await dialog.get_by_role("button", name="Close", exact=True).last.click()
        row = page.get_by_role("row").filter(has_text="CARD-1")
        await expect(row).to_contain_text("min left")
        await page.get_by_role("button", name="Reserve…").click()
        await dialog.get_by_label("Charge point").fill(cp1)
        await dialog.get_by_label("Charge point").blur()
        await reserve(page, "1")
        await expect(dialog.get_by_role("alert")).to_contain_text("take another one")
        await page.keyboard.press("Escape")
        await row.get_by_role("button", name="Cancel").click()
        await dialog.get_by_role("button", name="Cancel it").click()
        await expect(dialog.get_by_role("status")).to_contain_text("It is let go")
        await page.keyboard.press("Escape")
        await expect(page.locator("main")).to_contain_text("Nothing is reserved at the moment")
        await page.goto(f"{csms.api}/console/charge-points/{cp1}/reservations")
        await expect(page.get_by_role("row").filter(has_text="Cancelled")).to_be_visible()


async def test_a_local_list_is_sent_added_to_and_what_it_lacks_is_named(
    csms: Csms, cp1: str
) -> None:
    async with Operators.of(csms) as operators, console(csms.api) as watched:
        for number in (1, 2):
            await operators.ask("POST", "/id-tags", {"idTag": f"LIST-{number}"})
        page = await watched.sign_in("operator", f"charge-points/{cp1}/local-list")
        await expect(page.locator(".title").first).to_contain_text("Online")
        await page.get_by_role("button", name="Send a list…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Id tags").fill("LIST-1")
        await dialog.get_by_role("button", name="Send 1 id tag").click()
        entries = page.get_by_role("table", name="Entries")
        await expect(entries).to_contain_text("LIST-1")
        await page.get_by_role("button", name="Add id tags…").click()
        await dialog.get_by_label("Id tags").fill("LIST-2")
        await dialog.get_by_role("button", name="Add 1 id tag").click()
        await expect(entries).to_contain_text("LIST-2")
        await expect(page.get_by_label("Version")).to_contain_text("2 id tags of ours, and has all")
        await page.get_by_role("button", name="Ask for its version").click()
        await expect(page.get_by_label("Version")).to_contain_text("2, just now")
        await entries.get_by_role("button", name="Take off LIST-1").click()
        await page.get_by_role("button", name="Take it off").click()
        await expect(entries).not_to_contain_text("LIST-1")


async def test_a_viewer_sees_them_and_no_button(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "reservations")
        await expect(page.locator("main")).to_contain_text("Nothing is reserved at the moment")
        assert await page.locator("main button").count() == 0
        for part in ("reservations", "local-list"):
            await page.goto(f"{csms.api}/console/charge-points/CP2/{part}")
            await page.locator("main :is(.empty, .table)").wait_for()
            assert await page.locator("main button").count() == 0
