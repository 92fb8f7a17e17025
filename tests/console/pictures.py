"""The pictures of the console in docs/: a fleet of its own, each view in both themes."""

import asyncio
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Literal

from httpx import AsyncClient as ApiClient

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
    "campaigns": "campaigns",
    "firmware": "charge-points/DEPOT-1/firmware",
}
SEED = "chargePoints:\n" + "".join(
    f"  - {{id: DEPOT-{number}, securityProfile: 0}}\n" for number in range(1, 11)
)
ASKED = {
    "TriggerMessage": {"requestedMessage": "Heartbeat"},
    "GetConfiguration": {"key": ["HeartbeatInterval"]},
    "ChangeConfiguration": {"key": "MeterValueSampleInterval", "value": "60"},
    "UnlockConnector": {"connectorId": 2},
}
TAGS = [f"CARD-{number}" for number in range(1, 6)]


def main(folder: Path) -> None:
    console_build.built()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as end:
        seed = Path(temporary) / "seed.yaml"
        tags = "".join(f"  - {{idTag: {tag}}}\n" for tag in TAGS)
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
        await _shots(csms, folder)


async def _commands(csms: Csms) -> None:
    """Some that were answered, for their history."""
    async with ApiClient(base_url=csms.api, headers=_token(csms)) as api:
        for action, payload in ASKED.items():
            path = f"/charge-points/DEPOT-1/commands/{action}"
            await api.post(path, json=payload, params={"wait": 20})
        await _firmware(api)


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
