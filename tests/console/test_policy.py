"""What the page may not do is refused by the browser, and these tests would hear of it."""

import asyncio

import pytest
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import expect

from tests.console.browser import Chromium, console
from tests.conversations.running import PATIENCE, Csms

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.innerHTML = '<b>markup</b>'",
        "document.body.append(Object.assign(document.createElement('style'), {innerText: 'a{}'}))",
        "document.body.append(Object.assign(document.createElement('img'), {src: 'data:,1'}))",
        "fetch('https://elsewhere.example/')",
    ],
    ids=["markup", "style", "image", "request"],
)
async def test_a_violation_is_refused_and_heard_of(attempt: str, csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer")
        await page.evaluate(f"(() => {{ try {{ {attempt} }} catch (error) {{}} }})()")
        await page.wait_for_timeout(300)
        assert watched.complaints
        watched.complaints.clear()
        watched.asked.clear()


async def test_a_lost_network_is_told_and_what_was_seen_stays(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer")
        await page.get_by_role("row").nth(1).wait_for()
        await page.context.set_offline(True)
        await expect(page.locator(".stale")).to_contain_text("Not live since")
        await expect(page.get_by_role("row").filter(has_text="CP1")).to_be_visible()
        await page.context.set_offline(False)
        await expect(page.locator(".stale")).to_have_count(0)
        watched.complaints.clear()  # a browser tells of each request that fails


async def test_pages_of_one_browser_share_neither_sign_in_nor_complaints(csms: Csms) -> None:
    async with console(csms.api) as one, console(csms.api) as other:
        await one.sign_in("viewer")
        async with one.page.expect_console_message():
            await one.page.evaluate("console.error('of one')")
        await other.page.goto(f"{csms.api}/console/fleet")
        await other.page.get_by_role("button", name="Sign in as viewer").wait_for()
        assert (one.complaints, other.complaints) == (["of one"], [])
        one.complaints.clear()


async def test_a_browser_that_dies_fails_its_test_and_the_next_has_another() -> None:
    mortal = Chromium()
    browser = await mortal.browser()
    assert await mortal.browser() is browser
    died = asyncio.Event()
    browser.on("disconnected", lambda _: died.set())
    page = await browser.new_page()
    session = await browser.new_browser_cdp_session()
    with pytest.raises(PlaywrightError):
        await session.send("Browser.crash")
    async with asyncio.timeout(PATIENCE):
        await died.wait()
    with pytest.raises(PlaywrightError):
        await page.goto("about:blank")
    try:
        assert (await mortal.browser()).is_connected()
    finally:
        await mortal.end()
