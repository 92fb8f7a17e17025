"""One charge point, part by part: its configuration, its limits, its messages, its settings."""

import pytest
from playwright.async_api import expect

from tests.console.browser import console
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser


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
