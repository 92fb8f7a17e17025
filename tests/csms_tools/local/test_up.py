"""`csms up` as a process: what it prints, how it ends, and that nothing outlives it."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from csms.store.provisioned import audit, provisioning
from csms.store.provisioned.audit import AuditEntry
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import fetch, query
from csms_tools.local import runtime, up
from csms_tools.local.key_material import KeyMaterial
from csms_tools.local.options import Options
from csms_tools.local.seed import DEMO, SeedFile
from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, children
from tests.stored import provision_id_tag

COMMAND = [str(CSMS), "up", "--ws-port", "0", "--wss-port", "0", "--api-port", "0"]


def alive(pids: set[int]) -> set[int]:
    """Those that are there, and no zombies."""
    states = {pid: Path(f"/proc/{pid}/stat") for pid in pids}
    return {pid for pid, stat in states.items() if stat.exists() and " Z " not in stat.read_text()}


def family(pid: int) -> set[int]:
    own = set(children(pid))
    return own.union(*(family(child) for child in own))


def all_end(pids: set[int], within: float = 5.0) -> bool:
    """Whether none is left after a while: orphans notice that their parent is gone."""
    ends = time.monotonic() + within
    while alive(pids) and time.monotonic() < ends:
        time.sleep(0.05)
    return not alive(pids)


async def test_the_demo_is_announced_and_sigint_ends_it_all() -> None:
    with running.up() as csms:
        said = "\n".join(csms.output)
        for point in SeedFile(DEMO).seed.charge_points:
            assert re.search(
                rf"^ +{point.id}  security profile {point.security_profile}", said, re.M
            )
            assert point.password is None or point.password in said
        assert csms.output[-4:] == [
            f"page   {csms.api}/docs",
            f"open   {csms.api}/console/",
            f"set    export CSMS_API={csms.api}",
            "ready",
        ]
        assert csms.health["status"] == "ok"
        async with running.line(f"{csms.ws}/CP001") as line:
            assert csms.health["chargePoints"] == 1
            processes = family(csms.process.pid)
            assert len(processes) > 2  # AWS, the parent of the functions, and a worker at least
            assert csms.stop(signal.SIGINT) == 0
            with pytest.raises(ConnectionClosed) as closed:
                await line.receive()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1001
        assert all_end(processes)
        assert not csms.ca.exists()


def permissions(csms: running.Csms, kind: str) -> set[tuple[str, ...]]:
    with urllib.request.urlopen(f"{csms.api}/@runtime/permissions") as answer:
        return {tuple(one.values()) for one in json.load(answer)[kind]}


async def test_it_tells_at_its_end_what_functions_may_do_and_have_not_done() -> None:
    with running.up("--permissions") as csms:
        async with running.line(f"{csms.ws}/CP001") as line:
            await line.call("Heartbeat", {})
        known = await asyncio.to_thread(permissions, csms, "unused")
        used = await asyncio.to_thread(permissions, csms, "used")
        assert csms.stop() == 0
        assert csms.process.stdout
        head, *lines = csms.process.stdout.read().splitlines()
    assert head == f"permissions that no function has used: {len(lines)}"
    told = [tuple(line.split()) for line in lines]
    assert known >= set(told)
    spoke = {(function, action) for function, action, _ in used}
    assert {("Heartbeat", "dynamodb:UpdateItem"), ("Connect", "dynamodb:PutItem")} <= spoke
    actions = {(function, action) for function, action, _ in told}
    assert ("Heartbeat", "execute-api:ManageConnections") in actions, "it closes old sockets, too"
    assert ("Heartbeat", "dynamodb:UpdateItem") not in actions
    assert ("Authorize", "dynamodb:UpdateItem") in actions


def seed_lines(csms: running.Csms) -> list[str]:
    (first,) = (place for place, line in enumerate(csms.output) if line.startswith("seed "))
    return csms.output[first : csms.output.index(f"page   {csms.api}/docs")]


def test_a_restart_says_what_the_seed_made_and_what_it_left(tmp_path: Path) -> None:
    data, seed = ("--data", str(tmp_path / "data")), tmp_path / "seed.yaml"
    seed.write_text(
        "chargePoints: [{id: CP1, securityProfile: 0}, {id: CP2, securityProfile: 0}]\n"
        "idTags: [{idTag: CARD-1}]\n"
    )
    with running.up(*data, seed=seed) as csms:
        assert seed_lines(csms) == [f"seed   {seed}: 2 charge points and 1 id tag made"]
        with running.its_store(csms):
            provision_id_tag("CARD-1", blocked=True)
            (point,) = fetch(ChargePoint.of("CP2"))
            assert point
            provisioning.remove(point)
    with running.up(*data, seed=seed) as csms:
        assert seed_lines(csms) == [
            f"seed   {seed}: nothing to make",
            "       CP2 was deleted since: not made again",
            "       id tag CARD-1 is there and differs from the seed: left as it is",
        ]
        with running.its_store(csms):
            tag, point = fetch(IdTag.of("CARD-1"), ChargePoint.of("CP2"))
            assert tag
            assert (tag.blocked, point) == (True, None)
            entries = query(AuditEntry, audit.partition("seed"))
        assert [len(entry.details["left"]) for entry in entries] == [0, 2]
    with running.up(*data) as csms:
        assert seed_lines(csms) == ["seed   none; the demo goes into an empty store only"]
        with running.its_store(csms):
            assert fetch(ChargePoint.of("CP001")) == (None,)


def test_what_was_left_is_told_in_few_lines() -> None:
    told = list(up._left([f"CP{number} was deleted" for number in range(12)]))
    assert len(told) == 11
    assert told[-1] == "       and 2 more; the audit trail names them"


async def test_a_second_signal_does_not_wait_for_anybody() -> None:
    with running.up() as csms:
        processes = family(csms.process.pid)
        async with running.line(f"{csms.ws}/CP001") as line:
            line.socket.transport.pause_reading()  # so that it never answers the close
            csms.process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.3)
            assert csms.process.poll() is None
            assert csms.stop(signal.SIGTERM) == 1
            line.socket.transport.abort()
        assert all_end(processes)
        assert not csms.ca.parent.parent.exists()  # private keys are in it


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP], ids=["told", "hung up"])
def test_a_signal_while_it_starts_ends_what_has_started(how: signal.Signals) -> None:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not (processes := family(process.pid)):
            time.sleep(0.01)
        process.send_signal(how)
        assert process.wait(PATIENCE) == 0
        assert process.stdout is not None
        assert b"ready" not in process.stdout.read()
    assert all_end(processes)


def test_it_ends_with_a_word_when_a_process_of_its_own_dies(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running.up(log=log) as csms:
        processes = family(csms.process.pid)
        (parent,) = (
            pid
            for pid in children(csms.process.pid)
            if "zygote" in Path(f"/proc/{pid}/cmdline").read_text()
        )
        os.kill(parent, signal.SIGKILL)
        assert csms.process.wait(PATIENCE) == 1
    assert log.read_text() == "csms: the parent of the functions has ended by itself\n"
    assert all_end(processes)


def test_data_that_another_is_using_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running.up("--data", str(data)):
        second = subprocess.run(
            [*COMMAND, "--data", str(data)],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == f"csms: --data {data}: another csms is using it\n"


async def test_keys_that_are_made_while_a_start_is_broken_off_do_not_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    written = threading.Event()

    def late(folder: Path) -> None:
        time.sleep(0.2)
        (folder / "firmware").mkdir(parents=True)
        (folder / "firmware" / "key.pem").write_text("private")
        written.set()

    monkeypatch.setattr(KeyMaterial, "of", late)
    options = Options(seed=SeedFile(DEMO), ws_port=0, wss_port=0, api_port=0)
    with pytest.raises(asyncio.TimeoutError):
        async with runtime.Runtime(options) as ours, asyncio.timeout(0.05):
            await ours.start()
    await asyncio.to_thread(written.wait, PATIENCE)
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


IN_ORDER = """
import sys
from csms_tools import cli
from csms_tools.local.functions.queues import Queues
from csms_tools.local.runtime import Runtime

def telling(method, name):
    async def told(self, *arguments):
        result = await method(self, *arguments)
        print(name, file=sys.stderr, flush=True)
        return result
    return told

Runtime._open_doors = telling(Runtime._open_doors, "doors are open")
Queues.start = telling(Queues.start, "queues are polled")
sys.argv[0] = "csms"
cli.main()
"""


def test_what_waits_on_a_queue_is_not_handed_out_before_connections_can_be_reached(
    tmp_path: Path,
) -> None:
    """What was queued before a restart may have to post: it would fail, and come a minute later."""
    log = tmp_path / "log"
    with running.up(log=log, program=[sys.executable, "-c", IN_ORDER]):
        said = [line for line in log.read_text().splitlines() if line.endswith(("open", "polled"))]
    assert said == ["doors are open", "queues are polled"]
