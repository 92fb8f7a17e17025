"""`csms call-many`: to whom, in requests that the API takes."""

import pytest
from click.testing import CliRunner, Result

from csms_tools.commands.call_many import call_many
from csms_tools.operator import options
from tests.csms_tools.operator.support import Csms, answers, body_of

RESET = ("Reset", "type=Soft")


def run(monkeypatch: pytest.MonkeyPatch, csms: Csms, *words: str, typed: str = "") -> Result:
    monkeypatch.setattr(options, "reached", lambda *_: csms.api)
    return CliRunner().invoke(call_many, [*RESET, *words], input=typed)


def test_more_than_one_request_takes_are_sent_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    csms = answers({"items": []}, {"items": []})
    named = "".join(f"CP{number}\n" for number in range(101)) + "\nCP7\n"
    done = run(monkeypatch, csms, "--to", "CP7", "--to-file", "-", typed=named)
    assert done.exit_code == 0
    parts = [body_of(request)["chargePointIds"] for request in csms.asked]
    assert [len(part) for part in parts] == [100, 1]
    assert parts[0][:2] == ["CP7", "CP0"]


def test_one_that_is_refused_is_exit_code_1_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = {"status": 409, "detail": "it is busy"}
    csms = answers(
        {
            "items": [
                {"chargePointId": "CP1", "status": "Sent"},
                {"chargePointId": "CP2", "problem": problem},
            ]
        }
    )
    done = run(monkeypatch, csms, "--to", "CP1", "--to", "CP2")
    assert (done.exit_code, "it is busy" in done.stdout) == (1, True)


def test_nobody_is_asked_for_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, answers()).exit_code == 2
