"""The fleet at a glance, live, however many there are."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from playwright.async_api import Route, expect

from tests.console.browser import console
from tests.console.fleet import simulated
from tests.conversations.running import Csms

pytestmark = pytest.mark.browser

MANY = 10_000


async def test_a_charge_point_comes_online_while_one_looks(csms: Csms, tmp_path: Path) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in()
        row = page.get_by_role("row").filter(has_text="CP2")
        await expect(row).to_contain_text("Offline")
        for _ in simulated(csms, "CP2", tmp_path / "log"):
            await expect(row).to_contain_text("Online")
            await expect(row).to_contain_text("1 Available")
        await expect(row).to_contain_text("Offline")


async def test_what_one_looks_for_is_kept_in_the_address(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in()
        await page.get_by_role("searchbox").fill("CP")
        await page.get_by_role("button", name="Offline").click()
        await expect(page).to_have_url(re.compile("q=CP"))
        await expect(page.get_by_role("row").filter(has_text="HOSTILE")).to_have_count(0)
        asked = dict(parse_qsl(urlsplit(page.url).query))
        assert asked == {"q": "CP", "show": "offline"}
        await page.reload()
        await expect(page.get_by_role("searchbox")).to_have_value("CP")
        await expect(page.get_by_role("button", name="Offline")).to_have_attribute(
            "aria-pressed", "true"
        )


async def test_what_has_not_changed_is_not_sent_again(csms: Csms) -> None:
    async with console(csms.api) as watched:
        statuses: list[int] = []
        watched.page.on(
            "response",
            lambda answer: (
                statuses.append(answer.status) if "/fleet/changes" in answer.url else None
            ),
        )
        page = await watched.sign_in()
        await page.get_by_role("row").nth(1).wait_for()
        await page.wait_for_timeout(5000)
        assert statuses[0] == 200
        assert statuses[-1] == 304
        assert sum("/charge-points?" in url for url in watched.asked) == 1


async def test_a_page_that_nobody_sees_asks_nothing(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in()
        await page.get_by_role("row").nth(1).wait_for()
        await page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")
        await page.wait_for_timeout(2500)  # what was asked is answered
        asked = len(watched.asked)
        await page.wait_for_timeout(4000)
        assert len(watched.asked) == asked


async def test_a_charge_point_is_added_and_one_is_told_what_to_set(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator")
        await page.get_by_role("button", name="Add charge point").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Identity").fill("CP 9")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await expect(dialog).to_contain_text("CP 9 is provisioned")
        await expect(dialog.locator("code").first).to_have_text(re.compile(r"^wss://.*/CP%209$"))
        await expect(dialog.locator("code").last).to_have_text(re.compile(r"^\w{20}$"))
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("row").filter(has_text="CP 9")).to_be_visible()


async def test_what_is_wrong_is_told_with_what_to_do(csms: Csms) -> None:
    async with console(csms.api) as watched:
        page = await watched.sign_in("operator")
        await page.get_by_role("button", name="Add charge point").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Identity").fill("CP1")
        await dialog.get_by_role("button", name="Add", exact=True).click()
        await expect(dialog.get_by_role("alert")).to_contain_text("is there already")
        assert any("409" in each for each in watched.complaints)
        watched.complaints.clear()  # a browser tells of each answer over 399


async def test_ten_thousand_charge_points_are_shown_by_the_rows_on_the_screen(csms: Csms) -> None:
    async with console(csms.api) as watched:
        await watched.page.route("**/charge-points?*", _many)
        page = await watched.sign_in()
        await expect(page.locator(".tile").first).to_contain_text(f"{MANY}", timeout=60_000)
        rows = page.locator(".table .body .row")
        assert await rows.count() < 60
        await page.evaluate("scrollTo(0, document.body.scrollHeight)")
        await expect(rows.last).to_contain_text(f"CP{MANY - 1:05}")
        assert await rows.count() < 60


async def test_a_change_in_a_large_fleet_is_seen_and_the_fleet_is_not_read_again(
    csms: Csms,
) -> None:
    changed: list[dict[str, Any]] = []

    async def changes(route: Route) -> None:
        told = {"gone": [], "cursor": str(len(changed)), "complete": True, "more": False}
        await route.fulfill(json=told | {"items": changed, "statuses": True})

    names = ("chargePoints", "connected", "runningTransactions", "noted", "atTheDoor")
    counts = {name: {"number": 1} for name in names}

    async with console(csms.api) as watched:
        await watched.page.route("**/charge-points?*", _many)
        await watched.page.route("**/fleet/changes*", changes)
        await watched.page.route(f"{csms.api}/fleet", lambda route: route.fulfill(json=counts))
        page = await watched.sign_in()
        await expect(page.locator(".tile").first).to_contain_text(f"{MANY}", timeout=60_000)
        watched.asked.clear()
        faulty = {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure"}
        changed.append(_one(9_321) | {"connectors": [faulty]})
        await expect(page.get_by_role("row").nth(1)).to_contain_text("CP09321", timeout=4_000)
        await expect(page.get_by_role("button", name="1 Need attention")).to_be_visible()
        title = page.locator(".title")
        await expect(title).to_contain_text("1 charge point, 1 transaction running")
        assert sum("/charge-points?" in url for url in watched.asked) < 5


async def _many(route: Route) -> None:
    query = parse_qs(urlsplit(route.request.url).query)
    limit, begin = int(query["limit"][0]), int(query.get("cursor", ["0"])[0])
    end = min(begin + limit, MANY)
    body: dict[str, Any] = {"items": [_one(number) for number in range(begin, end)]}
    if end < MANY:
        body["cursor"] = str(end)
    await route.fulfill(json=body, headers={"ETag": f'W/"{begin}"'})


def _one(number: int) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(
        '{"registration":"Accepted","connected":true,"securityProfile":2,"statuses":{}}'
    )
    connectors = [{"connectorId": 1, "status": "Available"}]
    return {"id": f"CP{number:05}", "connectors": connectors, **stored}
