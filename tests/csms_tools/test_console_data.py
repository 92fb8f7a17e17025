"""What the console has at hand: of each command, of each change, and of the last report."""

import json
from typing import Any

from api.app import api
from csms import __version__
from csms_tools import console_build
from csms_tools.console_build import CONSOLE, REPORT
from csms_tools.console_data import certification_of, commands_of, operations_of
from outbound import COMMANDS
from tests.support import ROOT


def test_the_commands_are_those_of_the_api() -> None:
    console_build.built()
    commands = commands_of(json.loads((CONSOLE / "generated" / "openapi.json").read_text()))
    assert commands["examples"].keys() == COMMANDS.keys()
    assert {f"ocpp.{action}" for action in COMMANDS} <= commands["schemas"].keys()


def test_what_operators_change_has_a_name_for_people() -> None:
    console_build.built()
    named = operations_of(json.loads((CONSOLE / "generated" / "openapi.json").read_text()))
    changing = {one.operation_id for one in api.operations if one.method != "GET"}
    assert named.keys() == changing
    assert named["createChargePoint"] == "Provision a charge point"


def test_the_report_in_the_page_has_the_figures_of_the_run_and_says_which_it_was() -> None:
    report = json.loads((ROOT / REPORT).read_text())
    shown: Any = certification_of(report)
    assert shown["identity"] == report["identity"]
    assert shown["statement"] == report["statement"]
    assert shown["running"] == __version__
    assert len(shown["cases"]) == len(report["cases"])
    passed = [one for one in shown["cases"] if one["result"] == "passed"]
    assert len(passed) == sum(one["passed"] for one in report["functionalities"])


def test_a_case_that_failed_or_was_not_run_is_told_as_that() -> None:
    report = json.loads((ROOT / REPORT).read_text())
    first, second, *_ = report["cases"]
    first["passed"] = False
    second["forms"][0]["not_run"] = "no second host"
    shown: Any = certification_of(report)
    assert [one["result"] for one in shown["cases"][:2]] == ["failed", "not run"]
