"""The console in a real browser: whatever it complains of fails the test."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Playwright, async_playwright, expect
from playwright.async_api import Error as PlaywrightError

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 20_000  # milliseconds: a defect shows as a failure, never as a suite that hangs

expect.set_options(timeout=PATIENCE)


@dataclass
class Watched:
    """What the page asked for, and what its browser complained of."""

    page: Page
    api: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text) if said.type in ("error", "warning") else None
            ),
        )

    @property
    def elsewhere(self) -> list[str]:
        own = (f"{self.api}/", f"blob:{self.api}/")
        return [url for url in self.asked if not url.startswith(own)]

    async def sign_in(self, role: str = "admin", view: str = "fleet") -> Page:
        """At the desk, by one click."""
        await self.page.goto(f"{self.api}/console/{view}")
        await self.page.get_by_role("button", name=f"Sign in as {role}").click()
        await self.page.locator("header.frame").wait_for()
        return self.page


def executable() -> str:
    """Of Chromium. Skips the test where there is none, but fails it where CI is set."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    told = "there is no Chromium here: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


class Chromium:
    """One for many pages: to start it takes longer than most of what is done with it."""

    def __init__(self) -> None:
        self._driver: Playwright | None = None
        self._browser: Browser | None = None

    async def browser(self) -> Browser:
        """Started when it is first asked for, and anew when it has died."""
        if self._browser is None or not self._browser.is_connected():
            path = executable()
            await self.end()
            self._driver = await async_playwright().start()
            self._browser = await self._driver.chromium.launch(executable_path=path, args=OPTIONS)
        return self._browser

    async def end(self) -> None:
        for each in (self._browser and self._browser.close, self._driver and self._driver.stop):
            with suppress(PlaywrightError):  # it is dead
                if each:
                    await each()
        self._browser = self._driver = None


chromium = Chromium()


@asynccontextmanager
async def console(api: str, **context: Any) -> AsyncIterator[Watched]:
    """A page that shares nothing with others; what it may not do or ask for fails the test."""
    own = await (await chromium.browser()).new_context(locale="en-GB", **context)
    try:
        own.set_default_timeout(PATIENCE)
        watched = Watched(await own.new_page(), api)
        watched.watch()
        yield watched
        assert watched.complaints == []
        assert watched.elsewhere == []
    finally:
        with suppress(PlaywrightError):  # what it died of fails the test, and not its end
            await own.close()
