"""`csms configuration`: keys known, read, set, and compared with templates."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.configuration import configuration
from csms_tools.operator import options
from tests.csms_tools.operator.support import Csms, answers, body_of

KEYS = [
    {"key": "HeartbeatInterval", "value": "300", "readonly": False, "learnedAt": "noon"},
    {"key": "NumberOfConnectors", "value": "2", "readonly": True, "learnedAt": "noon"},
]
KNOWN = {"items": KEYS, "unknown": [{"key": "Nope", "learnedAt": "noon"}], "completeAt": "noon"}
COMMAND = {"chargePointId": "CP1", "commandId": "c1"}


def run(monkeypatch: pytest.MonkeyPatch, csms: Csms, *words: str) -> Result:
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(configuration, words)


def test_some_keys_are_read_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers({"items": [COMMAND | {"status": "Answered"}]}, KNOWN)
    done = run(monkeypatch, csms, "read", "CP1", "heartbeatinterval", "Nope", "--json")
    assert [one["key"] for one in json.loads(done.stdout)] == ["HeartbeatInterval", "Nope"]
    assert body_of(csms.asked[0]) == {"keys": ["heartbeatinterval", "Nope"]}


def test_one_that_does_not_tell_is_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers({"items": [COMMAND | {"status": "TimedOut"}]})
    done = run(monkeypatch, csms, "read", "CP1")
    assert (done.exit_code, "TimedOut" in done.stdout) == (1, True)


def test_that_there_may_be_other_keys_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(monkeypatch, answers({"items": [], "unknown": []}), "CP1")
    assert "csms configuration read CP1" in done.stderr


def test_a_template_is_changed_by_what_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    file = tmp_path / "template.json"
    file.write_text('{"name": "T", "changedAt": "noon", "vendor": "V", "values": {"A": "1"}}')
    csms = answers({"values": {"A": "1", "B": "2=3"}})
    words = ("templates", "store", "T", "B=2=3", "--file", str(file), "--while-pending")
    assert run(monkeypatch, csms, *words).output == "T has 2 keys\n"
    values = {"A": "1", "B": "2=3"}
    assert body_of(csms.asked[0]) == {"vendor": "V", "applyWhilePending": True, "values": values}


def test_who_is_refused_a_template_is_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {"chargePointId": "CP2", "problem": {"status": 404, "detail": "CP2 is not there"}}
    csms = answers({"items": [COMMAND | {"key": "A", "status": "Sent"}, refused]})
    done = run(monkeypatch, csms, "templates", "apply", "T", "CP1", "CP2")
    assert done.exit_code == 1
    assert "CP2 is not there" in done.stdout
    assert "1 of 2 were refused" in done.stderr
