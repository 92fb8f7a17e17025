from csms.store.reported import charge_point_state
from csms.wire.ocpp16 import Call
from tests.api.support import ask
from tests.conftest import Says


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


def test_a_connector_of_a_status_that_nobody_knows_is_unknown_with_the_word_beside_it(
    says: Says,
) -> None:
    says("StatusNotification", {"connectorId": 1, "errorCode": "E17", "status": "Broken"})
    shown = ask("GET", "/charge-points/CP1/connectors/1").json
    assert (shown["status"], shown["errorCode"]) == ("Unknown", "OtherError")
    assert shown["asSent"] == {"status": "Broken", "errorCode": "E17"}
