"""One charge point, part by part: its configuration, its limits, its messages, its settings."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.console.browser import console
from tests.conversations import running
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser


async def exported(page: Page, button: str, folder: Path) -> str:
    async with page.expect_download() as download:
        await page.get_by_role("dialog").get_by_role("button", name=button).click()
    file = folder / button
    await (await download.value).save_as(file)
    return file.read_text()


async def test_a_configuration_key_is_read_set_and_seen(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}/configuration")
        await page.get_by_role("button", name="Read its keys").click()
        keys = page.get_by_label("Configuration keys")
        line = keys.get_by_role("listitem").filter(has_text="MinimumStatusDuration")
        await expect(line).to_contain_text("A state that is over sooner is not told.")
        await expect(
            keys.get_by_role("listitem").filter(has_text="NumberOfConnectors")
        ).to_contain_text("read-only")
        await line.get_by_role("button", name="Set").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Value").fill("often")
        await expect(dialog).to_contain_text("It takes a whole number.")
        await dialog.get_by_label("Value").fill("120")
        await dialog.get_by_role("button", name="Set it").click()
        await expect(dialog.get_by_role("status")).to_contain_text("Accepted")
        await page.keyboard.press("Escape")
        await expect(line).to_contain_text("120 s, 2 min")
        await page.get_by_label("Search keys and values").fill("status")
        await expect(keys).not_to_contain_text("HeartbeatInterval")
        await expect(line).to_be_visible()


async def test_a_profile_that_is_set_is_drawn_and_cleared(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}/charging-profiles")
        await page.get_by_role("button", name="Set a profile").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("spinbutton", name="Limit").fill("13")
        await expect(dialog.get_by_role("img", name="This profile: 13 A")).to_be_visible()
        await dialog.get_by_role("button", name="Send Set charging profile").click()
        await expect(dialog.get_by_role("status")).to_contain_text("The profile holds from now on")
        await page.keyboard.press("Escape")
        limits = page.get_by_label("Connector 1", exact=True)
        await expect(limits).to_contain_text("13 A now")
        await expect(limits.get_by_role("img", name="level 0: 13 A")).to_be_visible()
        await limits.get_by_role("button", name="Ask what it will give").click()
        await expect(
            limits.get_by_role("img", name="What it says it will give: 13 A")
        ).to_be_visible()
        await limits.get_by_role("button", name="Clear TxDefaultProfile").click()
        await page.get_by_role("dialog").get_by_role("button", name="Clear it").click()
        await expect(limits).to_contain_text("No limit of its own is known")


async def test_what_is_shown_of_the_messages_goes_to_the_manufacturer(
    csms: Csms, tmp_path: Path
) -> None:
    async with running.line(f"{csms.ws}/CP2") as line, console(csms.api) as watched:
        boot = {"chargePointVendor": "ACME", "chargePointModel": "X1"}
        await line.call("BootNotification", boot)
        await line.call("Authorize", {"idTag": "CARD-1"})
        await line.call("DataTransfer", {"vendorId": "acme", "data": "wifi password=hunter2-7"})
        await line.call("Reset", {})
        page = await watched.sign_in("viewer", "charge-points/CP2/messages")
        trace = page.locator(".trace")
        await expect(trace).to_contain_text("DataTransfer")
        await page.get_by_role("button", name="Export").click()
        text = await exported(page, "Save as text", tmp_path)
        assert "chargePointVendor: ACME" in text
        assert '"Authorize", {"idTag": "id-tag-1"}' in text
        assert "hunter2" not in text
        assert "CARD-1" not in text
        await page.get_by_role("button", name="Errors only").click()
        await expect(trace.get_by_role("listitem")).to_have_count(1)
        await expect(trace).to_contain_text("NotSupported: The receiver knows this action")
        await page.get_by_role("button", name="Export 1").click()
        (only,) = json.loads(await exported(page, "Save as JSON", tmp_path))["messages"]
        assert only["action"] == "Reset"
        await page.get_by_role("button", name="Errors only").click()
        await page.get_by_label("Direction").select_option("fromCsms")
        await expect(page.locator("main")).to_contain_text("There is no such message")
        await page.get_by_role("button", name="Show all").click()
        await page.get_by_role("button", name="Pause").click()
        await line.call("Heartbeat", {})
        await expect(trace).to_contain_text("BootNotification")
        await page.wait_for_timeout(2500)
        await expect(trace).not_to_contain_text("Heartbeat")
        await page.get_by_role("button", name="Go on").click()
        await expect(trace).to_contain_text("Heartbeat")
