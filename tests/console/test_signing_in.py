"""Who gets in, as whom, and what is left behind."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.async_api import Route, expect

from tests.console.browser import console
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser


async def test_one_click_signs_in_as_admin_and_leads_where_one_wanted_to_go(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("admin", "charge-points/CP1/messages?text=one")
        await expect(page).to_have_url(f"{csms.api}/console/charge-points/CP1/messages?text=one")
        await expect(page.locator(".who")).to_contain_text("admin")
        await expect(page.locator(".who")).to_contain_text("Desk")


@pytest.mark.parametrize("path", ["", "/console", "/console/"])
async def test_the_root_leads_to_the_fleet(path: str, csms: Csms) -> None:
    async with console(csms.api) as watched:
        await watched.page.goto(f"{csms.api}{path}")
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


async def test_an_answer_of_another_issuer_is_not_taken(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = watched.page
        await page.goto(f"{csms.api}/console/fleet")
        await page.get_by_role("button", name="Sign in as viewer").wait_for()
        state = dict(parse_qsl(urlsplit(page.url).query))["state"]
        answer = {"code": "a code", "state": state, "iss": "https://other.example"}
        await page.goto(f"{csms.api}/console/signed-in?{urlencode(answer)}")
        await expect(page.locator("main")).to_contain_text("from another issuer")


async def test_a_reload_is_no_step_for_the_back_button(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in()
        before = await page.evaluate("history.length")
        await page.reload()
        await page.locator("header.frame").wait_for()
        assert await page.evaluate("history.length") == before


async def test_whoever_signs_out_has_signed_out_in_all_tabs(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in()
        other = await page.context.new_page()
        await other.goto(f"{csms.api}/console/fleet")
        await other.locator("header.frame").wait_for()
        await page.get_by_role("button", name="Change role").click()
        await expect(other.locator("main")).to_contain_text("You have signed out")


async def test_however_its_address_is_spelled_the_page_is_opened_once(csms: Csms) -> None:
    async def spelled(route: Route) -> None:
        told = (await (await route.fetch()).json()) | {"consoleUrl": csms.api.upper()}
        await route.fulfill(json=told)

    async with console(csms.api) as watched:
        await watched.page.route("**/console/configuration", spelled)
        await watched.sign_in()
        assert sum(url.endswith("/console/fleet") for url in watched.asked) == 1


def ending(answer: dict[str, Any] | None) -> Callable[[Route], Awaitable[None]]:
    """Tokens that have ended as they come; those that renew them are answered so, or not at all."""

    async def tokens(route: Route) -> None:
        if "refresh_token=" not in (route.request.post_data or ""):
            given = await (await route.fetch()).json()
            await route.fulfill(json=given | {"expires_in": 3})
        elif answer is None:
            await route.abort()
        else:
            await route.fulfill(status=400, json=answer)

    return tokens


async def test_an_issuer_that_cannot_be_reached_for_a_while_loses_nothing(csms: Csms) -> None:
    async with console(csms.api) as watched:
        await watched.page.route("**/@issuer/token", ending(None))
        page = await watched.sign_in()
        await expect(page.locator(".stale")).to_contain_text("cannot be reached")
        await expect(page.get_by_role("row").filter(has_text="CP1")).to_be_visible()
        await page.unroute("**/@issuer/token")
        await expect(page.locator(".stale")).to_have_count(0)
        watched.complaints.clear()  # a browser tells of each request that fails


async def test_what_is_being_typed_as_a_sign_in_ends_is_not_lost_without_a_word(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in()
        await page.get_by_role("button", name="Add charge point").click()
        await page.get_by_label("Identity").fill("A long name")
        await page.route("**/@issuer/token", ending({"error": "invalid_grant"}))
        await page.evaluate("Date.now = (now => () => now() + 7_200_000)(Date.now)")
        await expect(page.get_by_role("alert")).to_contain_text("Your sign-in has ended")
        await expect(page.get_by_label("Identity")).to_have_value("A long name")
        watched.complaints.clear()


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
