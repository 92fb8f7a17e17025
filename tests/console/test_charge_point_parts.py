"""One charge point, part by part: its configuration, its limits, its messages, its settings."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.console.browser import console
from tests.conversations import running
from tests.conversations.running import CSMS, Csms

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


@pytest.fixture
def template(csms: Csms) -> None:
    """For all that are simulated."""
    store = ["configuration", "templates", "store", "Depot", "BlinkRepeat=9", "NoKey=1"]
    subprocess.run([str(CSMS), *store, "--vendor", "Serverless", "--api", csms.api], check=True)


@pytest.mark.usefixtures("template")
async def test_what_differs_from_the_template_of_its_model_is_set(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}/configuration")
        await page.get_by_role("button", name="Read").click()
        drift = page.get_by_label("Against its template")
        await expect(drift).to_contain_text("should be 9, is 3")
        await expect(drift).to_contain_text("it does not know this key")
        await drift.get_by_role("button", name="Set the key as it says").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("BlinkRepeat becomes 9")
        await dialog.get_by_role("button", name="Set them").click()
        await expect(drift).not_to_contain_text("BlinkRepeat")
        await expect(drift).to_contain_text("1 key differs")


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


async def test_settings_are_saved_and_a_new_password_is_shown_once(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/CP2"), console(csms.api) as watched:
        page = await watched.sign_in("operator", "charge-points/CP2/settings")
        await page.get_by_label("Ask for its states after it was away").check()
        await page.get_by_role("combobox", name="Security profile").select_option(
            "1: password, no TLS"
        )
        await page.get_by_role("button", name="Make one").click()
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_role("dialog")).to_contain_text("CP2 has to come again")
        await page.get_by_role("dialog").get_by_role("button", name="Save it").click()
        saved = page.get_by_role("status").filter(has_text="Saved.")
        await expect(saved.locator("code").last).to_have_text(re.compile(r"^\w{20}$"))
        password = await saved.locator("code").last.inner_text()
        await page.reload()
        await expect(page.get_by_label("Ask for its states after it was away")).to_be_checked()
        assert password not in await page.content()
        with pytest.raises(running.InvalidStatus):
            async with running.line(f"{csms.ws}/CP2"):
                pass
        await page.locator("nav.parts").get_by_role("link", name="Security").click()
        connection = page.get_by_label("Connection", exact=True)
        await expect(connection).to_contain_text("Refused")
        await expect(connection).to_contain_text("What helps")
        events = page.get_by_role("table", name="Security events")
        await expect(events).to_contain_text("Failed to authenticate")


async def test_deleting_asks_for_the_name(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("admin", "charge-points/HOSTILE/settings")
        await page.get_by_role("button", name="Delete HOSTILE").click()
        dialog = page.get_by_role("dialog")
        delete = dialog.get_by_role("button", name="Delete HOSTILE")
        await expect(delete).to_be_disabled()
        await dialog.get_by_label("Type HOSTILE to confirm").fill("HOSTILE")
        await delete.click()
        await expect(page).to_have_url(re.compile("/console/fleet$"))
        await expect(page.get_by_role("row").filter(has_text="CP1")).to_be_visible()
        await expect(page.get_by_role("row").filter(has_text="HOSTILE")).to_have_count(0)


async def test_a_root_certificate_is_installed_and_deleted(csms: Csms, cp1: str) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}/certificates")
        await page.get_by_role("button", name="Install one").click()
        dialog = page.get_by_role("dialog")
        pem = csms.ca.read_text().split("-----END")[0] + "-----END CERTIFICATE-----\n"
        await dialog.get_by_role("textbox", name="Certificate").fill(pem)
        await dialog.get_by_role("button", name="Install it").click()
        await expect(dialog.get_by_role("status")).to_contain_text("It trusts this root")
        await page.keyboard.press("Escape")
        roots = page.get_by_label("Root certificates")
        await page.get_by_role("button", name="Ask which it has").click()
        await expect(roots.get_by_role("listitem")).to_contain_text("there")
        await roots.get_by_role("button", name="Delete").click()
        await expect(page.get_by_role("dialog")).to_contain_text("cannot connect by TLS any more")
        await page.get_by_role("dialog").get_by_role("button", name="Delete it").click()
        await expect(roots.get_by_role("alert")).to_contain_text("it is the last")
        await roots.get_by_role("button", name="Send it all the same").click()
        await expect(roots).to_contain_text("None is known.")
        watched.complaints.clear()  # a browser tells of each answer over 399


PARTS = ["configuration", "charging-profiles", "certificates", "security", "settings", "messages"]
LOOKING = re.compile("^(24 hours|7 days|Only|Errors only|Pause|Export|Load older|Copy)")


@pytest.mark.usefixtures("cp1")
async def test_a_viewer_looks_at_every_part_and_is_offered_no_change(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "charge-points/CP1")
        for part in PARTS:
            await page.goto(f"{csms.api}/console/charge-points/CP1/{part}")
            await page.locator("main :is(.panel, .said)").first.wait_for()
            offered = await page.locator("main button").all_inner_texts()
            assert [name for name in offered if not LOOKING.match(name)] == [], part
            assert await page.locator("main :is(input, select):enabled").count() <= 3, part
