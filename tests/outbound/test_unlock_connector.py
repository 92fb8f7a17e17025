import pytest

from tests.csms.command_steps import found
from tests.outbound.support import ask, configured, refusal


@pytest.mark.parametrize("status", ["Unlocked", "UnlockFailed", "NotSupported"])
def test_the_answer_is_shown(status: str) -> None:
    ask("UnlockConnector", {"connectorId": 1}, {"status": status})
    assert found("command-1").response == {"status": status}


def test_the_charge_point_itself_has_no_lock() -> None:
    assert (
        refusal("UnlockConnector", {"connectorId": 0})
        == "connector 0 is the charge point itself, which has no lock"
    )


def test_a_connector_that_is_not_there_cannot_be_unlocked() -> None:
    assert refusal("UnlockConnector", {"connectorId": 2}) is None
    configured(NumberOfConnectors="1")
    assert (
        refusal("UnlockConnector", {"connectorId": 2})
        == "the charge point has no connector 2: its NumberOfConnectors is 1"
    )
    assert refusal("UnlockConnector", {"connectorId": 1}) is None
