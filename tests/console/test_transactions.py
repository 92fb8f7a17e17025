"""Transactions: found, watched, stopped, exported, put right; and stops that end none."""

import csv
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from tests.console import charging
from tests.console.browser import console
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, Line

pytestmark = pytest.mark.browser

CHANGING = re.compile("^(Stop|Close without|Correct|Settle it|Dismiss it|End)")


def ago(minutes: float) -> str:
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()


@asynccontextmanager
async def cp2(csms: Csms) -> AsyncIterator[Line]:
    """Its end of the socket; it has booted, and has two connectors."""
    async with running.line(f"{csms.ws}/CP2") as line:
        boot = {"chargePointVendor": "ACME", "chargePointModel": "One"}
        await line.call("BootNotification", boot)
        for connector in (1, 2):
            status = {"connectorId": connector, "errorCode": "NoError", "status": "Available"}
            await line.call("StatusNotification", status)
        yield line


async def begin(line: Line, minutes: float, **changes: Any) -> int:
    """A transaction that began so many minutes ago, at 5000 Wh."""
    payload = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 5000, "timestamp": ago(minutes)}
    answer = await line.call("StartTransaction", payload | changes)
    number: int = answer["transactionId"]
    return number


async def end(line: Line, number: int, meter: int, minutes: float = 1) -> None:
    stop = {"transactionId": number, "meterStop": meter, "timestamp": ago(minutes)}
    await line.call("StopTransaction", stop)


async def reads(line: Line, number: int, register: int, minutes: float) -> None:
    values = {"timestamp": ago(minutes), "sampledValue": [{"value": str(register)}]}
    told = {"connectorId": 1, "transactionId": number, "meterValue": [values]}
    await line.call("MeterValues", told)


async def exported(page: Page, name: str, to: Path) -> None:
    await page.get_by_role("button", name="Export…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(name).check()
    async with page.expect_download() as download:
        await dialog.get_by_role("button", name="Export", exact=True).click()
    await (await download.value).save_as(to)
    await page.keyboard.press("Escape")


def saved(path: Path) -> str:
    return path.read_bytes().decode()


async def test_one_is_started_remotely_watched_stopped_and_exported(
    csms: Csms, cp1: str, tmp_path: Path
) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator", f"charge-points/{cp1}")
        card = await charging.started(page)
        await card.get_by_role("link", name=re.compile(r"^Transaction \d+")).click()
        curve = page.get_by_label("Power and energy", exact=True).get_by_role("img")
        await expect(curve).to_have_attribute("aria-label", re.compile(r"and [1-9]\d* Wh"))
        await charging.grows(curve)
        await page.get_by_role("button", name="Stop charging…").click()
        await page.get_by_role("dialog").get_by_role("button", name="Stop it").click()
        await expect(page.locator(".title .badge")).to_have_text("Stopped")
        await expect(page.get_by_label("Start and stop")).to_contain_text("Remote")
        number = page.url.rpartition("/")[2]
        await page.goto(f"{csms.api}/console/transactions?chargePoint={cp1}")
        await expect(page.get_by_role("row").filter(has_text=number)).to_contain_text("CARD-1")
        await exported(page, "CSV", tmp_path / "csv")
        lines = csv.DictReader(StringIO(saved(tmp_path / "csv")))
        (row,) = [row for row in lines if row["transactionId"] == number]
        assert (row["chargePointId"], row["stopReason"]) == (cp1, "Remote")
        assert float(row["energy"]) > 0
        await exported(page, "JSON", tmp_path / "json")
        (one,) = [
            one
            for one in json.loads(saved(tmp_path / "json"))
            if str(one["transactionId"]) == number
        ]
        assert one["energy"] == float(row["energy"])


async def test_what_one_looks_for_is_kept_in_the_address_and_what_begins_appears(
    csms: Csms,
) -> None:
    async with cp2(csms) as line, console(csms.api) as watched:
        other = await begin(line, 30, connectorId=2, idTag="CARD-2")
        page = await watched.sign_in("viewer", "transactions")
        await page.get_by_role("row").filter(has_text=str(other)).wait_for()
        for name, value in {"Charge point": "CP2", "Id tag": "CARD-1"}.items():
            await page.get_by_role("combobox", name=name).fill(value)
            await page.keyboard.press("Enter")
        await page.get_by_role("combobox", name="State").select_option("Running")
        await page.get_by_role("combobox", name="Begun").select_option("Last 7 days")
        number = await begin(line, 0)
        await expect(page.get_by_role("row").filter(has_text=str(number))).to_be_visible()
        await expect(page.get_by_role("row").filter(has_text=str(other))).to_have_count(0)
        asked = dict(parse_qsl(urlsplit(page.url).query))
        assert asked == {
            "chargePoint": "CP2",
            "idTag": "CARD-1",
            "status": "running",
            "when": "week",
        }
        await page.reload()
        await expect(page.get_by_role("combobox", name="Id tag")).to_have_value("CARD-1")
        await expect(page.get_by_role("row").filter(has_text=str(number))).to_be_visible()
        await end(line, number, 6000)
        await expect(page.get_by_role("row").filter(has_text=str(number))).to_have_count(0)
        await end(line, other, 6000)


async def test_a_viewer_is_offered_nothing_that_changes_a_transaction(csms: Csms) -> None:
    async with cp2(csms) as line, console(csms.api) as watched:
        number = await begin(line, 60)
        page = await watched.sign_in("viewer", f"transactions/CP2/{number}")
        await page.get_by_label("Start and stop").wait_for()
        await expect(page.get_by_role("button", name=CHANGING)).to_have_count(0)
        await end(line, number, 6000)
        await expect(page.locator(".title .badge")).to_have_text("Stopped")
        await expect(page.get_by_role("button", name=CHANGING)).to_have_count(0)
        await end(line, 990, 6000)
        await page.get_by_label("Views").get_by_role("link", name="Transactions").click()
        await page.get_by_role("link", name="Orphan stops").click()
        row = page.get_by_role("row").filter(has_text="The stop of 990")
        await row.get_by_role("button", name="Details").click()
        await expect(page.get_by_role("dialog")).to_contain_text("unknown transaction")
        await expect(page.get_by_role("button", name=CHANGING)).to_have_count(0)


async def test_what_is_wrong_is_corrected_with_a_reason_and_what_was_reported_stays(
    csms: Csms,
) -> None:
    async with cp2(csms) as line, console(csms.api) as watched:
        number = await begin(line, 60)
        await end(line, number, 4000)
        page = await watched.sign_in("operator", "transactions")
        problems = page.get_by_label("Transactions with problems")
        await problems.get_by_role("link", name=f"CP2, {number}").click()
        await expect(page.get_by_label("To know about it")).to_contain_text("Energy below zero")
        await page.get_by_role("button", name="Correct…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Meter at the end").fill("9000")
        await expect(dialog.get_by_role("status")).to_contain_text("becomes 4.00 kWh")
        await dialog.get_by_label("Why").fill("read off the meter")
        await dialog.get_by_role("button", name="Correct it").click()
        await expect(dialog).to_have_count(0)
        await expect(page.get_by_label("Power and energy", exact=True)).to_contain_text("4.00 kWh")
        history = page.get_by_label("What operators did")
        await expect(history).to_contain_text("Meter stop: 4,000 Wh → 9,000 Wh")
        await expect(history).to_contain_text("read off the meter")
        await expect(page.get_by_label("Start and stop")).to_contain_text("4,000 Wh")
        await expect(page.get_by_text("Energy below zero")).to_have_count(0)


async def test_what_another_operator_has_changed_meanwhile_is_not_overwritten(csms: Csms) -> None:
    async with cp2(csms) as line, console(csms.api) as watched, Operators.of(csms) as olga:
        number = await begin(line, 60)
        await end(line, number, 8000)
        page = await watched.sign_in("operator", f"transactions/CP2/{number}")
        await page.get_by_role("button", name="Correct…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Meter at the end").fill("9000")
        await dialog.get_by_label("Why").fill("read off the meter")
        repair = f"/charge-points/CP2/transactions/{number}/repair"
        await olga.ask("POST", repair, {"meterStart": 4500, "note": "a wrong start"})
        await dialog.get_by_role("button", name="Correct it").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("has been changed")
        watched.complaints.clear()  # a browser tells of each answer over 399
        history = page.get_by_label("What operators did")
        await expect(history).to_contain_text("a wrong start")
        await dialog.get_by_role("button", name="Take it as it stands now").click()
        await expect(dialog.get_by_label("Meter at the start")).to_have_value("4500")
        await expect(dialog.get_by_label("Meter at the end")).to_have_value("9000")
        await dialog.get_by_role("button", name="Correct it").click()
        await expect(history).to_contain_text("Energy: 3,500 Wh → 4,500 Wh")


async def test_one_whose_stop_is_lost_is_closed_at_its_last_reading(csms: Csms) -> None:
    async with cp2(csms) as line, console(csms.api) as watched:
        number = await begin(line, 60)
        await reads(line, number, 7500, 30)
        page = await watched.sign_in("operator", f"transactions/CP2/{number}")
        await page.get_by_role("button", name="Close without a stop…").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("after 2.50 kWh")
        await dialog.get_by_label("Why").fill("it was replaced")
        await dialog.get_by_role("button", name="Close it").click()
        await expect(page.locator(".title .badge")).to_have_text("Stopped")
        await expect(page.get_by_label("To know about it")).to_contain_text("Estimated")
        await expect(page.get_by_label("Power and energy", exact=True)).to_contain_text("2.50 kWh")
        await expect(page.get_by_label("What operators did")).to_contain_text("it was replaced")


async def test_an_orphan_stop_ends_what_it_meant_and_another_is_dismissed(csms: Csms) -> None:
    async with cp2(csms) as line, console(csms.api) as watched:
        number = await begin(line, 60)
        await end(line, 991, 8000)
        await end(line, 992, 8000)
        page = await watched.sign_in("operator", "transactions/orphans")
        await settle(page, 992)
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Why").fill("a test of the workshop")
        await dialog.get_by_role("button", name="Dismiss it").click()
        await expect(page.get_by_role("row").filter(has_text="The stop of 992")).to_have_count(0)
        await settle(page, 991)
        await dialog.get_by_label(f"{number}, connector 1").check()
        await dialog.get_by_label("Why").fill("the only one that ran")
        await dialog.get_by_role("button", name=f"End {number} by it").click()
        await page.get_by_role("button", name="Assigned").click()
        row = page.get_by_role("row").filter(has_text="The stop of 991")
        await row.get_by_role("link", name=str(number)).click()
        await expect(page.get_by_label("To know about it")).to_contain_text("Assigned stop")
        await expect(page.get_by_label("Power and energy", exact=True)).to_contain_text("3.00 kWh")


async def settle(page: Page, number: int) -> None:
    row = page.get_by_role("row").filter(has_text=f"The stop of {number}")
    await row.get_by_role("button", name="Settle it…").click()


async def test_an_idle_connector_shows_its_last_one_however_busy_its_neighbour_is(
    csms: Csms,
) -> None:
    async with cp2(csms) as line, console(csms.api) as watched:
        number = await begin(line, 99, connectorId=2)
        await end(line, number, 6000)
        for minutes in range(21):
            await end(line, await begin(line, 60 - minutes), 6000)
        page = await watched.sign_in("viewer", "charge-points/CP2")
        card = page.get_by_label("Connector 2", exact=True)
        await expect(card).to_contain_text("Last transaction: CARD-1, 1.00 kWh")
        await card.get_by_role("link", name="All of this connector").click()
        await expect(page.get_by_role("row").filter(has_text=str(number))).to_be_visible()
        await expect(page.get_by_role("row").filter(has_text="connector 1")).to_have_count(0)


async def test_an_export_has_all_pages_though_an_answer_is_lost_on_the_way(
    csms: Csms, tmp_path: Path
) -> None:
    lost = ["1"]

    async def pages(route: Route) -> None:
        query = parse_qs(urlsplit(route.request.url).query)
        number = query.get("cursor", ["0"])[0]
        if number in lost:
            lost.remove(number)
            await route.abort()
            return
        link = {"Link": f'</transactions?format=csv&cursor={int(number) + 1}>; rel="next"'}
        headers = {"Content-Type": "text/csv"} | (link if number != "2" else {})
        await route.fulfill(body=f"number\r\n{number}a\r\n{number}b\r\n", headers=headers)

    async with console(csms.api) as watched:
        page = await watched.sign_in("viewer", "transactions")
        await page.route("**/transactions?*format=csv*", pages)
        await page.get_by_role("button", name="Export…").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Export", exact=True).click()
        await expect(dialog.get_by_role("alert")).to_contain_text("cannot be reached")
        watched.complaints.clear()  # a browser tells of each request that fails
        async with page.expect_download() as download:
            await dialog.get_by_role("button", name="Go on after 2").click()
        await (await download.value).save_as(tmp_path / "all")
        assert saved(tmp_path / "all").split() == ["number", "0a", "0b", "1a", "1b", "2a", "2b"]
