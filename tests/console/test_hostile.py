"""A charge point whose every word is markup changes nothing on the page."""

import pytest
from playwright.async_api import expect

from tests.console.browser import Watched, console
from tests.conversations import running
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser

SCRIPT = "<script>x()</script>"  # 20 characters: a vendor, a model, an id tag may have no more
IMAGE = "<img src=x onerror=owned=1><svg/onload=owned=1>"
STRANGER = "<iframe onload=owned=1>"


async def test_what_it_says_is_text_wherever_it_stands(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/HOSTILE") as line:
        boot = {"chargePointVendor": SCRIPT, "chargePointModel": SCRIPT, "firmwareVersion": IMAGE}
        await line.call("BootNotification", boot)
        status = {"connectorId": 1, "status": "Faulted", "errorCode": "OtherError", "info": IMAGE}
        await line.call("StatusNotification", {**status, "vendorErrorCode": IMAGE})
        start = {"connectorId": 1, "idTag": SCRIPT, "meterStart": 0}
        await line.call("StartTransaction", {**start, "timestamp": "2026-06-01T12:00:00Z"})
        await line.call("DataTransfer", {"vendorId": IMAGE, "data": IMAGE})
        event = {"type": "<svg/onload=owned=1>", "timestamp": "2026-06-01T12:00:00Z"}
        await line.call("SecurityEventNotification", {**event, "techInfo": IMAGE})
        await line.call("StatusNotification", {**status, "connectorId": 0, "status": IMAGE[:20]})
        with pytest.raises(running.InvalidStatus):
            async with running.line(f"{csms.ws}/{STRANGER.replace(' ', '%20')}"):
                pass
        async with console(csms.api) as watched:
            page = await watched.sign_in()
            row = page.get_by_role("row").filter(has_text="HOSTILE")
            await expect(row).to_contain_text(SCRIPT)
            await expect(page.get_by_label("Inbox")).to_contain_text(STRANGER)
            await nothing_of_it_ran(watched)
            await row.get_by_role("link").click()
            await expect(page.locator(".card")).to_contain_text(IMAGE)
            await expect(page.locator(".card")).to_contain_text(SCRIPT)
            await nothing_of_it_ran(watched)
            await page.get_by_role("link", name="Messages").click()
            await page.locator(".trace li").filter(has_text="DataTransfer").click()
            await expect(page.locator(".trace pre").first).to_contain_text("<img src=x")
            await nothing_of_it_ran(watched)
            await page.locator("nav.parts").get_by_role("link", name="Security").click()
            await expect(page.locator(".table")).to_contain_text(IMAGE)
            await expect(page.get_by_label("Deviations")).to_contain_text(IMAGE[:10])
            await page.locator("nav.parts").get_by_role("link", name="Transactions").click()
            await page.get_by_role("row").filter(has_text=SCRIPT).get_by_role("link").click()
            await expect(page.get_by_label("Start and stop")).to_contain_text(SCRIPT)
            await nothing_of_it_ran(watched)


async def nothing_of_it_ran(watched: Watched) -> None:
    page = watched.page
    assert await page.evaluate("typeof owned") == "undefined"
    assert await page.locator("main :is(img, script, svg, iframe)").count() == 0
    assert (await page.title()).endswith("Console")
