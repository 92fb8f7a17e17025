from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.provisioned.charge_points import ChargePoint
from csms.wire.frames import CallErrorFrame, CallResultFrame, MalformedAnswerFrame
from outbound.reset import Reset, ResetResponse
from tests.support import NOON


def test_a_command_is_named_after_its_request_and_does_nothing_by_itself() -> None:
    plain = Command(Reset, ResetResponse)
    asked, answer = Reset(type="Hard"), ResetResponse(status="Accepted")
    context = CommandContext(ChargePoint.of("CP1"), NOON)
    assert plain.action == "Reset"
    assert plain.objection(asked, context) is None
    assert [
        *plain.needs(asked, "CP1"),
        *plain.leads_to(asked, context),
        *plain.on_send(asked, context),
        *plain.on_response(asked, answer, context),
        *plain.on_error(asked, context),
        *plain.lists,
        *plain.fills,
    ] == []


def test_only_what_it_does_may_follow_from_an_answer() -> None:
    said = CallResultFrame("c1", {})
    refused = CallErrorFrame("c1", "InternalError", "", {})
    broken = MalformedAnswerFrame("c1", "cut off")
    plain = Command(Reset, ResetResponse)
    assert not any(plain.leads_somewhere(answer) for answer in (said, refused, broken))
    hears = Command(Reset, ResetResponse, on_response=lambda *_: [])
    assert [hears.leads_somewhere(answer) for answer in (said, refused, broken)] == [1, 0, 0]
    fails = Command(Reset, ResetResponse, on_error=lambda *_: [])
    assert [fails.leads_somewhere(answer) for answer in (said, refused, broken)] == [0, 1, 0]
