"""What is asked for wrongly is refused before anything starts."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from csms_tools.certification.operator.interface import Operator
from csms_tools.certification.operator.partial import PartialOperator
from csms_tools.certification.plan import MESSAGES, planned
from csms_tools.cli import csms
from csms_tools.commands import own_csms
from csms_tools.commands.certify import certify
from csms_tools.operator.profiles import Profile, Profiles
from tests.support import ROOT


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(
        Profiles, "load", lambda: Profiles({"prod": Profile("https://csms.example", "token")})
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("--case TC_999", "TC_999: no case is called so"),
        ("--profile cor", "cor: no profile of cases (core, "),
        ("--profile prod", "--profile goes with --url"),
        ("--profile prod --profile test --url wss://a", "prod or test?"),
        ("--api http://127.0.0.1:1", "--api goes with --url"),
        ("--url https://csms.example", "is no ws or wss address"),
        ("--url wss://user@csms.example", "is no ws or wss address"),
        ("--url ws://a --security-profile 2", "wants a --url wss://…"),
        ("--url wss://a --security-profile 1", "wants a --url ws://…"),
        ("--operator a:B", "--operator goes with --url"),
        ("--url ws://a --operator nothing", "name it as MODULE:CLASS"),
        ("--url ws://a --operator no.such:Thing", "ModuleNotFoundError"),
        ("--url ws://a --operator pathlib:Path", "pathlib:Path has no records"),
        ("--url ws://a --operator-option a=b", "goes with --operator"),
        ("--url ws://a --operator a:B --operator-option a", "NAME=VALUE"),
        ("--summary pyproject.toml", "pyproject.toml has no <!--"),
        ("--report pyproject.toml", "is a file"),
        ("--patience 0", "0.0 is not in the range"),
    ],
)
@pytest.mark.usefixtures("saved")
def test_a_wrong_word_is_told_and_nothing_is_started(
    line: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_csms, "own_csms", None)
    done = CliRunner().invoke(csms, ["certify", *line.split()])
    assert done.exit_code == 2, done.output
    assert reason in done.output


@pytest.mark.usefixtures("saved")
def test_a_profile_is_one_of_cases_or_the_operators_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with certify.make_context(
        "certify", ["--url", "wss://a", "--profile", "core", "--profile", "prod"]
    ) as context:
        one = planned(context, context.params)
    assert {case.profile for case in one.cases} == {"core"}
    assert one.said.profile == "prod"


@pytest.mark.usefixtures("saved")
def test_the_environments_profile_counts_beside_one_of_cases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CSMS_PROFILE", "prod")
    with certify.make_context("certify", ["--url", "wss://a", "--profile", "core"]) as context:
        one = planned(context, context.params)
    assert (one.said.profile, one.around.profile) == (None, "prod")


@pytest.mark.parametrize(
    ("line", "messages"), [("", MESSAGES), ("--case TC_001", 0), ("--case TC_001 --messages 9", 9)]
)
def test_response_times_are_measured_where_all_is_run(line: str, messages: int) -> None:
    with certify.make_context("certify", line.split()) as context:
        assert planned(context, context.params).messages == messages


def test_without_tls_a_charge_point_has_no_security_profile() -> None:
    with certify.make_context("certify", ["--url", "ws://a"]) as context:
        one = planned(context, context.params)
    assert one.settings_for(one.urls, None).security_profile == 0


@pytest.mark.parametrize("end", ["", "/", "/{id}"])
def test_an_address_may_be_given_as_csms_up_prints_it(end: str) -> None:
    with certify.make_context("certify", ["--url", f"wss://a/ocpp{end}"]) as context:
        assert planned(context, context.params).urls == ("wss://a/ocpp",)


def test_the_list_of_cases_runs_none() -> None:
    done = CliRunner().invoke(csms, ["certify", "--list", "--case", "TC_012"])
    assert done.output == "TC_012             core                 Remote stop\n"


def test_every_option_and_every_function_of_an_operator_is_told() -> None:
    page = (ROOT / "docs" / "certify.md").read_text()
    told = set(re.findall(r"`(--[a-z-]+)`", "".join(re.findall(r"^\| `--.*\|", page, re.M))))
    options = {name for each in certify.params for name in each.opts}
    assert told == options
    table = page.partition("| function |")[2].partition("\n\n")[0]
    functions = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`(\w+)`", row.split("|")[1] if "|" in row else "")
    }
    assert functions == {name for name in vars(Operator) if not name.startswith("_")}


def test_a_partial_operator_is_a_whole_one_that_can_do_nothing() -> None:
    operator: Operator = PartialOperator()
    assert operator.records is None
