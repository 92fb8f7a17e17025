"""Whether what came of a command is what was wanted."""

from typing import Any, get_args

import httpx
import pytest

from csms.store.commands import Outcome
from csms_tools.commands import Failed
from csms_tools.operator.outcomes import GOOD, ON_ITS_WAY, conclude, judge, show, told, waited_for
from csms_tools.operator.output import Output
from outbound import COMMANDS
from tests.csms_tools.operator.support import Csms, answers

BAD = {
    "Failed", "Faulted", "InvalidCertificate", "NotFound", "NotImplemented", "NotSupported",
    "Occupied", "Rejected", "RevokedCertificate", "Unavailable", "Unknown", "UnknownMessageId",
    "UnknownVendorId", "UnlockFailed", "VersionMismatch",
}  # fmt: skip


def command(status: str, **more: Any) -> dict[str, Any]:
    known = {"commandId": "7", "chargePointId": "CP1", "action": "Reset"}
    return {**known, "status": status, **more}


def test_every_status_of_every_answer_is_either_wanted_or_not() -> None:
    fields = (COMMANDS[action].response.model_fields.get("status") for action in COMMANDS)
    statuses = {status for field in fields if field for status in get_args(field.annotation)}
    assert statuses == GOOD | BAD


@pytest.mark.parametrize("said", [{"status": status} for status in GOOD] + [{}, {"listVersion": 1}])
def test_an_answer_that_was_wanted_is_no_failure(said: dict[str, Any]) -> None:
    judge(command("Answered", response=said))


@pytest.mark.parametrize("said", sorted(BAD))
def test_a_refusal_is_one(said: str) -> None:
    with pytest.raises(Failed, match=f"Reset: CP1 answered {said}$"):
        judge(command("Answered", response={"status": said}))


@pytest.mark.parametrize("outcome", sorted({*get_args(Outcome)} - {"Answered"}))
def test_every_other_end_is_one(outcome: str) -> None:
    with pytest.raises(Failed, match=f"Reset to CP1: {outcome}$"):
        judge(command(outcome))


@pytest.mark.parametrize("status", sorted(ON_ITS_WAY))
def test_what_is_on_its_way_is_none_yet(status: str) -> None:
    judge(command(status))


def test_an_error_is_told_with_its_code() -> None:
    error = {"code": "NotSupported", "description": "never"}
    assert told(command("CallError", error=error)) == "answered the error NotSupported never"
    assert told(command("TooLarge", error=error)) == "TooLarge: never"


def test_it_is_asked_for_until_it_has_ended() -> None:
    csms = answers(command("Sent"), command("Answered"))
    ended = waited_for(csms.api, Output(), command("Queued"), 60)
    assert ended["status"] == "Answered"
    first, _ = csms.asked
    assert str(first.url) == "https://csms.example/charge-points/CP1/commands/7?wait=25"


def test_what_has_ended_is_not_asked_for() -> None:
    assert waited_for(answers().api, Output(), command("TimedOut"), 60)["status"] == "TimedOut"


def test_what_has_not_ended_in_time_is_a_failure_if_it_was_waited_for() -> None:
    conclude(answers().api, Output(), command("Sent"), None)
    never = Csms(lambda _: httpx.Response(200, json=command("Sent")))
    with pytest.raises(Failed, match=r"^Reset: after 0.01 s it is Sent; it may boot yet$"):
        conclude(never.api, Output(), command("Sent"), 0.01, meanwhile="it may boot yet")


def test_an_answer_after_the_end_counts_as_one() -> None:
    late = command("ConnectionLost", lateAnswer={"response": {"status": "Accepted"}})
    assert told(late) == "ConnectionLost, answered late Accepted"
    judge(late)
    with pytest.raises(Failed, match=r"Reset: CP1 answered Rejected$"):
        judge(command("TimedOut", lateAnswer={"response": {"status": "Rejected"}}))
    with pytest.raises(Failed, match=r"Reset to CP1: TimedOut$"):
        judge(command("TimedOut", lateAnswer={"error": {"code": "InternalError"}}))


def test_what_was_answered_in_rows_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    keys = [{"key": "A", "readonly": True, "value": "1"}, {"key": "BB", "readonly": False}]
    response = {"configurationKey": keys, "unknownKey": ["C"]}
    show(Output(terminal=False), command("Answered", response=response))
    assert capsys.readouterr().out.splitlines() == [
        "7  answered",
        "unknownKey  C",
        "key  readonly  value",
        "A    yes       1",
        "BB   no",
    ]
