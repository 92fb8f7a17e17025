from csms.domain.command_context import CommandContext
from csms.outbound.command import Command
from csms.store.provisioned.charge_points import ChargePoint
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
