from datetime import timedelta

import pytest

from csms.store.provisioned.charge_points import ChargePoint, received
from csms.store.reported import charge_point_state
from csms.store.table import delete, fetch, perform, query
from csms.wire.errors import Refused
from csms.wire.ocpp16 import Call
from tests.csms.store.provisioned.test_charge_points import found
from tests.support import NOON


def test_heartbeats_and_statuses_touch_no_index(call: Call) -> None:
    before = found()
    charge_point_state.heard(Call("CP1", "2", NOON + timedelta(hours=1)))
    charge_point_state.connector_reports(call, 1, {"status": "Charging"})
    after = found()
    assert (after.by_name_pk, after.by_name_sk) == (before.by_name_pk, before.by_name_sk)
    assert after.by_time_pk is None


def test_when_a_connector_was_last_available_is_kept_beside_what_it_is(call: Call) -> None:
    charge_point_state.connector_reports(call, 1, {"status": "Available"})
    later = Call("CP1", "2", NOON + timedelta(hours=1))
    charge_point_state.connector_reports(later, 1, {"status": "Charging"})
    assert found().connectors.as_dict()["1"]["status"] == "Charging"
    assert received(found().available_at.as_dict()["1"]) == NOON


def test_all_that_is_known_of_a_charge_point_is_in_one_partition(call: Call) -> None:
    charge_point_state.heard(call)
    assert [item.sk for item in query(ChargePoint, "CP#CP1")] == ["CP"]


def test_the_first_connectors_have_room_for_all_they_say_and_the_others_for_a_status(
    call: Call,
) -> None:
    texts = {"info": 50 * "ü", "vendorErrorCode": 50 * "ü", "vendorId": 255 * "x"}
    state = {"status": "SuspendedEVSE", "errorCode": "NoError"} | texts
    sent = {"asSent": {"colour": 2_000 * "x"}}
    for connector_id in (0, 15, 16, -1):
        charge_point_state.connector_reports(call, connector_id, state | sent)
    kept = found().connectors.as_dict()
    for number in ("0", "15"):
        assert {**kept[number], "asSent": "", "receivedAt": ""} == {
            **state,
            "asSent": "",
            "receivedAt": "",
        }
    for number in ("16", "-1"):
        del kept[number]["receivedAt"]
        assert kept[number] == {
            "status": "SuspendedEVSE",
            "errorCode": "NoError",
            "info": 50 * "ü",
            "vendorErrorCode": 3 * "ü",
        }


def test_deleting_is_final_whoever_speaks_afterwards(call: Call) -> None:
    perform(delete(ChargePoint.of("CP1")))
    for speak in (
        lambda: charge_point_state.heard(call),
        lambda: charge_point_state.booted(call, {}),
        lambda: charge_point_state.connector_reports(call, 1, {"status": "Available"}),
    ):
        with pytest.raises(Refused):
            speak()
    assert fetch(ChargePoint.of("CP1")) == (None,)
