"""`csms cost`: a table, or JSON, and a line for what is asked for wrongly."""

import json

import pytest
from click.testing import CliRunner

from csms_tools.cli import csms

TOLD = ["cost", "--charge-points", "200", "--sessions-per-day", "1", "--heartbeat", "240"]


def test_it_tells_the_dollars_where_they_go_and_what_moves_them() -> None:
    told = CliRunner().invoke(csms, TOLD)
    assert told.exit_code == 0
    for words in ("for a charge point and month", "DynamoDB requests", "MeterValues", "us-east-1"):
        assert words in told.output
    assert "AWS's own guidance is $0.35" in told.output


def test_as_json_it_has_every_line() -> None:
    told = json.loads(CliRunner().invoke(csms, [*TOLD, "--json"]).output)
    assert told["fleet"]["chargePoints"] == 200
    dollars = sum(line["dollars"] for line in told["lines"])
    assert dollars == pytest.approx(told["dollarsPerMonth"])
    assert told["dollarsPerChargePointAndMonth"] == pytest.approx(dollars / 200)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--charge-points", "0"], "0 is not in the range"),
        (["--heartbeat", "601"], "601 is not in the range"),
        (["--months", "nan"], "nan is no number"),
        (["--months", "inf"], "inf is no number"),
        (["--sessions-per-day", "49"], "no time for so many sessions"),
        (["--parameter", "Validation"], "Validation is not NAME=VALUE"),
        (["--parameter", "Validation=Never"], "it is one of Lenient, Strict"),
        (["--parameter", "Nothing=1", "--json"], "there is no such parameter"),
    ],
)
def test_what_is_asked_for_wrongly_is_told(words: list[str], reason: str) -> None:
    told = CliRunner().invoke(csms, ["cost", *words])
    assert told.exit_code == 2
    assert reason in told.output
