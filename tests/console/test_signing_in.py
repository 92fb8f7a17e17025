"""Who gets in, as whom, and what is left behind."""

import re

import pytest
from playwright.async_api import expect

from tests.console.browser import console
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser


async def test_one_click_signs_in_as_admin_and_leads_where_one_wanted_to_go(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("admin", "charge-points/CP1/messages?text=one")
        await expect(page).to_have_url(f"{csms.api}/console/charge-points/CP1/messages?text=one")
        await expect(page.locator(".who")).to_contain_text("admin")
        await expect(page.locator(".who")).to_contain_text("Desk")


async def test_the_root_leads_to_the_fleet(csms: Csms) -> None:
    async with console(csms.api) as watched:
        await watched.page.goto(csms.api)
        await watched.page.get_by_role("button", name="Sign in as viewer").click()
        await expect(watched.page).to_have_title(re.compile("^Fleet"))


async def test_a_reload_asks_nobody_again_though_no_storage_has_a_token(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator")
        stored = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert "eyJ" not in stored
        await page.reload()
        await expect(page.locator(".who")).to_contain_text("operator")


async def test_another_role_can_be_chosen(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("admin")
        await page.get_by_role("button", name="Change role").click()
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await page.get_by_role("button", name="Sign in as viewer").click()
        await expect(page.locator(".who")).to_contain_text("viewer")


async def test_who_does_not_sign_in_is_told_so(csms: Csms) -> None:
    async with console(csms.api) as watched:
        await watched.page.goto(f"{csms.api}/console/fleet")
        await watched.page.get_by_role("button", name="Do not sign in").click()
        await expect(watched.page.locator("main")).to_contain_text("You are not signed in")


async def test_a_code_that_this_page_has_not_asked_for_is_not_taken(csms: Csms) -> None:
    async with console(csms.api) as watched:
        await watched.page.goto(f"{csms.api}/console/signed-in?code=stolen&state=invented")
        await expect(watched.page.locator("main")).to_contain_text(
            "This is not the sign-in that this page began."
        )


async def test_a_viewer_is_offered_nothing_that_changes_anything(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", f"charge-points/{cp1}")
        await page.locator(".card").first.wait_for()
        assert await page.locator("main button").count() == 0
        await page.get_by_role("link", name="Commands").click()
        await page.get_by_label("History of commands").wait_for()
        assert await page.locator("main button").count() == 0
        await page.get_by_role("link", name="Fleet").click()
        await page.get_by_role("row").nth(1).wait_for()
        await expect(page.get_by_role("button", name="Add charge point")).to_have_count(0)
