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
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, expect

from csms_tools import console_build
from tests.console.browser import console
from tests.console.reducing import reduced
from tests.conversations import running
from tests.conversations.running import CSMS, Csms, InvalidStatus

SIZE = {"width": 1200, "height": 760}
ENERGY = 5_000.0  # Wh that DEPOT-1 has charged when there is something to see
PATIENCE = 600.0  # seconds: the machine may be busy
MOST = 100_000  # bytes of a picture
VIEWS = {
    "fleet": "fleet",
    "wall": "wall",
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
"""By the names of their pictures; where one has more to wait for than its heading, see READY."""
READY = {
    "fleet": ".table .row .chip",
    "wall": ".wrong li",
    "charge-point": ".chart canvas",
    "commands": ".history li",
    "messages": ".trace li",
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


def main(folder: Path, *names: str) -> None:
    """Makes all pictures, or those that are named."""
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
        asyncio.run(_pictures(csms, folder, names))


def _charging(csms: Csms) -> "subprocess.Popen[bytes]":
    """Nine of ten, the last of them faulty; minutes pass in seconds."""
    command = [str(CSMS), "simulate", "--url", csms.ws, "--id", "DEPOT-{n}", "--count", "9"]
    command += ["--connectors", "2", "--faulty", "--time-scale", "20", "--duration", "3600"]
    for tag in TAGS:
        command += ["--id-tag", tag]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def _pictures(csms: Csms, folder: Path, names: tuple[str, ...]) -> None:
    with suppress(InvalidStatus):
        async with running.line(f"{csms.ws}/GARAGE-3"):  # which nobody has provisioned
            pass
    async with running.line(f"{csms.ws}/DEPOT-10") as faulty:
        boot = {"chargePointVendor": "ACME", "chargePointModel": "Wallbox 22"}
        await faulty.call("BootNotification", boot)
        status = {"connectorId": 1, "errorCode": "GroundFailure", "status": "Faulted"}
        await faulty.call("StatusNotification", status)
        async with ApiClient(base_url=csms.api, headers=_token(csms), timeout=60) as api:
            async with asyncio.timeout(PATIENCE):
                VIEWS["transaction"] = f"transactions/DEPOT-1/{await _charged(api)}"
            await _commands(api)
            await _lists(api)
            await _firmware(api)
        failed = [f"{name}: {why}" for name, why in await _shots(csms, folder, names or (*VIEWS,))]
    if failed:
        raise SystemExit("\n".join(failed))


async def _charged(api: ApiClient) -> int:
    """Until there is a curve; the transaction that has it."""
    path = "/charge-points/DEPOT-1/transactions"
    while True:
        items = (await api.get(path, params={"limit": 20})).json()["items"]
        for one in items:
            if one["status"] == "running" and one.get("energy", 0) > ENERGY:
                return int(one["transactionId"])
        await asyncio.sleep(1)


async def _commands(api: ApiClient) -> None:
    """Some that were answered, for their history."""
    for action, payload in ASKED.items():
        path = f"/charge-points/DEPOT-1/commands/{action}"
        await api.post(path, json=payload, params={"wait": 20})


async def _lists(api: ApiClient) -> None:
    """A local list, and reservations wherever a connector is free."""
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    await api.post("/id-tags", json={"idTag": "FLEET-7"})
    await api.put("/charge-points/DEPOT-1/local-list", json={"idTags": list(TAGS)})
    for number, tag in enumerate(TAGS, start=2):
        asked = {"connectorId": 1 + number % 2, "idTag": tag, "expiryDate": until}
        await api.post(f"/charge-points/DEPOT-{number}/reservations?wait=10", json=asked)


async def _firmware(api: ApiClient) -> None:
    """Campaigns, one of which goes to an address that nobody is at; and a log that comes."""
    image = {"name": "wallbox-2.4.0.bin", "vendor": "Serverless", "firmwareVersion": "2.4.0"}
    made = (await api.post("/firmware-images", json=image)).json()
    await api.put(made["upload"], content=b"firmware" * 100_000, headers={"Authorization": ""})
    await asyncio.sleep(2)  # until it is known that it has come
    for name, firmware, first in (
        ("Wallbox 9, from the old server", {"location": "http://127.0.0.1:9/wallbox-9.bin"}, 7),
        ("Autumn update", {"image": made["imageId"], "firmwareVersion": "2.4.0"}, 1),
    ):
        listed = {"chargePointIds": [f"DEPOT-{number}" for number in range(first, 11)]}
        phases = [{"count": 3, "successThreshold": 0.6, "nextPhase": "automatic"}]
        body = {"name": name, "firmware": firmware, "targets": listed, "phases": phases}
        await api.post("/campaigns", json=body | {"whileCharging": "update"})
        await asyncio.sleep(5)
    await api.post("/charge-points/DEPOT-1/logs", json={}, params={"wait": 20})


def _token(csms: Csms) -> dict[str, str]:
    command = [str(CSMS), "token", "--role", "operator", "--api", csms.api]
    token = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return {"Authorization": f"Bearer {token}"}


async def _shots(csms: Csms, folder: Path, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Those that could not be made, and why; a view that fails leaves the others theirs."""
    failed: list[tuple[str, str]] = []
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for theme in themes:
        async with console(csms.api, color_scheme=theme, viewport=SIZE) as watched:
            page = await watched.sign_in()
            page.set_default_timeout(60_000)
            for name in names:
                try:
                    await _shown(page, f"{csms.api}/console/{VIEWS[name]}", READY.get(name))
                    picture = await reduced(page, await page.screenshot())
                except PlaywrightError as error:
                    failed.append((f"{name}-{theme}", error.message))
                    continue
                if len(picture) > MOST:
                    failed.append((f"{name}-{theme}", f"{len(picture)} bytes"))
                (folder / f"{name}-{theme}.png").write_bytes(picture)
    return failed


async def _shown(page: Page, url: str, ready: str | None) -> None:
    await page.goto(url)
    await page.locator("main h1").wait_for()
    await page.locator(f"main {ready}" if ready else "main h1").first.wait_for()
    await expect(page.locator("main .waiting, .progress")).to_have_count(0)
    await page.wait_for_timeout(2000)  # one more round of what is live


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
