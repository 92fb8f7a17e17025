import pytest

from csms.outbound import triggers
from tests.csms.command_steps import error, send
from tests.outbound.support import ask, charge_point, refusal
from tests.stored import set_registration
from tests.support import NOON, Sockets

ASKED = {"requestedMessage": "SignChargePointCertificate"}


def expected() -> bool:
    return triggers.expects(charge_point(), "SignChargePointCertificate", NOON)


def test_a_message_of_the_whitepaper_is_asked_for_without_a_connector(sockets: Sockets) -> None:
    """Certification case 074."""
    assert refusal("ExtendedTriggerMessage", ASKED) is None
    ask("ExtendedTriggerMessage", ASKED)
    assert sockets.frames[-1] == [2, "command-1", "ExtendedTriggerMessage", ASKED]
    assert expected()


@pytest.mark.parametrize("status", ["Rejected", "NotImplemented"])
def test_what_was_refused_is_not_expected(status: str) -> None:
    ask("ExtendedTriggerMessage", ASKED, {"status": status})
    assert not expected()


def test_nor_what_was_answered_with_an_error() -> None:
    send("command-1", "ExtendedTriggerMessage", ASKED)
    error("command-1")
    assert not expected()


def test_its_connectors_begin_at_1() -> None:
    asked = {"requestedMessage": "MeterValues", "connectorId": 0}
    assert (
        refusal("ExtendedTriggerMessage", asked)
        == "the connectors of this message begin at 1; without one it means all"
    )
    assert refusal("ExtendedTriggerMessage", asked | {"connectorId": 1}) is None


def test_a_charge_point_that_is_accepted_need_not_boot() -> None:
    boot = {"requestedMessage": "BootNotification"}
    assert refusal("ExtendedTriggerMessage", boot)
    set_registration("CP1", "Pending")
    assert refusal("ExtendedTriggerMessage", boot) is None
