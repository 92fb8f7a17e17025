"""Files as charge points and operators bring and fetch them: with curl, over the real addresses."""

import asyncio
import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from filecmp import cmp
from pathlib import Path
from typing import Any

import pytest

from csms.domain import file_addresses
from tests.conversations import running
from tests.conversations.conftest import Maker
from tests.conversations.operators import Operators
from tests.conversations.running import Csms
from tests.conversations.strict import Call, ChargePoint

MEGABYTE = 1_000_000
SEED = "chargePoints: [{id: CP1, securityProfile: 0}]\nidTags: []\n"


async def curl(*words: object) -> tuple[int, str]:
    """The status, and what was said."""
    running_ = await asyncio.create_subprocess_exec(
        *("curl", "-sS", "-w", "\n%{http_code}", *map(str, words)),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await running_.communicate()
    text, _, status = said.decode().rpartition("\n")
    return int(status), text


async def until_there(operators: Operators, path: str, done: Any) -> Any:
    async with asyncio.timeout(15):
        while True:
            found = (await operators.ask("GET", path)).body
            if done(found):
                return found
            await asyncio.sleep(0.1)


async def brought(operators: Operators, charge_point_id: str) -> list[dict[str, Any]]:
    path = f"/charge-points/{charge_point_id}/files"
    found = await until_there(operators, path, lambda it: it["items"])
    items: list[dict[str, Any]] = found["items"]
    return items


def sha256(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


async def image(operators: Operators, source: Path) -> tuple[str, str]:
    """An image that has been brought; its id, and where charge points fetch it."""
    told = {"name": "fw.bin", "sha256": sha256(source)}
    made = (await operators.ask("POST", "/firmware-images", told)).body
    assert await curl("-T", source, made["upload"]) == (200, "")
    path = f"/firmware-images/{made['imageId']}"
    await until_there(operators, path, lambda it: it["status"] == "Available")
    return made["imageId"], (await operators.ask("GET", f"{path}/location")).body["location"]


def peak(csms: Csms) -> int:
    """Bytes of memory that the runtime has had at most."""
    status = Path(f"/proc/{csms.process.pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


@pytest.fixture
def large(tmp_path: Path) -> Path:
    source = tmp_path / "large.bin"
    with source.open("wb") as file:
        for number in range(100):
            file.write(number.to_bytes(4, "big") * (MEGABYTE // 4))
    return source


async def test_a_hundred_megabytes_pass_through_without_being_held(
    csms: Csms, operators: Operators, large: Path, tmp_path: Path
) -> None:
    before = peak(csms)
    image_id, location = await image(operators, large)
    assert len(location) <= file_addresses.LONGEST
    fetched = tmp_path / "fetched.bin"
    assert await curl("-o", fetched, location) == (200, "")
    assert cmp(fetched, large, shallow=False)
    assert peak(csms) - before < 32 * MEGABYTE
    assert (await operators.ask("DELETE", f"/firmware-images/{image_id}")).status == 204
    assert (await curl(location))[0] == 404


async def test_parts_are_fetched_and_a_download_that_broke_off_goes_on(
    operators: Operators, tmp_path: Path
) -> None:
    source, half = tmp_path / "fw.bin", tmp_path / "half.bin"
    source.write_bytes(bytes(range(256)) * 100)
    _, location = await image(operators, source)
    part = tmp_path / "part.bin"
    assert await curl("-r", "256-511", "-o", part, location) == (206, "")
    assert part.read_bytes() == bytes(range(256))
    half.write_bytes(source.read_bytes()[:10_000])
    assert await curl("-C", "-", "-o", half, location) == (206, "")
    assert half.read_bytes() == source.read_bytes()
    assert (await curl("-r", "99999-", location))[0] == 416
    status, told = await curl("-I", location)
    assert (status, "Content-Length: 25600" in told) == (200, True)


async def test_what_is_not_signed_for_is_refused(operators: Operators, tmp_path: Path) -> None:
    source = tmp_path / "fw.bin"
    source.write_bytes(b"firmware")
    _, location = await image(operators, source)
    foreign = file_addresses.address(
        location.partition("/files/")[0],
        "k" * 48,
        "get",
        "images",
        "1",
        datetime.now(UTC) + timedelta(days=1),
    )
    (until,) = re.findall(r"/files/get/(\d+)/", location)
    longer = location.replace(until, str(int(until) + 9))
    for address in (foreign, longer, location.replace("/get/", "/put/")):
        assert await curl(address) == (403, "this address has another signature\n")
    assert await curl("-T", source, location) == (403, "this address is for GET\n")
    assert await curl("-X", "DELETE", location) == (403, "this address is for GET\n")


async def test_a_log_comes_to_the_address_that_its_charge_point_was_told(
    operators: Operators, make: Maker, tmp_path: Path
) -> None:
    log, told = tmp_path / "security log.txt", []

    async def brings(call: Call) -> str:
        told.append(call.payload["log"]["remoteLocation"])
        return call.answer({"status": "Accepted", "filename": log.name})

    log.write_text("2026-06-01 reboot\n")
    charge_point = make(brings)
    async with charge_point.connected():
        path = f"/charge-points/{charge_point.id}/logs"
        asked = await operators.ask("POST", path, {"logType": "SecurityLog"}, wait=20)
    assert asked.body["status"] == "Answered"
    assert len(told[0]) <= file_addresses.LONGEST
    assert (await curl(told[0]))[0] == 403
    assert (await curl("-X", "PUT", "-H", "Transfer-Encoding: chunked", "-d", "x", told[0]))[
        0
    ] == 411
    assert await curl("-T", log, told[0] + "security%20log.txt") == (200, "")
    (file,) = await brought(operators, charge_point.id)
    assert (file["name"], file["size"]) == ("security_20log.txt", 18)
    where = f"/charge-points/{charge_point.id}/files/{file['fileId']}"
    found = (await operators.ask("GET", where)).body
    assert await curl(found["download"]) == (200, log.read_text())
    shown = json.dumps((await operators.ask("GET", f"/charge-points/{charge_point.id}/jobs")).body)
    assert told[0] not in shown


async def test_files_survive_kill_9_and_large_ones_do_not_stay(tmp_path: Path) -> None:
    told: list[str] = []

    async def brings(call: Call) -> str:
        told.append(call.payload["location"])
        return call.answer({"fileName": "log.txt"})

    seed, log, large = tmp_path / "seed.yaml", tmp_path / "log.txt", tmp_path / "large.txt"
    seed.write_text(SEED)
    log.write_text("hello")
    large.write_bytes(b"x" * (MEGABYTE + 1))
    options = ("--data", str(tmp_path / "data"), "--parameter", "LargestUploadMegabytes=1")
    with running.up(*options, seed=seed) as csms:
        async with (
            Operators.of(csms) as operators,
            ChargePoint(csms.ws, "CP1", brings).connected(),
        ):
            await operators.ask("POST", "/charge-points/CP1/logs", {}, wait=20)
        assert await curl("-T", log, told[0]) == (200, "")
        csms.kill()  # told of its arrival or not
    with running.up(*options, seed=seed) as csms, running.its_store(csms):
        async with Operators.of(csms) as operators:
            (file,) = await brought(operators, "CP1")
            where = f"/charge-points/CP1/files/{file['fileId']}"
            found = (await operators.ask("GET", where)).body
            assert await curl(found["download"]) == (200, "hello")
            address = re.sub(r"http://[^/]+", csms.api, told[0])
            key = json.loads((tmp_path / "data/secrets.json").read_text())["FilesKey"]
            past = datetime.now(UTC) - timedelta(seconds=1)
            expired = file_addresses.address(csms.api, key, "put", "uploads", "1", past)
            assert await curl("-T", log, expired) == (403, "this address has expired\n")
            assert await curl("-T", large, address) == (200, "")
            listed = await until_there(
                operators, "/charge-points/CP1/files", lambda it: len(it["items"]) == 2
            )
            (refused,) = (one for one in listed["items"] if "refused" in one)
            assert "1000001 bytes, and 1000000 at most" in refused["refused"]
            (job,) = (await operators.ask("GET", "/charge-points/CP1/jobs")).body["items"]
            assert job["refused"] == "file too large, deleted (limit 1 MB)"
            where = f"/charge-points/CP1/files/{refused['fileId']}"
            assert "download" not in (await operators.ask("GET", where)).body
    assert [path.name for path in (tmp_path / "data/files/objects").rglob("*.txt")] == ["log.txt"]
    assert not list((tmp_path / "data/files/incoming").iterdir())
