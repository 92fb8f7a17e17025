"""Firmware images that updates and campaigns name: charge points fetch their bytes over HTTP."""

import asyncio
from filecmp import cmp
from pathlib import Path
from typing import Any

import pytest

from csms.pki import chains
from csms_tools.charge_point.domain.firmware import genuine
from tests.conversations.commands.test_campaigns import rolled_out, when
from tests.conversations.commands.test_firmware import begun, ended
from tests.conversations.conftest import Maker
from tests.conversations.files.test_files import curl, image
from tests.conversations.operators import Operators
from tests.conversations.strict import Call, ChargePoint

WRONG = {"signature": "s", "signingCertificate": "c"}
HERE = {"sign": True}


class Fetching:
    """A charge point that does what it is asked for, with curl."""

    def __init__(self, make: Maker, target: Path) -> None:
        self.charge_point: ChargePoint = make(self.answers)
        self.target = target
        self.told: dict[str, Any] = {}
        self.orders: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def answers(self, call: Call) -> str:
        self.orders.put_nowait(call.payload)
        is_signed = call.action == "SignedUpdateFirmware"
        return call.answer({"status": "Accepted"} if is_signed else {})

    async def installs(self) -> str:
        """Where it has fetched the firmware."""
        order = await self.orders.get()
        firmware = self.told = order.get("firmware", order)
        location: str = firmware["location"]
        self.target.unlink(missing_ok=True)
        done = await curl("-o", self.target, location)
        await self.tells(order, "Downloading", "Downloaded" if done[0] == 200 else "DownloadFailed")
        if done[0] == 200:
            await self.tells(order, "Installing", "Installed")
        return location

    async def tells(self, order: dict[str, Any], *statuses: str) -> None:
        signed = "firmware" in order
        action = "SignedFirmwareStatusNotification" if signed else "FirmwareStatusNotification"
        more = {"requestId": order["requestId"]} if signed else {}
        for status in statuses:
            assert await self.charge_point.call(action, {"status": status} | more) == {}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "x1.bin"
    source.write_bytes(bytes(range(256)) * 400)
    return source


def is_genuine(source: Path, signature: str, **told: str) -> bool:
    (certificate,) = chains.read(told["signingCertificate"])
    return genuine(source.read_bytes(), signature, certificate)


@pytest.mark.parametrize("signed", [{}, WRONG, HERE], ids=["unsigned", "elsewhere", "here"])
async def test_an_update_brings_the_image_that_it_names(
    signed: dict[str, Any], operators: Operators, make: Maker, source: Path, tmp_path: Path
) -> None:
    image_id, _ = await image(operators, source)
    fetching = Fetching(make, tmp_path / "fetched.bin")
    async with fetching.charge_point.connected():
        update = await begun(operators, fetching.charge_point, image=image_id, **signed)
        refused = await operators.ask("DELETE", f"/firmware-images/{image_id}")
        assert refused.status == 409
        location = await fetching.installs()
        assert cmp(fetching.target, source, shallow=False)
        if signed == HERE:
            assert is_genuine(source, **fetching.told)
        else:
            assert fetching.told.get("signature") == signed.get("signature")
        assert (await ended(operators, fetching.charge_point, update))[0] == "installed"
    assert location not in str((await operators.ask("GET", "/audit")).body)
    assert (await operators.ask("DELETE", f"/firmware-images/{image_id}")).status == 204


async def test_what_failed_is_fetched_again_at_an_address_of_its_own(
    operators: Operators, make: Maker, source: Path, tmp_path: Path
) -> None:
    image_id, _ = await image(operators, source)
    fetching = Fetching(make, tmp_path / "fetched.bin")
    async with fetching.charge_point.connected():
        update = await begun(operators, fetching.charge_point, image=image_id, repeats=1)
        await asyncio.sleep(1)  # addresses tell their end in seconds
        order = await fetching.orders.get()
        await fetching.tells(order, "Downloading", "DownloadFailed")
        assert await fetching.installs() != order["location"]
        assert cmp(fetching.target, source, shallow=False)
        assert (await ended(operators, fetching.charge_point, update))[0] == "failed"


async def test_a_campaign_brings_its_image_to_one_after_the_other(
    operators: Operators, make: Maker, source: Path, tmp_path: Path
) -> None:
    image_id, _ = await image(operators, source)
    first, second = (Fetching(make, tmp_path / f"{number}.bin") for number in range(2))
    ids = (first.charge_point.id, second.charge_point.id)
    async with first.charge_point.connected(), second.charge_point.connected():
        campaign = await rolled_out(
            operators, *ids, firmware={"image": image_id}, rollout={"concurrency": 1}
        )
        for fetching in (first, second):
            await fetching.installs()
            assert cmp(fetching.target, source, shallow=False)
        found = await when(operators, campaign)
    assert found["progress"]["ends"] == {"installed": 2}
