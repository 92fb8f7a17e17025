"""The pictures of the console in docs/: a fleet of its own, each view in both themes."""

import asyncio
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from httpx import AsyncClient as ApiClient
from playwright.async_api import Page

from csms_tools import console_build
from tests.console.browser import console
from tests.conversations import running
from tests.conversations.running import CSMS, Csms, InvalidStatus

SIZE = {"width": 1200, "height": 760}
CHARGED = 50.0  # seconds until there is something to see
VIEWS = {
    "fleet": "fleet",
    "charge-point": "charge-points/DEPOT-1",
    "commands": "charge-points/DEPOT-1/commands?action=ReserveNow",
    "messages": "charge-points/DEPOT-1/messages",
    "transactions": "transactions",
    "id-tags": "id-tags?by=group",
    "id-tag": "id-tags/CARD-1",
    "reservations": "reservations",
    "local-list": "charge-points/DEPOT-1/local-list",
    "campaigns": "campaigns",
    "firmware": "charge-points/DEPOT-1/firmware",
    "configuration": "charge-points/DEPOT-1/configuration",
    "charging-profiles": "charge-points/DEPOT-1/charging-profiles",
    "charge-point-security": "charge-points/DEPOT-10/security",
    "certificates": "certificates",
    "security": "security",
    "audit": "audit",
    "settings": "settings",
    "certification": "certification",
}
SEED = "chargePoints:\n" + "".join(
    f"  - {{id: DEPOT-{number}, securityProfile: 0}}\n" for number in range(1, 11)
)
ASKED = {
    "TriggerMessage": {"requestedMessage": "Heartbeat"},
    "GetConfiguration": {},
    "ChangeConfiguration": {"key": "MeterValueSampleInterval", "value": "60"},
    "UnlockConnector": {"connectorId": 2},
}
TAGS = {f"CARD-{number}": "FLEET-7" if number < 4 else "TAXIS" for number in range(1, 6)}


def main(folder: Path) -> None:
    console_build.built()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as end:
        seed = Path(temporary) / "seed.yaml"
        tags = "".join(
            f"  - {{idTag: {tag}, parentIdTag: {group}}}\n" for tag, group in TAGS.items()
        )
        seed.write_text(f"{SEED}idTags:\n{tags}")
        csms = end.enter_context(running.up(seed=seed))
        fleet = end.enter_context(_charging(csms))
        end.callback(fleet.terminate)
        asyncio.run(_pictures(csms, folder))


def _charging(csms: Csms) -> "subprocess.Popen[bytes]":
    """Nine of ten, the last of them faulty; minutes pass in seconds."""
    command = [str(CSMS), "simulate", "--url", csms.ws, "--id", "DEPOT-{n}", "--count", "9"]
    command += ["--connectors", "2", "--faulty", "--time-scale", "20", "--duration", "1200"]
    for tag in TAGS:
        command += ["--id-tag", tag]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def _pictures(csms: Csms, folder: Path) -> None:
    with suppress(InvalidStatus):
        async with running.line(f"{csms.ws}/GARAGE-3"):  # which nobody has provisioned
            pass
    async with running.line(f"{csms.ws}/DEPOT-10") as faulty:
        boot = {"chargePointVendor": "ACME", "chargePointModel": "Wallbox 22"}
        await faulty.call("BootNotification", boot)
        status = {"connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted"}
        await faulty.call("StatusNotification", status)
        await asyncio.sleep(CHARGED)
        await _commands(csms)
        await _lists(csms)
        await _shots(csms, folder)


async def _commands(csms: Csms) -> None:
    """Some that were answered, for their history."""
    async with ApiClient(base_url=csms.api, headers=_token(csms)) as api:
        for action, payload in ASKED.items():
            path = f"/charge-points/DEPOT-1/commands/{action}"
            await api.post(path, json=payload, params={"wait": 20})


async def _lists(csms: Csms) -> None:
    """A local list, and reservations wherever a connector is free."""
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    async with ApiClient(base_url=csms.api, headers=_token(csms)) as api:
        await api.post("/id-tags", json={"idTag": "FLEET-7"})
        await api.put("/charge-points/DEPOT-1/local-list", json={"idTags": list(TAGS)})
        for number, tag in enumerate(TAGS, start=2):
            asked = {"connectorId": 1 + number % 2, "idTag": tag, "expiryDate": until}
            await api.post(f"/charge-points/DEPOT-{number}/reservations?wait=10", json=asked)


def _token(csms: Csms) -> dict[str, str]:
    command = [str(CSMS), "token", "--role", "operator", "--api", csms.api]
    token = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return {"Authorization": f"Bearer {token}"}


async def _shots(csms: Csms, folder: Path) -> None:
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for theme in themes:
        async with console(csms.api, color_scheme=theme, viewport=SIZE) as watched:
            page = await watched.sign_in()
            for name, view in VIEWS.items():
                await page.goto(f"{csms.api}/console/{view}")
                await page.locator("main h1").wait_for()
                await page.wait_for_timeout(3000)
                await page.screenshot(path=folder / f"{name}-{theme}.png")
            await _a_transaction(page)
            await page.screenshot(path=folder / f"transaction-{theme}.png")


async def _a_transaction(page: Page) -> None:
    """The last that has stopped."""
    await page.get_by_label("State").select_option("Stopped")
    await page.get_by_role("row").nth(1).get_by_role("link").click()
    await page.get_by_role("img").first.wait_for()
    await page.wait_for_timeout(3000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
