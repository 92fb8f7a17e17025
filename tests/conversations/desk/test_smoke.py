"""`csms smoke` against a running `csms up`, as it runs after a deployment."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.pki.authority import load
from csms_tools.operator.access import Choice, access
from csms_tools.operator.client import Api
from csms_tools.smoke.checks import CHECKS
from tests.certificates import show
from tests.conversations import running
from tests.conversations.running import CSMS, PATIENCE, Csms


@pytest.fixture(scope="module")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """A system of its own: what is left in it is counted."""
    seed = tmp_path_factory.mktemp("smoke") / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up(seed=seed) as csms:
        yield csms


@pytest.fixture
def api(csms: Csms) -> Iterator[Api]:
    with closing(Api(access(Choice(api=csms.api), Choice()))) as api:
        yield api


def smoke(csms: Csms, *words: str) -> subprocess.CompletedProcess[str]:
    where = ["--url", csms.wss, "--ca", str(csms.ca), "--api", csms.api]
    return subprocess.run(
        [CSMS, "smoke", *where, *words],
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
    )


def left(api: Api) -> list[Any]:
    places = ("/charge-points", "/id-tags", "/inbox")
    return [one for place in places for one in api.items(place)]


def test_all_that_can_be_proved_here_is(csms: Csms, api: Api, tmp_path: Path) -> None:
    authority = csms.ca.parents[1] / "authority" / "authority.json"
    before, day = datetime.now(UTC) - timedelta(days=3), timedelta(days=1)
    shown = show(tmp_path, load(f"file:{authority}"), "SN-OLD", at=before, lifetime=day)
    done = smoke(csms, "--idle", "1", "--expired", str(shown), "--json")
    document = json.loads(done.stdout)
    not_ok = {one["name"]: one for one in document["checks"] if one["status"] != "ok"}
    assert list(not_ok) == ["around-the-edge", "factory-certificate"], not_ok
    assert {one["status"] for one in not_ok.values()} == {"not run"}
    assert [one["name"] for one in document["checks"]] == list(CHECKS)
    assert (done.returncode, done.stderr, document["left"], left(api)) == (0, "", [], [])


def test_each_check_is_a_line_and_a_failure_is_exit_code_1(csms: Csms, api: Api) -> None:
    words = ("--only", "wrong-password", "--only", "around-the-edge", "--origin", "wss://[::1]:1")
    done = smoke(csms, *words)
    assert done.returncode == 1
    refused, around = done.stdout.splitlines()
    assert refused == "ok       wrong-password   401"
    assert around.startswith("failed   around-the-edge  ")
    assert done.stderr == "csms: not as it should be: around-the-edge\n"
    assert left(api) == []


def test_who_may_not_delete_is_told_before_anything_is_made(csms: Csms, api: Api) -> None:
    words = [str(CSMS), "token", "--role", "operator", "--api", csms.api]
    token = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=True)
    done = smoke(csms, "--token", token.stdout.strip())
    assert (done.returncode, done.stdout, left(api)) == (3, "", [])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_who_breaks_it_off_leaves_nothing_behind(how: signal.Signals, csms: Csms, api: Api) -> None:
    where = ["--url", csms.wss, "--ca", str(csms.ca), "--api", csms.api]
    command = [str(CSMS), "smoke", *where, "--only", "idle", "--idle", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            while sum(one["connected"] for one in api.items("/charge-points")) < 3:
                assert process.poll() is None
            process.send_signal(how)
            assert process.wait(PATIENCE) != 0
        finally:
            process.kill()
    assert left(api) == []
