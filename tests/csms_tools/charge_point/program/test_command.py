import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509

from csms_tools.charge_point.program.command import identities, simulate
from tests.csms_tools.charge_point.central import Central

PROGRAM = "from csms_tools.charge_point.program.command import simulate; simulate()"
TOOLS = Path(__file__).parents[4] / "tools"


async def started(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(TOOLS)},
    )


async def finished(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    async with asyncio.timeout(20):
        out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_run_ends_after_its_sessions_and_sums_up(central: Central) -> None:
    process = await started(
        *("--url", central.url, "--id", "CP", "--sessions", "1", "--time-scale", "300"),
        *("--seed", "3", "--id-tag", "TAG9", "--set", "MeterValueSampleInterval=30"),
        *("--password", "0123456789abcdef"),
    )
    code, out, err = await finished(process)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d CP connected", lines[0])
    assert re.match(r"charge points 1, sessions 1, \d\.\d{3} kWh, messages \d+, ", lines[-1])
    assert central.said("StartTransaction")[0]["idTag"] == "TAG9"
    assert central.said("MeterValues") != []
    assert central.headers[0]["Authorization"] == "Basic Q1A6MDEyMzQ1Njc4OWFiY2RlZg=="


async def test_an_interrupted_run_says_goodbye(central: Central) -> None:
    process = await started("--url", central.url, "--id", "CP", "--time-scale", "60")
    await central.told_of("StatusNotification 1 Charging", timeout=15)
    process.send_signal(signal.SIGINT)
    code, _, err = await finished(process)
    assert (code, err) == (0, "")
    assert central.actions.count("StopTransaction") == 1
    assert central.closes == [1000]


async def test_a_refused_charge_point_is_one_line_and_exit_code_1(central: Central) -> None:
    central.refuse = 404
    code, _, err = await finished(await started("--url", central.url, "--id", "CP", "--count", "2"))
    assert code == 1
    assert sorted(err.splitlines()) == [
        "CP-1: refused: HTTP 404 Not Found: no",
        "CP-2: refused: HTTP 404 Not Found: no",
    ]


GOOD = ["--url", "ws://127.0.0.1:1", "--id", "CP"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--id", "CP"],
        ["--url", "http://127.0.0.1", "--id", "CP"],
        ["--url", "ws://", "--id", "CP"],
        ["--url", "ws://127.0.0.1:99999", "--id", "CP"],
        [*GOOD, "--count", "0"],
        [*GOOD, "--set", "HeartbeatInterval"],
        [*GOOD, "--set", "NoSuchKey=1"],
        [*GOOD, "--ca", "/no/such/file"],
        [*GOOD, "--cert", __file__],
        [*GOOD, "--quirk", "polite"],
        [*GOOD, "--wss-url", "http://127.0.0.1"],
        ["--url", "wss://127.0.0.1:1", "--id", "CP", "--ca", __file__],
    ],
)
def test_wrong_use_is_explained_and_exit_code_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(simulate, arguments)
    assert result.exit_code == 2
    assert "Error: " in result.output
    assert "Traceback" not in result.output


def test_several_have_names_of_their_own() -> None:
    assert identities("CP", 1) == ["CP"]
    assert identities("CP", 2) == ["CP-1", "CP-2"]
    assert identities("CP{n}-east", 2) == ["CP1-east", "CP2-east"]


async def test_a_quirk_shows_in_what_it_says(central: Central) -> None:
    process = await started(
        *("--url", central.url, "--id", "CP", "--sessions", "0", "--time-scale", "60"),
        *("--quirk", "no-boot", "--quirk", "csr-version-2", "--wss-url", "wss://127.0.0.1:1"),
    )
    await central.told_of("StatusNotification 1 Available", timeout=15)
    trigger = {"requestedMessage": "SignChargePointCertificate"}
    await central.command("ExtendedTriggerMessage", **trigger)
    csr = (await central.heard("SignCertificate"))["csr"]
    with pytest.raises(x509.InvalidVersion):
        x509.load_pem_x509_csr(csr.encode())
    process.send_signal(signal.SIGINT)
    await finished(process)
