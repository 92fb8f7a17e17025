from datetime import timedelta
from typing import Any

import pytest

from csms.outbound import triggers
from tests.conftest import Says
from tests.csms.command_steps import answer, error, send
from tests.outbound.support import ask, charge_point, configured, refusal
from tests.stored import set_registration
from tests.support import NOON

BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}
ASKED = {"requestedMessage": "MeterValues", "connectorId": 1}


def expected(message: str = "MeterValues", **after: float) -> bool:
    return triggers.expects(charge_point(), message, NOON + timedelta(**after))


def test_a_message_that_was_asked_for_is_expected_for_a_while() -> None:
    assert not expected()
    ask("TriggerMessage", ASKED)
    assert expected(minutes=4)
    assert not expected(minutes=5)
    assert not expected("Heartbeat")


def test_it_is_expected_before_the_answer_for_it_may_overtake_it() -> None:
    send("command-1", "TriggerMessage", ASKED)
    assert expected()


@pytest.mark.parametrize("status", ["Rejected", "NotImplemented"])
def test_what_was_refused_is_not(status: str) -> None:
    ask("TriggerMessage", ASKED, {"status": status})
    assert not expected()


def test_nor_what_was_answered_with_an_error() -> None:
    send("command-1", "TriggerMessage", ASKED)
    error("command-1")
    assert not expected()


def test_a_refusal_leaves_what_was_asked_for_again() -> None:
    send("command-1", "TriggerMessage", ASKED)
    send("command-2", "TriggerMessage", ASKED, at=NOON)
    answer("command-1")
    answer("command-1", {"status": "Rejected"})
    assert expected()


def test_a_charge_point_that_is_accepted_need_not_boot() -> None:
    boot: dict[str, Any] = {"requestedMessage": "BootNotification"}
    reason = refusal("TriggerMessage", boot)
    assert reason
    assert reason.startswith("the charge point is Accepted")
    set_registration("CP1", "Pending")
    assert refusal("TriggerMessage", boot) is None


def test_one_that_was_last_told_pending_may_boot_and_so_hear_that_it_is_accepted(
    says: Says,
) -> None:
    boot: dict[str, Any] = {"requestedMessage": "BootNotification"}
    set_registration("CP1", "Pending")
    says("BootNotification", BOOT)
    set_registration("CP1", "Accepted")
    assert refusal("TriggerMessage", boot) is None
    answered = says("BootNotification", BOOT)
    assert answered
    assert answered[2]["status"] == "Accepted"
    assert refusal("TriggerMessage", boot)


def test_a_connector_that_is_not_there_says_nothing() -> None:
    """Certification case 055 does it all the same: with force."""
    assert refusal("TriggerMessage", ASKED | {"connectorId": 3}) is None
    configured(NumberOfConnectors="2")
    assert (
        refusal("TriggerMessage", ASKED | {"connectorId": 3})
        == "the charge point has no connector 3: its NumberOfConnectors is 2"
    )
    assert refusal("TriggerMessage", {"requestedMessage": "StatusNotification"}) is None
