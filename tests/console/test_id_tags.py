"""Id tags: handed out, changed, blocked, put below their groups, and many of them by a file."""

import csv
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.console.browser import console
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser

BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}
ROWS = "idTag,parentIdTag,maxActiveTransactions\nBULK-1,DEPOT,1\nBULK-2,DEPOT,none\nBULK-3,,\n"


async def authorized(csms: Csms, id_tag: str) -> str:
    """What a charge point that asks is told."""
    async with running.line(f"{csms.ws}/CP2") as line:
        await line.call("BootNotification", BOOT)
        answer = await line.call("Authorize", {"idTag": id_tag})
        status: str = answer["idTagInfo"]["status"]
        return status


async def add(page: Page, id_tag: str, group: str = "") -> None:
    await page.get_by_role("button", name="Add id tag").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Id tag", exact=False).first.fill(id_tag)
    await dialog.get_by_label("Parent id tag").fill(group)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("heading", name=id_tag, exact=True)).to_be_visible()


async def test_one_that_is_added_may_charge_until_it_is_blocked_and_then_deleted(
    csms: Csms,
) -> None:
    assert await authorized(csms, "NEW-1") == "Invalid"
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", "id-tags")
        await add(page, "NEW-1")
        assert await authorized(csms, "NEW-1") == "Accepted"
        await page.get_by_role("button", name="Block…").click()
        await page.get_by_role("dialog").get_by_role("button", name="Block it").click()
        await expect(page.locator(".title .badge")).to_have_text("Blocked")
        assert await authorized(csms, "NEW-1") == "Blocked"
        await page.get_by_role("button", name="Delete…").click()
        await expect(page.get_by_role("dialog")).to_contain_text("What it has charged stays")
        await page.get_by_role("button", name="Delete it").click()
        await expect(page).to_have_url(f"{csms.api}/console/id-tags")
        assert await authorized(csms, "NEW-1") == "Invalid"


async def test_who_shares_a_group_stands_together_and_a_group_blocks_its_members(
    csms: Csms,
) -> None:
    async with Operators.of(csms) as operators, console(csms.api) as watched:
        for number in (1, 2):
            body = {"idTag": f"TAXI-{number}", "parentIdTag": "TAXIS"}
            await operators.ask("POST", "/id-tags", body)
        page = await watched.sign_in("operator", "id-tags?q=TAXI")
        await page.get_by_role("button", name="By group").click()
        await expect(page).to_have_url(re.compile("q=TAXI.*by=group"))
        head = page.get_by_role("row").filter(has_text="TAXIS").first
        await expect(head).to_contain_text("2 id tags; the group is no id tag itself")
        await head.get_by_role("button", name="Add it too…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Blocked").check()
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await page.get_by_role("link", name="TAXI-1").click()
        await expect(page.locator("main .title")).to_contain_text("Group blocked")


async def test_what_another_has_changed_meanwhile_is_told_and_what_was_typed_stays(
    csms: Csms,
) -> None:
    async with Operators.of(csms) as operators, console(csms.api) as watched:
        await operators.ask("POST", "/id-tags", {"idTag": "SHARED"})
        page = await watched.sign_in("operator", "id-tags/SHARED")
        await page.get_by_role("button", name="Change…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("At the same time").fill("3")
        await operators.ask("PATCH", "/id-tags/SHARED", {"blocked": True})
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("Blocked: was no, is now yes")
        await expect(dialog.get_by_label("At the same time")).to_have_value("3")
        watched.complaints.clear()  # a browser tells of each answer over 399
        await dialog.get_by_role("button", name="Save all the same").click()
        await expect(dialog).to_have_count(0)
        kept = (await operators.ask("GET", "/id-tags/SHARED")).body
        assert (kept["blocked"], kept["maxActiveTransactions"]) == (True, 3)


async def test_a_file_is_tried_first_and_only_its_bad_row_is_left_out(
    csms: Csms, tmp_path: Path
) -> None:
    file = tmp_path / "cards.csv"
    file.write_text(ROWS)
    async with Operators.of(csms) as operators, console(csms.api) as watched:
        page = await watched.sign_in("operator", "id-tags")
        await page.get_by_role("button", name="Import…").click()
        await page.get_by_label("A file in CSV or JSON").set_input_files(file)
        bad = page.get_by_role("row").filter(has_text="BULK-2")
        await expect(bad).to_contain_text("maxActiveTransactions: should be a whole number")
        await expect(page.get_by_role("status")).to_contain_text("nothing has been changed yet")
        assert (await operators.ask("GET", "/id-tags/BULK-1")).status == 404
        await page.get_by_role("button", name="Import the 2 without an error").click()
        await expect(page.get_by_role("status")).to_contain_text("2 of 3 rows")
        assert (await operators.ask("GET", "/id-tags/BULK-1")).body["parentIdTag"] == "DEPOT"
        assert (await operators.ask("GET", "/id-tags/BULK-2")).status == 404
        await page.get_by_role("link", name="All id tags").click()
        async with page.expect_download() as download:
            await page.get_by_role("button", name="Export all").click()
        exported = tmp_path / "export.csv"
        await (await download.value).save_as(exported)
        with exported.open(newline="") as lines:
            assert {"BULK-1", "BULK-3"} <= {row["idTag"] for row in csv.DictReader(lines)}


async def test_where_one_charges_is_seen_and_a_viewer_may_only_look(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/CP2") as line, console(csms.api) as watched:
        page = await watched.sign_in("viewer", "id-tags/CARD-1")
        await expect(page.get_by_label("Charging now")).to_contain_text("nowhere at the moment")
        await line.call("BootNotification", BOOT)
        start = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 0}
        await line.call("StartTransaction", start | {"timestamp": "2026-06-01T12:00:00Z"})
        await expect(page.get_by_label("Charging now")).to_contain_text("CP2 connector 1")
        await expect(page.get_by_label("Latest transactions")).to_contain_text("running")
        assert await page.locator("main button").count() == 0
        await page.get_by_role("link", name="Id tags").click()
        await page.get_by_role("row").filter(has_text="CARD-1").wait_for()
        offered = await page.locator("main button").all_inner_texts()
        assert offered == ["Export all", "By group"]
