"""What the page may not do is refused by the browser, and these tests would hear of it."""

import pytest
from playwright.async_api import expect

from tests.console.browser import console
from tests.conversations.running import Csms

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
