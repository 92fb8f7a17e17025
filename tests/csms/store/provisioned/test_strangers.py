import pytest

from csms.store.provisioned import strangers
from csms.store.provisioned.charge_points import ChargePoint, InvalidIdentity
from csms.store.reported import charge_point_state
from csms.store.table import fetch
from csms.wire.ocpp16 import Call
from tests.stored import provision, set_registration
from tests.support import NOON


@pytest.mark.usefixtures("store")
def test_a_stranger_becomes_a_pending_charge_point_once() -> None:
    strangers.take_in("NEW", 2, password_hash="hash")
    set_registration("NEW", "Accepted")
    strangers.take_in("NEW", 1, password_hash="another")
    (charge_point,) = fetch(ChargePoint.of("NEW"))
    assert charge_point
    assert charge_point.registration == "Accepted"
    assert (charge_point.security_profile, charge_point.password_hash) == (2, "hash")
    assert charge_point.by_name_sk == "NEW"


@pytest.mark.usefixtures("store")
def test_a_stranger_can_be_provisioned_and_reports_like_any_other() -> None:
    strangers.take_in("NEW", 2, password_hash="hash")
    provision("NEW", security_profile=1)
    call = Call("NEW", "1", NOON)
    charge_point_state.connector_reports(call, 1, {"status": "Available"})
    (charge_point,) = fetch(ChargePoint.of("NEW"))
    assert charge_point
    assert charge_point.registration == "Pending"
    assert set(charge_point.connectors.as_dict()) == {"1"}


def test_a_name_that_differs_by_case_from_one_that_is_there_is_refused(cp1: str) -> None:
    with pytest.raises(InvalidIdentity):
        strangers.take_in("cp1", 2, password_hash="hash")
    assert fetch(ChargePoint.of("cp1")) == (None,)
