"""A stranger is judged, and the report says truthfully what it does not do."""

import json
import os
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from csms_tools.certification.all_cases import all_cases
from tests.conversations.running import CSMS
from tests.support import ROOT

CASES = [
    one.id
    for one in all_cases()
    if one.number.startswith(("TC_001", "TC_012", "TC_023", "TC_044", "TC_08", "C-03"))
]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, dict[str, Any]]:
    """The exit code, what was said on standard error, and the report."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("stranger")
    stranger = ["--operator", "tests.csms_tools.certification.stranger:Stranger"]
    stranger += ["--operator-option", f"port={port}", "--url", f"ws://127.0.0.1:{port}/ocpp"]
    cases = [word for name in CASES for word in ("--case", name)]
    fast = ["--quiet", "0.05", "--heartbeat", "0.05", "--patience", "5"]
    done = subprocess.run(
        [str(CSMS), "certify", *stranger, *cases, *fast, "--report", str(folder), "--messages=8"],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(folder)},
    )
    assert (folder / "report.json").exists(), done.stderr
    return done.returncode, done.stderr, json.loads((folder / "report.json").read_text())


Judged = tuple[int, str, dict[str, Any]]


def case(judged: Judged, number: str) -> dict[str, Any]:
    [found] = [one for one in judged[2]["cases"] if one["number"] == number]
    assert isinstance(found, dict)
    return found


def failing(judged: Judged, number: str) -> list[str]:
    [form] = case(judged, number)["forms"]
    return [check["expectation"] for check in form["checks"] if check["verdict"] == "fail"]


def test_it_is_not_passed_and_the_last_line_says_which_are_not(judged: Judged) -> None:
    code, errors, report = judged
    assert code == 1
    assert errors.startswith("csms: not passed: ")
    assert errors.count("\n") == 1
    assert not report["passed"]


def test_what_it_does_passes_and_what_it_records_is_not_checked(judged: Judged) -> None:
    one = case(judged, "TC_001")
    assert (one["protocol"], one["record"], one["passed"]) == ("pass", "not checked", True)


def test_what_its_operator_is_told_is_checked_and_the_rest_is_not(judged: Judged) -> None:
    [form] = case(judged, "TC_012")["forms"]
    records = [one for one in form["checks"] if one["kind"] == "record"]
    told = "the operator is told the answer to RemoteStopTransaction"
    assert [one["expectation"] for one in records if one["verdict"] == "pass"] == [told]
    assert {one["verdict"] for one in records if one["expectation"] != told} == {"not checked"}


@pytest.mark.parametrize("number", ["TC_023_1", "TC_023_2", "TC_023_3"])
def test_that_it_accepts_whoever_comes_is_seen(number: str, judged: Judged) -> None:
    assert case(judged, number)["protocol"] == "fail"
    assert case(judged, number)["forms"][0]["frames"]


def test_that_it_asks_nobody_for_a_password_is_seen(judged: Judged) -> None:
    assert failing(judged, "TC_085")
    assert fact(judged, "SEC-1") == "tested, not as it should be"


def test_that_it_knows_no_strangers_is_seen(judged: Judged) -> None:
    assert failing(judged, "C-03")


def test_what_it_cannot_do_is_not_run_and_says_why(judged: Judged) -> None:
    assert case(judged, "TC_086")["protocol"] == "not run"
    assert any("does not send UpdateFirmware" in each for each in judged[2]["not_run"])
    assert fact(judged, "SEC-2").startswith("not offered")


def test_what_it_calls_itself_is_told_and_is_no_html(judged: Judged) -> None:
    assert judged[2]["identity"]["product"] == "a stranger <made of the ocpp package>"


def fact(judged: Judged, name: str) -> str:
    [found] = [
        one["result"] for one in judged[2]["security_extension"] if one["name"].startswith(name)
    ]
    return str(found)
