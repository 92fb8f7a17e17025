import pytest

from api.charge_points.connector_views import connectors
from csms.store.table import when
from tests.csms.command_steps import SECOND
from tests.outbound.support import ask, charge_point, configured, refusal
from tests.support import NOON

ASKED = {"connectorId": 1, "type": "Inoperative"}


@pytest.mark.parametrize("status", ["Accepted", "Scheduled"])
def test_what_was_set_is_remembered_for_the_connector(status: str) -> None:
    ask("ChangeAvailability", ASKED, {"status": status})
    ask("ChangeAvailability", {"connectorId": 0, "type": "Operative"}, command_id="another")
    at = when(NOON + SECOND)
    assert charge_point().availability.as_dict() == {
        "1": {"type": "Inoperative", "status": status, "at": at},
        "0": {"type": "Operative", "status": "Accepted", "at": at},
    }


def test_the_charge_point_as_a_whole_settles_what_a_connector_had_scheduled() -> None:
    ask("ChangeAvailability", ASKED, {"status": "Scheduled"})
    whole = {"connectorId": 0, "type": "Operative"}
    ask("ChangeAvailability", whole, {"status": "Rejected"}, command_id="refused")
    (connector,) = connectors(charge_point())
    assert connector.availability
    assert connector.availability.status == "Scheduled"
    ask("ChangeAvailability", whole, command_id="taken")
    for connector in connectors(charge_point()):
        assert connector.availability
        assert (connector.availability.type, connector.availability.status) == (
            "Operative",
            "Accepted",
        )


def test_what_was_rejected_is_not() -> None:
    ask("ChangeAvailability", ASKED, {"status": "Rejected"})
    assert charge_point().availability.as_dict() == {}


def test_a_connector_that_is_not_there_cannot_be_changed() -> None:
    unknown = ASKED | {"connectorId": 3}
    assert refusal("ChangeAvailability", unknown) is None
    configured(NumberOfConnectors="2")
    assert (
        refusal("ChangeAvailability", unknown)
        == "the charge point has no connector 3: its NumberOfConnectors is 2"
    )
    assert refusal("ChangeAvailability", ASKED | {"connectorId": 2}) is None
    assert refusal("ChangeAvailability", ASKED | {"connectorId": 0}) is None
