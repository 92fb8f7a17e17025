import pytest

from csms.store.provisioned import passwords
from csms.store.provisioned.charge_points import ChargePoint, InvalidIdentity
from csms.store.reported import charge_point_state
from csms.store.table import fetch, perform, when
from csms.wire.ocpp16 import Call
from tests.stored import NotFound, provision, set_registration
from tests.support import NOON


def found(charge_point_id: str = "CP1") -> ChargePoint:
    (charge_point,) = fetch(ChargePoint.of(charge_point_id))
    assert charge_point
    return charge_point


@pytest.mark.usefixtures("store")
def test_a_provisioned_charge_point_is_accepted_from_the_start() -> None:
    provision("CP 1", security_profile=2, password_hash="hash", serial_number="S-1", interval=60)
    charge_point = found("CP 1")
    assert charge_point.charge_point_id == "CP 1"
    assert charge_point.registration == "Accepted"
    assert charge_point.security_profile == 2
    assert charge_point.password_hash == "hash"
    assert charge_point.serial_number == "S-1"
    assert charge_point.interval == 60
    assert charge_point.by_name_sk == "CP 1"


@pytest.mark.usefixtures("cp1")
def test_a_password_that_an_operator_sets_ends_the_change_to_another() -> None:
    perform(passwords.offered("CP1", "command-1", "the next"))
    provision("CP1", security_profile=1, password_hash="new")
    assert (found().password_hash, found().next_password_hash) == ("new", None)
    assert found().next_password_command is None


def test_provisioning_again_changes_the_settings_and_keeps_the_state(call: Call) -> None:
    charge_point_state.booted(call, {"chargePointVendor": "Vendor"})
    charge_point_state.connector_reports(call, 1, {"status": "Available"})
    perform(charge_point_state.availability_is("CP1", 1, {"type": "Inoperative"}, NOON))
    set_registration("CP1", "Pending")
    provision("CP1", security_profile=1, password_hash="new")
    charge_point = found()
    assert charge_point.availability.as_dict() == {"1": {"type": "Inoperative", "at": when(NOON)}}
    assert charge_point.security_profile == 1
    assert charge_point.password_hash == "new"
    assert charge_point.registration == "Pending"
    assert charge_point.boot == {"chargePointVendor": "Vendor"}
    assert "1" in charge_point.connectors.as_dict()
    provision("CP1", security_profile=0, registration="Rejected")
    assert found().password_hash is None
    assert found().registration == "Rejected"


@pytest.mark.parametrize("identity", ["", "CP:1", ":"])
@pytest.mark.usefixtures("store")
def test_an_identity_that_basic_authentication_cannot_carry_is_refused(identity: str) -> None:
    with pytest.raises(InvalidIdentity):
        provision(identity, security_profile=2)


def test_two_identities_may_not_differ_by_case_alone(cp1: str) -> None:
    with pytest.raises(InvalidIdentity):
        provision("cp1", security_profile=0)
    assert fetch(ChargePoint.of("cp1")) == (None,)
    provision("CP1", security_profile=1)
    assert found().security_profile == 1


def test_a_registration_is_set_with_its_interval(cp1: str) -> None:
    set_registration(cp1, "Pending", 60)
    assert (found().registration, found().interval) == ("Pending", 60)
    set_registration(cp1, "Accepted")
    assert (found().registration, found().interval) == ("Accepted", 60)


@pytest.mark.usefixtures("store")
def test_nobody_comes_to_be_by_a_registration() -> None:
    with pytest.raises(NotFound):
        set_registration("CP2", "Accepted")
    assert fetch(ChargePoint.of("CP2")) == (None,)
