"""The console in a headless Chromium: how soon it is there, how live it is, what it asks for."""

import asyncio
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

from playwright.async_api import CDPSession, Page, Request, async_playwright

from benchmarks.charge_point import charge_point_id
from benchmarks.console.results import Fluid, Live, View
from benchmarks.line import Line
from benchmarks.systems import Broken, System

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PATIENCE = 120_000  # milliseconds
SCROLLED = """async () => {
  const gaps = [];
  let before = performance.now();
  const end = before + 4000;
  for (let at = 0; before < end; at += 400) {
    scrollTo(0, at % document.body.scrollHeight);
    const now = await new Promise(requestAnimationFrame);
    gaps.push(now - before);
    before = now;
  }
  return gaps.slice(1);
}"""


@dataclass
class Traffic:
    """What went over the network, compressed as it came."""

    asked: list[str] = field(default_factory=list)
    bytes: int = 0

    async def watch(self, page: Page) -> CDPSession:
        devtools = await page.context.new_cdp_session(page)
        await devtools.send("Network.enable")
        devtools.on("Network.loadingFinished", lambda one: self._add(one["encodedDataLength"]))
        page.on("request", self._note)
        return devtools

    def _add(self, more: float) -> None:
        self.bytes += round(more)

    def _note(self, request: Request) -> None:
        self.asked.append(urlsplit(request.url).path)


@asynccontextmanager
async def signed_in(api: str) -> AsyncIterator[Page]:
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        raise Broken("there is no Chromium here: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=OPTIONS)
        page = await browser.new_page()
        page.set_default_timeout(PATIENCE)
        await page.goto(f"{api}/console/fleet")
        await page.get_by_role("button", name="Sign in as viewer").click()
        await shown(page)
        yield page
        await browser.close()


async def shown(page: Page) -> None:
    """There are charge points that one can click on."""
    await page.locator(".table .body .row a").first.wait_for()


async def view(page: Page, api: str, visits: int) -> View:
    """Of browsers that remember nothing, and of one that has the files; both sign in anew."""
    traffic = Traffic()
    devtools = await traffic.watch(page)
    took: dict[bool, list[float]] = {True: [], False: []}
    sizes: list[int] = []
    for number in range(2 * visits):
        first = number % 2 == 0
        if first:
            await devtools.send("Network.clearBrowserCache")
        await page.goto("about:blank")
        traffic.bytes = 0
        began = perf_counter()
        await page.goto(f"{api}/console/fleet", wait_until="commit")
        await shown(page)
        took[first].append(perf_counter() - began)
        if first:
            sizes.append(traffic.bytes)
    await devtools.detach()
    return View(
        kilobytes=round(median(sizes) / 1000, 1),
        first_ms=[round(1000 * one) for one in took[True]],
        again_ms=[round(1000 * one) for one in took[False]],
    )


async def loaded(page: Page, api: str, charge_points: int) -> float:
    """Seconds until all are there, since it was asked for."""
    began = perf_counter()
    await page.goto(f"{api}/console/fleet", wait_until="commit")
    whole = re.compile(rf"^{charge_points}\b")
    await page.locator(".tile b").first.filter(has_text=whole).wait_for()
    return round(perf_counter() - began, 1)


async def fluid(page: Page) -> Fluid:
    gaps: list[float] = await page.evaluate(SCROLLED)
    memory: int = await page.evaluate("performance.memory.usedJSHeapSize")
    return Fluid(
        frames=len(gaps),
        median_ms=round(median(gaps), 1),
        longest_ms=round(max(gaps)),
        over_50_ms=sum(gap > 50 for gap in gaps),
        heap_mb=round(memory / 1e6),
    )


async def live(page: Page, system: System, times: int) -> Live:
    """From a status's leaving a charge point to its being seen; it stands at the list's end."""
    await page.evaluate("scrollTo(0, 0)")
    line = await Line.open(system.url.replace("{id}", charge_point_id(1)))
    seconds: list[float] = []
    try:
        row = page.locator(".table .body .row").filter(has_text=charge_point_id(1))
        for number in range(times):
            status = ("Faulted", "Charging")[number % 2]
            error = ("GroundFailure", "NoError")[number % 2]
            began = perf_counter()
            said = {"connectorId": 1, "status": status, "errorCode": error}
            await line.call("StatusNotification", said)
            word = ("Ground failure", "Charging")[number % 2]
            if number % 2 == 0:
                await row.filter(has_text=word).wait_for()
            else:
                await row.filter(has_text="Ground failure").wait_for(state="detached")
            seconds.append(round(perf_counter() - began, 2))
            await asyncio.sleep(0.37)
    finally:
        line.cut()
    return Live(seconds=seconds)


async def asked(page: Page, seconds: float) -> dict[str, int]:
    """By path, how often in so many seconds; nothing happens meanwhile."""
    traffic = Traffic()
    await traffic.watch(page)
    await asyncio.sleep(seconds)
    return dict(Counter(traffic.asked))
