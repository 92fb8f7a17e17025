from ocpp.v16 import call, call_result
from ocpp.v16.enums import ResetStatus

from csms_tools.charge_point.conversation.payloads import request, to_wire


def test_members_take_the_names_of_the_wire_and_empty_ones_are_left_out() -> None:
    answer = call_result.GetCompositeSchedule("Accepted", connector_id=1)  # type: ignore[arg-type]
    assert to_wire(answer) == {"status": "Accepted", "connectorId": 1}
    assert to_wire(call_result.Reset(ResetStatus.accepted)) == {"status": "Accepted"}


def test_what_lies_deeper_stays_as_it_is() -> None:
    log = {"remoteLocation": "http://127.0.0.1/"}
    got = request("GetLog", {"log": log, "logType": "SecurityLog", "requestId": 1})
    assert got == call.GetLog(log=log, log_type="SecurityLog", request_id=1)  # type: ignore[arg-type]


def test_unknown_members_are_dropped() -> None:
    assert request("ClearCache", {"more": 1}) == call.ClearCache()
