"""A day of an operator at the command line, on a running `csms up`."""

import asyncio
import csv
import io
import json
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, Csms, Line

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    seed = tmp_path_factory.mktemp("operator") / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up(seed=seed) as system:
        yield system


@pytest.fixture
def run(system: Csms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `csms` to its end; nothing but CSMS_API says where."""
    monkeypatch.setenv("CSMS_API", system.api)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [CSMS, *words],
            input=typed,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run


def started(*words: str) -> subprocess.Popen[str]:
    """One that is answered while it runs; its environment is that of `run`."""
    return subprocess.Popen(
        [CSMS, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def shown(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
async def line(system: Csms, run: Run) -> AsyncIterator[Line]:
    """The socket of CP1, Accepted, which the operator has registered."""
    run("charge-points", "create", "CP1", "--security-profile", "0")
    async with running.line(f"{system.ws}/CP1") as line:
        await line.call("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
        yield line


async def test_a_command_is_typed_and_its_answer_shown(system: Csms, line: Line) -> None:
    words = ["call", "CP1", "ChangeConfiguration", "key=Interval", "value=60", "--wait", "--json"]
    with started(*words) as operator:
        _, unique_id, action, payload = await line.receive()
        assert (action, payload) == ("ChangeConfiguration", {"key": "Interval", "value": "60"})
        await line.send(3, unique_id, {"status": "Accepted"})
        out, err = operator.communicate(timeout=PATIENCE)
    assert (operator.returncode, err) == (0, "")
    command = json.loads(out)
    assert (command["status"], command["response"]) == ("Answered", {"status": "Accepted"})


async def test_a_refusal_is_shown_and_is_exit_code_1(system: Csms, line: Line) -> None:
    words = ["call", "CP1", "Reset", "type=Hard", "--wait", "20"]
    with started(*words) as operator:
        _, unique_id, *_ = await line.receive()
        await line.send(3, unique_id, {"status": "Rejected"})
        out, err = operator.communicate(timeout=PATIENCE)
    assert operator.returncode == 1
    assert out == f"{unique_id}  answered Rejected\n"
    assert err == "csms: Reset: CP1 answered Rejected\n"


async def test_who_waits_in_vain_is_told(run: Run, line: Line) -> None:
    done = run("call", "CP1", "ClearCache", "--wait", "1", "--timeout", "600")
    assert (done.returncode, done.stderr) == (1, "csms: ClearCache: after 1 s it is Sent\n")
    _, unique_id, *_ = await line.receive()
    await line.send(3, unique_id, {"status": "Accepted"})


def test_a_command_may_wait_for_the_charge_point_and_be_cancelled(run: Run) -> None:
    run("charge-points", "create", "AWAY", "--security-profile", "0")
    done = run("call", "AWAY", "ClearCache", "--wait")
    assert (done.returncode, done.stderr.startswith("csms: ClearCache to AWAY: Not")) == (1, True)
    command = shown(run("call", "AWAY", "ClearCache", "--queue-until", "15m", "--json"))
    assert command["status"] == "Queued"
    run("commands", "AWAY", command["commandId"], "--cancel")
    stages = [each["status"] for each in shown(run("commands", "AWAY", "--json"))]
    assert stages == ["Cancelled", "NotConnected"]


async def test_a_connector_is_reserved_and_the_reservation_expires(run: Run, line: Line) -> None:
    run("id-tags", "create", "CARD-1")
    with started("reservations", "start", "CP1", "CARD-1", "--until", "8s", "--json") as operator:
        _, unique_id, action, payload = await line.receive()
        assert (action, payload["connectorId"], payload["idTag"]) == ("ReserveNow", 0, "CARD-1")
        await line.send(3, unique_id, {"status": "Accepted"})
        out, err = operator.communicate(timeout=PATIENCE)
    assert (operator.returncode, err) == (0, "")
    made = json.loads(out)
    number = str(made["reservationId"])
    assert made["status"] == "Accepted"
    async with asyncio.timeout(PATIENCE):
        while "endedAt" not in (shown(run("reservations", "show", "CP1", number, "--json"))):  # noqa: ASYNC110 - it is another process
            await asyncio.sleep(0.5)
    listed = run("reservations", "CP1", "--status", "Expired").stdout
    assert "nobody came before its expiryDate" in listed
    refused = run("reservations", "cancel", "CP1", number)
    assert (refused.returncode, "is not open: Expired" in refused.stderr) == (1, True)


async def test_firmware_is_updated_and_followed_to_its_end(run: Run, line: Line) -> None:
    image = "https://files.example/firmware.bin"
    words = ["--timeout", "installed=60", "--json"]
    with started("firmware", "start", "CP1", image, *words) as operator:
        _, unique_id, action, payload = await line.receive()
        assert (action, payload["location"]) == ("UpdateFirmware", image)
        await line.send(3, unique_id, {})
        for status in ("Downloading", "Downloaded", "Installing", "Installed"):
            await line.call("FirmwareStatusNotification", {"status": status})
        out, err = operator.communicate(timeout=PATIENCE)
    assert (operator.returncode, err) == (0, "")
    update = json.loads(out)
    assert (update["outcome"], update["phase"]) == ("installed", "installing")
    with started("firmware", "start", "CP1", image) as operator:
        _, unique_id, *_ = await line.receive()
        await line.send(4, unique_id, "NotSupported", "", {})
        _, err = operator.communicate(timeout=PATIENCE)
    assert operator.returncode == 1
    assert "rejected: UpdateFirmware was answered by the error NotSupported" in err
    assert update["updateId"] in run("firmware", "CP1", "--outcome", "installed").stdout
    assert "installed" in run("firmware", "show", "CP1", update["updateId"]).stdout
    refused = run("firmware", "cancel", "CP1", update["updateId"])
    assert (refused.returncode, "has been sent" in refused.stderr) == (1, True)
    wrong = run("firmware", "start", "CP1", image, "--timeout", "soon")
    assert (wrong.returncode, "accepted|downloaded|verified|installed" in wrong.stderr) == (2, True)


async def test_of_firmware_that_is_asked_for_again_the_last_counts(run: Run, line: Line) -> None:
    image = "https://files.example/firmware.bin"
    with started("firmware", "start", "CP1", image, "--repeats", "1", "--json") as operator:
        for status in ("DownloadFailed", "Installed"):
            _, unique_id, *_ = await line.receive()
            await line.send(3, unique_id, {})
            await line.send(2, "own", "FirmwareStatusNotification", {"status": status})
            assert await line.receive() == [3, "own", {}]
        out, err = operator.communicate(timeout=PATIENCE)
    assert (operator.returncode, err) == (0, "")
    assert json.loads(out)["outcome"] == "installed"


async def test_one_that_waits_for_a_connection_is_not_followed_and_cancelled(run: Run) -> None:
    run("charge-points", "create", "CP-OFF", "--security-profile", "0")
    words = ["--queue-until", "1h", "--no-wait", "--json"]
    image = "https://files.example/firmware.bin"
    waits = shown(run("firmware", "start", "CP-OFF", image, *words))
    assert (waits["phase"], waits["ended"]) == ("requested", False)
    assert run("firmware", "cancel", "CP-OFF", waits["updateId"]).returncode == 0


async def test_a_transaction_is_listed_metered_and_exported(run: Run, line: Line) -> None:
    run("id-tags", "create", "CARD-1")
    start = {"connectorId": 1, "idTag": "CARD-1", "meterStart": 100}
    begun = await line.call("StartTransaction", start | {"timestamp": "2026-06-01T08:00:00Z"})
    number = begun["transactionId"]
    sample = {"timestamp": "2026-06-01T08:30:00Z", "sampledValue": [{"value": "600"}]}
    await line.call(
        "MeterValues", {"connectorId": 1, "transactionId": number, "meterValue": [sample]}
    )
    assert "600" in run("transactions", "meter-values", "CP1", str(number)).stdout
    closed = run("transactions", "close", "CP1", str(number), "--note", "it was towed")
    assert closed.stdout == f"{number} is closed at 2026-06-01T08:30:00.000Z with 600 Wh\n"
    words = ["--meter-stop", "700", "--note", "read off the meter"]
    stop = {"transactionId": number, "meterStop": 650, "timestamp": "2026-06-01T09:00:00Z"}
    await line.call("StopTransaction", stop)
    assert run("transactions", "repair", "CP1", str(number), *words).stdout.endswith("600 Wh\n")
    (row,) = csv.DictReader(io.StringIO(run("transactions", "export", "--csv").stdout))
    assert (row["chargePointId"], row["energy"], row["corrected"]) == ("CP1", "600", "true")
    (one,) = shown(run("transactions", "--id-tag", "card-1", "--stopped", "--json"))
    assert one["corrections"][0]["note"] == "read off the meter"


async def test_an_orphan_is_shown_with_what_it_meant_and_assigned(run: Run, line: Line) -> None:
    start = {"connectorId": 2, "idTag": "CARD-2", "meterStart": 100}
    begun = await line.call("StartTransaction", start | {"timestamp": "2026-06-02T08:00:00Z"})
    stop = {"transactionId": -1, "meterStop": 5000, "timestamp": "2026-06-02T09:00:00Z"}
    await line.call("StopTransaction", stop)
    heading, row = run("orphans", "CP1").stdout.splitlines()
    number = str(begun["transactionId"])
    assert heading.endswith("may have meant")
    assert f"{number}: connector 2, 2026-06-02T08:00:00.000Z, 100 Wh, id tag CARD-2" in row
    orphan = row.split()[0]
    done = run("orphans", "assign", "CP1", orphan, number, "--note", "the only one")
    assert done.stdout == f"{number} is ended by it\n"
    assert shown(run("transactions", "show", "CP1", number, "--json"))["energy"] == 4900


def test_what_is_exported_can_be_imported(run: Run, tmp_path: Path) -> None:
    run("id-tags", "create", "IN-1", "--parent-id-tag", "GROUP")
    file = tmp_path / "tags.csv"
    file.write_text(run("id-tags", "export").stdout.replace("GROUP", "OTHER"))
    dry = run("id-tags", "import", str(file), "--dry-run")
    assert "1 would be changed" in dry.stdout
    assert "1 changed" in run("id-tags", "import", str(file)).stdout
    assert shown(run("id-tags", "show", "IN-1", "--json"))["parentIdTag"] == "OTHER"
    assert "blocked" in run("id-tags", "change", "IN-1", "--blocked", "--json").stdout
    assert run("id-tags", "delete", "IN-1", "--yes").returncode == 0
    done = run("id-tags", "show", "IN-1")
    assert (done.returncode, done.stderr) == (1, "csms: the id tag IN-1 is not there\n")


def test_a_bad_row_is_told_and_is_exit_code_1(run: Run) -> None:
    done = run("charge-points", "import", "-", typed="id,securityProfile\nA,0\nB,2\n")
    assert done.returncode == 1
    assert "2    B   password: security profile 2 needs one\n" in done.stdout
    assert done.stderr == "csms: 1 of 2 rows were not taken\n"


def test_who_did_it_is_in_the_audit_trail(run: Run, system: Csms) -> None:
    token = run("token", "--role", "operator", "--name", "Olga", "--api", system.api).stdout.strip()
    run("charge-points", "create", "AUDITED", "--security-profile", "0", "--token", token)
    (entry,) = shown(run("audit", "--resource", "charge-points/AUDITED", "--json"))
    assert (entry["operation"], entry["role"], entry["subject"]) == (
        "createChargePoint",
        "operator",
        "Olga",
    )


def test_a_role_that_does_not_suffice_is_exit_code_3(run: Run, system: Csms) -> None:
    token = run("token", "--role", "viewer", "--api", system.api).stdout.strip()
    done = run("charge-points", "create", "X", "--token", token)
    assert (done.returncode, done.stderr) == (3, "csms: this needs the role operator\n")
    assert run("charge-points", "--token", "nonsense").returncode == 3


def test_what_the_api_refuses_is_told_with_its_field(run: Run) -> None:
    done = run("charge-points", "create", "X", "--security-profile", "1")
    told = "csms: password: security profile 1 needs one\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_a_profile_leads_to_the_deployment(
    run: Run, system: Csms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CSMS_API")
    command = f"{CSMS} token --role viewer --api {system.api}"
    run("profile", "set", "here", "--api", system.api, "--token-command", command)
    assert run("charge-points", "--profile", "here").returncode == 0
    assert run("profile", "use", "here").returncode == 0
    assert (
        run("charge-points", "delete", "NOPE", "--yes").stderr
        == "csms: this needs the role admin\n"
    )


def test_ids_are_completed(run: Run, system: Csms, monkeypatch: pytest.MonkeyPatch) -> None:
    run("charge-points", "create", "SHELL-1", "--security-profile", "0")
    monkeypatch.setenv("_CSMS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "csms log SHE")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run().stdout == "plain,SHELL-1\n"


async def test_the_log_is_followed_in_both_directions(system: Csms, run: Run, line: Line) -> None:
    with started("log", "CP1", "--follow", "--tail", "1000") as follower:
        assert follower.stdout
        run("call", "CP1", "ClearCache")
        _, unique_id, *_ = await line.receive()
        await line.send(3, unique_id, {"status": "Accepted"})
        said = ""
        while f'> [3,"{unique_id}"' not in said.replace(", ", ","):
            said += follower.stdout.readline()
        follower.terminate()
    assert f'  < [2,"{unique_id}","ClearCache",{{}}]\n' in said
