"""`csms certify` for real: a few cases of each profile, against a csms up of its own."""

import json
import os
import signal
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from csms_tools.certification.all_cases import all_cases
from csms_tools.certification.case import Profile
from tests.conversations import running
from tests.conversations.running import CSMS

LASTS = 100.0  # seconds, at the most
FAST = ("--quiet", "0.05", "--heartbeat", "0.05")


def selection() -> list[str]:
    """The first two of each profile."""
    return [
        case.id
        for profile in Profile
        for case in [one for one in all_cases() if one.profile == profile][:2]
    ]


def certify(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """With a folder for temporary files of its own."""
    return subprocess.run(
        [str(CSMS), "certify", *FAST, *words],
        capture_output=True,
        text=True,
        timeout=LASTS,
        env=os.environ | {"TMPDIR": str(folder)},
    )


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    return folder


def processes(word: str) -> list[int]:
    """Whose command line has the word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = path.read_bytes()
        except OSError:
            continue
        if word.encode() in said:
            found.append(int(path.parent.name))
    return found


def test_a_few_cases_of_each_profile_pass_and_nothing_is_left(
    tmp_path: Path, temporary: Path
) -> None:
    names = [word for id in selection() for word in ("--case", id)]
    folder = tmp_path / "report"
    done = certify(*names, "--messages", "16", "--report", str(folder), folder=temporary)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    report = json.loads((folder / "report.json").read_text())
    ran = [form["id"] for case in report["cases"] for form in case["forms"]]
    assert list(dict.fromkeys(ran)) == selection()
    assert report["passed"]
    assert report["performance"]["apart"][0]["count"] >= 16
    root = ElementTree.parse(folder / "junit.xml").getroot()
    assert root.get("failures") == root.get("errors") == "0"
    assert "no certificate" in (folder / "report.html").read_text()
    assert list(temporary.iterdir()) == []
    assert processes(str(temporary)) == []


@pytest.fixture(scope="module")
def csms(tmp_path_factory: pytest.TempPathFactory) -> object:
    seed = tmp_path_factory.mktemp("certify") / "seed.yaml"
    seed.write_text("chargePoints: []\nidTags: []\n")
    with running.up("--parameter", "CpoName=csms", seed=seed) as csms:
        yield csms


def items(csms: running.Csms, what: str) -> list[object]:
    command = [str(CSMS), *what.split(), "--api", csms.api, "--json"]
    told: list[object] = json.loads(subprocess.check_output(command, text=True))
    return told


def against(csms: running.Csms) -> list[str]:
    wss = csms.wss.replace("127.0.0.1", "localhost")
    return ["--url", wss, "--url", csms.ws, "--api", csms.api, "--ca", str(csms.ca)]


def test_a_csms_that_is_not_its_own_gets_back_what_was_made(
    csms: running.Csms, temporary: Path
) -> None:
    done = certify(*against(csms), "--case", "TC_012", "--json", folder=temporary)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert [case["number"] for case in report["cases"]] == ["TC_012"]
    assert report["identity"]["commit"] == ""
    assert (items(csms, "charge-points"), items(csms, "id-tags")) == ([], [])
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "how",
    [signal.SIGINT, signal.SIGTERM, signal.SIGHUP],
    ids=["SIGINT", "SIGTERM", "SIGHUP"],
)
def test_an_interruption_is_one_line_and_leaves_nothing(
    how: signal.Signals, csms: running.Csms, temporary: Path
) -> None:
    words = ["--messages", "100000", "--case", "TC_012"]
    with subprocess.Popen(
        [str(CSMS), "certify", *against(csms), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"},
    ) as certifying:
        assert certifying.stdout
        assert certifying.stdout.readline().startswith("TC_012")
        certifying.send_signal(how)
        _, errors = certifying.communicate(timeout=30)
    assert (certifying.returncode, errors) == (128 + how, "csms: interrupted\n")
    assert (items(csms, "charge-points"), items(csms, "id-tags")) == ([], [])
    assert list(temporary.iterdir()) == []


def test_a_token_that_is_not_an_admins_ends_it_before_it_begins(
    csms: running.Csms, temporary: Path
) -> None:
    command = [str(CSMS), "token", "--role", "viewer", "--api", csms.api]
    token = subprocess.check_output(command, text=True).strip()
    done = certify(*against(csms), "--case", "TC_012", "--token", token, folder=temporary)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1


def test_an_api_that_nobody_answers_is_one_line(csms: running.Csms, temporary: Path) -> None:
    words = ["--url", csms.ws, "--api", "http://127.0.0.1:9", "--token", "x"]
    done = certify(*words, "--case", "TC_012", folder=temporary)
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert list(temporary.iterdir()) == []
