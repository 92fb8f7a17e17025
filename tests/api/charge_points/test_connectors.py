from csms.store.reported import charge_point_state
from csms.wire.ocpp16 import Call
from tests.api.support import ask


def test_connectors_are_those_that_were_reported(call: Call) -> None:
    for number in (0, 2):
        state = {"status": "Available", "errorCode": "NoError"}
        charge_point_state.connector_reports(call, number, state)
    listed = ask("GET", "/charge-points/CP1/connectors", role="viewer").json["items"]
    assert [connector["connectorId"] for connector in listed] == [0, 2]
    assert ask("GET", "/charge-points/CP1/connectors/2").json == listed[1]


def test_an_unknown_connector_or_charge_point_is_not_there(cp1: str) -> None:
    assert ask("GET", "/charge-points/CP1/connectors").json == {"items": []}
    assert ask("GET", "/charge-points/CP1/connectors/1").status == 404
    assert ask("GET", "/charge-points/CP2/connectors").status == 404
    assert ask("GET", "/charge-points/CP2/connectors/1").status == 404
    assert ask("GET", "/charge-points/CP1/connectors/x").fields == ["connectorId"]
