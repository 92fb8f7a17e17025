from datetime import timedelta

import pytest

from csms.domain.command_context import CommandContext
from csms.outbound import triggers
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import ConditionFailed, fetch, perform
from outbound.trigger_message import TriggerMessage, TriggerMessageResponse
from tests.stored import set_registration
from tests.support import NOON

ASKED = TriggerMessage(requested_message="MeterValues", connector_id=1)


def context(command_id: str = "command-1") -> CommandContext:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    return CommandContext(charge_point, NOON, command_id)


def expected(**after: float) -> bool:
    return triggers.expects(context().charge_point, "MeterValues", NOON + timedelta(**after))


@pytest.fixture
def asked(cp1: str) -> None:
    for write in triggers.expect(ASKED, context()):
        perform(write)


@pytest.mark.usefixtures("asked")
def test_what_is_asked_for_is_expected_for_five_minutes() -> None:
    assert expected()
    assert expected(minutes=4, seconds=59)
    assert not expected(minutes=5)


@pytest.mark.usefixtures("asked")
def test_an_acceptance_changes_nothing() -> None:
    assert triggers.answered(ASKED, TriggerMessageResponse(status="Accepted"), context()) == []


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("status", ["Rejected", "NotImplemented"])
def test_a_refusal_ends_it(status: triggers.TriggerStatus) -> None:
    (write,) = triggers.answered(ASKED, TriggerMessageResponse(status=status), context())
    perform(write)
    assert not expected()


@pytest.mark.usefixtures("asked")
def test_a_refusal_of_another_command_does_not() -> None:
    (write,) = triggers.refused(ASKED, context("command-2"))
    with pytest.raises(ConditionFailed):
        perform(write)
    assert expected()


@pytest.mark.usefixtures("cp1")
def test_only_one_that_is_accepted_needs_no_boot() -> None:
    boot = TriggerMessage(requested_message="BootNotification")
    assert triggers.objection(boot, context())
    set_registration("CP1", "Pending")
    assert triggers.objection(boot, context()) is None
