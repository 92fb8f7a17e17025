"""Firmware for one charge point and for many, the images, and the logs that charge points bring."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.console.browser import console
from tests.console.fleet import simulated
from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, Csms

pytestmark = pytest.mark.browser

NOWHERE = "http://127.0.0.1:9/wallbox-9.0.0.bin"
MARKUP = "<svg/onload=owned=1>"
STEPS = ["Requested", "Accepted", "Downloading", "Downloaded", "Installing", "Installed"]


@pytest.fixture
def cp2(csms: Csms, tmp_path: Path) -> Iterator[str]:
    with contextmanager(simulated)(csms, "CP2", tmp_path / "cp2.log"):
        yield "CP2"


@pytest.fixture
def api(csms: Csms) -> Iterator[httpx.Client]:
    command = [str(CSMS), "token", "--role", "operator", "--api", csms.api]
    token = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=csms.api, headers=headers) as client:
        yield client


class AnotherSite(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def another_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), AnotherSite) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def made(api: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, json=body)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told


def until_online(api: httpx.Client, charge_point_id: str) -> None:
    over = time.monotonic() + PATIENCE
    while not api.get(f"/charge-points/{charge_point_id}").json()["connected"]:
        assert time.monotonic() < over, f"{charge_point_id} does not come"
        time.sleep(0.1)


def an_image(api: httpx.Client, name: str, version: str) -> None:
    image = made(api, "/firmware-images", {"name": name, "firmwareVersion": version})
    httpx.put(image["upload"], content=b"firmware").raise_for_status()


async def choose_image(page: Page, name: str) -> None:
    select = page.get_by_role("combobox", name=re.compile("^Image"))
    await expect(select.locator("option", has_text=name)).to_have_count(1)
    await select.select_option(label=name)


async def test_an_image_is_uploaded_and_an_update_with_it_is_followed_until_it_is_installed(
    csms: Csms, cp1: str, tmp_path: Path
) -> None:
    file = tmp_path / "wallbox 2.4.0.bin"
    file.write_bytes(b"firmware" * 100_000)
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", "firmware-images")
        await page.get_by_role("button", name="Add an image").click()
        dialog = page.get_by_role("dialog")
        await dialog.locator("input[type=file]").set_input_files(file)
        await dialog.get_by_role("textbox", name="Version").fill("2.4.0")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await page.get_by_role("dialog", name="wallbox_2.4.0.bin can be used").wait_for()
        await page.get_by_role("button", name="Done").click()
        row = page.get_by_role("row").filter(has_text="wallbox_2.4.0.bin")
        await expect(row).to_contain_text("Available")
        await expect(row).to_contain_text("800.0 kB")

        await page.goto(f"{csms.api}/console/charge-points/{cp1}/firmware")
        await expect(page.locator(".title")).to_contain_text("Online")
        await page.get_by_role("button", name="Update…").click()
        await choose_image(page, "wallbox_2.4.0.bin")
        await expect(page.get_by_role("dialog").get_by_label("Version")).to_have_value("2.4.0")
        await page.get_by_role("button", name="Update it").click()
        history = page.get_by_label("History of updates")
        await expect(history.locator("summary").first).to_contain_text("Installed")
        await expect(page.get_by_label("Firmware", exact=True)).to_contain_text("2.4.0")
        await history.locator("summary").first.click()
        steps = history.get_by_role("listitem").filter(has=page.locator("time"))
        for name in [*STEPS, "Boot with 2.4.0"]:
            told = history.locator(".steps li.done").filter(has_text=re.compile(f"^.{name}done"))
            await expect(told.locator("time")).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
        assert await steps.count() >= len(STEPS)


async def test_each_state_of_an_update_appears_while_one_looks(csms: Csms) -> None:
    async with running.line(f"{csms.ws}/HOSTILE") as line, console(csms.api) as watched:
        boot = {"chargePointVendor": "ACME", "chargePointModel": "X1", "firmwareVersion": MARKUP}
        await line.call("BootNotification", boot)
        page = await watched.sign_in("operator", "charge-points/HOSTILE/firmware")
        panel = page.get_by_label("Firmware", exact=True)
        await expect(panel).to_contain_text(MARKUP)
        await page.get_by_role("button", name="Update…").click()
        await page.get_by_role("radio", name="At an address").check()
        await page.get_by_role("textbox", name="Address").fill(f"https://acme.example/{MARKUP}")
        await page.get_by_role("button", name="Update it").click()
        now = panel.locator("li[aria-current=step]")
        _, command_id, action, told = await line.receive()
        assert (action, told["location"]) == ("UpdateFirmware", f"https://acme.example/{MARKUP}")
        await expect(now).to_contain_text("Requested")
        await line.send(3, command_id, {})
        await expect(now).to_contain_text("Accepted")
        for status in ("Downloading", "Downloaded", "Installing"):
            await line.call("FirmwareStatusNotification", {"status": status})
            await expect(now).to_contain_text(status)
        await line.call("FirmwareStatusNotification", {"status": "Installed"})
        last = page.get_by_label("History of updates").locator("summary").first
        await expect(last).to_contain_text("Installed")
        await expect(now).to_have_count(0)
        assert await page.evaluate("typeof owned") == "undefined"


async def test_an_upload_that_broke_off_is_done_once_more_and_nothing_typed_is_lost(
    csms: Csms, tmp_path: Path
) -> None:
    file = tmp_path / "broken.bin"
    file.write_bytes(b"firmware")
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", "firmware-images")
        await page.route("**/files/put/**", lambda route: route.abort(), times=1)
        await page.get_by_role("button", name="Add an image").click()
        dialog = page.get_by_role("dialog")
        await dialog.locator("input[type=file]").set_input_files(file)
        await dialog.get_by_role("textbox", name="Model").fill("X1")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await expect(dialog.get_by_role("alert")).to_contain_text("broke off")
        await expect(dialog.get_by_role("textbox", name="Model")).to_have_value("X1")
        await dialog.get_by_role("button", name="Upload it once more").click()
        await page.get_by_role("dialog", name="broken.bin can be used").wait_for()
        await page.get_by_role("button", name="Done").click()
        row = page.get_by_role("row").filter(has_text="broken.bin")
        await expect(row).to_have_count(1)
        await row.get_by_role("button", name="Delete broken.bin").click()
        await expect(dialog).to_contain_text("The file is deleted")
        await dialog.get_by_role("button", name="Delete the image").click()
        await expect(row).to_have_count(0)
        watched.complaints.clear()  # a browser tells of each request that fails


async def test_a_campaign_brings_two_charge_points_to_the_end(
    csms: Csms, cp1: str, cp2: str, api: httpx.Client
) -> None:
    an_image(api, "wallbox-3.0.0.bin", "3.0.0")
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", "campaigns/new")
        await page.get_by_label("Name", exact=True).fill("Spring update")
        await choose_image(page, "wallbox-3.0.0.bin")
        await page.get_by_role("radio", name="Those of a list").check()
        await page.get_by_label("Identities").fill(f"{cp1}\n{cp2}")
        await page.get_by_role("button", name="Start it now").click()
        await expect(page.get_by_role("heading", name="Spring update")).to_be_visible()
        progress = page.get_by_label("Progress", exact=True)
        await expect(progress).to_contain_text("2 of 2 charge points have come to an end")
        await expect(progress.get_by_role("img").first).to_have_accessible_name("2 installed")
        await expect(page.locator(".title").first).to_contain_text("Completed")
        for each in (cp1, cp2):
            row = page.get_by_role("row").filter(has_text=each)
            await expect(row).to_contain_text("Installed")


async def test_what_failed_is_told_with_why_and_what_helps_and_can_be_tried_again(
    csms: Csms, cp1: str, api: httpx.Client
) -> None:
    body = {"name": "To nowhere", "firmware": {"location": NOWHERE}}
    campaign = made(api, "/campaigns", body | {"targets": {"chargePointIds": [cp1]}})
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"campaigns/{campaign['campaignId']}")
        row = page.get_by_role("row").filter(has_text=cp1)
        await expect(row).to_contain_text("DownloadFailed")
        await expect(row).to_contain_text("Can it reach the address from its network?")
        await page.get_by_role("link", name="Make another campaign for them").click()
        await expect(page.get_by_label("Identities")).to_have_value(cp1)


async def test_a_campaign_is_started_paused_resumed_and_cancelled_which_asks(
    csms: Csms, api: httpx.Client
) -> None:
    body = {"name": "For those away", "rotateKeys": True, "draft": True}
    campaign = made(api, "/campaigns", body | {"targets": {"chargePointIds": ["HOSTILE"]}})
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"campaigns/{campaign['campaignId']}")
        status = page.locator(".title .badge").first
        await expect(status).to_have_text("Draft")
        await page.get_by_role("button", name="Start", exact=True).click()
        row = page.get_by_role("row").filter(has_text="HOSTILE")
        await expect(row).to_contain_text("Waits until it is online")
        await page.get_by_role("button", name="Pause").click()
        await expect(status).to_have_text("Paused")
        await page.get_by_role("button", name="Go on").click()
        await expect(status).to_have_text("Rolling out")
        await page.get_by_role("button", name="Cancel campaign…").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("1 charge point is never reached by it")
        await dialog.get_by_role("button", name="Cancel the campaign").click()
        await expect(status).to_have_text("Cancelled")
        await expect(page.get_by_label("Not updated")).to_contain_text("1 cancelled")


async def test_diagnostics_are_asked_for_and_the_file_that_came_is_downloaded(
    csms: Csms, cp1: str, tmp_path: Path
) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}/firmware")
        await expect(page.locator(".title")).to_contain_text("Online")
        await page.get_by_role("button", name="Ask for one…").click()
        await page.get_by_role("button", name="Ask for it").click()
        logs = page.get_by_label("Diagnostics and logs")
        await expect(logs.locator("li").first).to_contain_text("Uploaded")
        async with page.expect_download() as download:
            await logs.get_by_role("button", name="Download").click()
        file = tmp_path / "diagnostics"
        await (await download.value).save_as(file)
        assert f'"identity": "{cp1}"' in file.read_text()


async def test_a_page_of_another_origin_than_the_files_may_bring_one(
    csms: Csms, api: httpx.Client, another_site: str
) -> None:
    image = made(api, "/firmware-images", {"name": "wallbox-4.0.0.bin"})
    async with console(csms.api) as watched:
        await watched.page.goto(another_site)
        brings = "address => fetch(address, {method: 'PUT', body: new Blob(['firmware'])})"
        taken = await watched.page.evaluate(
            f"address => ({brings})(address).then(answer => answer.status)", image["upload"]
        )
        assert taken == 200
        told = await watched.page.evaluate(
            f"address => ({brings})(address).then(answer => answer.text())",
            image["upload"].replace("/put/1", "/put/0"),
        )
        assert told == "this address has another signature\n"
        assert watched.elsewhere[0] == another_site
        watched.asked.clear()
        watched.complaints.clear()  # a browser tells of each answer over 399


async def test_a_viewer_looks_at_firmware_and_changes_none(
    csms: Csms, cp1: str, api: httpx.Client
) -> None:
    an_image(api, "wallbox-1.0.0.bin", "1.0.0")
    body = {"name": "A draft", "firmware": {"location": NOWHERE}, "draft": True}
    campaign = made(api, "/campaigns", body | {"targets": {"chargePointIds": [cp1]}})
    until_online(api, cp1)
    made(api, f"/charge-points/{cp1}/logs", {})
    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "campaigns")
        await expect(page.get_by_role("row").filter(has_text="A draft")).to_be_visible()
        await no_deeds(page)
        await page.goto(f"{csms.api}/console/campaigns/{campaign['campaignId']}")
        await page.get_by_role("row").filter(has_text=cp1).wait_for()
        await no_deeds(page)
        await page.get_by_role("link", name="Images").click()
        await page.get_by_role("row").filter(has_text="wallbox-1.0.0.bin").wait_for()
        await no_deeds(page)
        await page.goto(f"{csms.api}/console/charge-points/{cp1}/firmware")
        await expect(page.get_by_label("Diagnostics and logs")).to_contain_text("kB, came")
        await no_deeds(page)
        await page.goto(f"{csms.api}/console/campaigns/new")
        await expect(page.locator("main")).to_contain_text("An operator makes campaigns")


async def no_deeds(page: Page) -> None:
    assert await page.locator("main button, main a.button").count() == 0
