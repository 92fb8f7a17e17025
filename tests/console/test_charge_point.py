"""One charge point: charging by the page, what was asked of it, and what was said."""

import json

import pytest
from playwright.async_api import expect

from tests.console import charging
from tests.console.browser import console
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser


async def test_a_car_charges_the_curve_grows_and_it_is_stopped(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}")
        card = await charging.started(page)
        await expect(card).to_contain_text("Charging")
        await expect(card).to_contain_text("CARD-1")
        await charging.grows(card.get_by_role("img"))
        await card.get_by_role("button", name="Stop charging…").click()
        await page.get_by_role("dialog").get_by_role("button", name="Stop it").click()
        await expect(card).to_contain_text("Last transaction: CARD-1")


async def test_a_command_has_a_form_of_its_schema_and_its_answer_is_shown(
    csms: Csms, cp1: str
) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}/commands")
        await page.get_by_label("Command", exact=True).select_option("ChangeConfiguration")
        await page.get_by_role("textbox", name="Key").fill("HeartbeatInterval")
        await page.get_by_label("Value").fill("120")
        await page.get_by_role("button", name="Send Change configuration").click()
        await expect(page.locator(".outcome")).to_contain_text("Accepted")
        history = page.get_by_label("History of commands")
        await expect(history).to_contain_text("Change configuration")
        await page.get_by_label("Command", exact=True).select_option("GetConfiguration")
        await page.get_by_role("button", name="+ Key").click()
        await page.get_by_role("textbox", name="Key").fill("HeartbeatInterval")
        await page.get_by_role("button", name="Send Get configuration").click()
        await expect(page.locator(".outcome")).to_contain_text('"value": "120"')


async def test_what_may_hurt_somebody_asks_first(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}/commands?action=Reset")
        await page.get_by_role("button", name="Send Reset").click()
        await expect(page.get_by_role("dialog")).to_contain_text("ends running transactions")
        await page.get_by_role("button", name="Leave it").click()
        await expect(page.get_by_label("History of commands")).not_to_contain_text("Reset")


async def test_the_trace_has_a_call_beside_its_answer(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", f"charge-points/{cp1}/messages")
        line = page.locator(".trace li").filter(has_text="BootNotification").first
        await line.locator("summary").click()
        call, answer = await line.locator("pre").all_inner_texts()
        assert (json.loads(call)[0], json.loads(answer)[0]) == (2, 3)
        assert json.loads(call)[1] == json.loads(answer)[1]
        await page.get_by_label("Action").select_option("BootNotification")
        await expect(page.locator(".trace li").filter(has_text="StatusNotification")).to_have_count(
            0
        )


async def test_one_that_never_came_says_where_to_point_it(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "charge-points/HOSTILE")
        await expect(page.locator(".where code").first).to_have_text(f"{csms.ws}/HOSTILE")
