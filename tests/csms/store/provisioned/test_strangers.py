from datetime import timedelta

import pytest

from csms.store.provisioned import strangers
from csms.store.provisioned.charge_points import ChargePoint, InvalidIdentity
from csms.store.reported import charge_point_state
from csms.store.table import ConditionFailed, fetch, perform, update
from csms.wire.ocpp16 import Call
from tests.stored import provision, set_registration
from tests.support import NOON

ADDRESS = "203.0.113.9"


def taken_in(identity: str, profile: int, password_hash: str, minutes: int = 0) -> None:
    at = NOON + timedelta(minutes=minutes)
    strangers.take_in(identity, profile, at, source_ip=ADDRESS, password_hash=password_hash)


def stands(identity: str = "NEW") -> ChargePoint:
    (charge_point,) = fetch(ChargePoint.of(identity))
    assert charge_point
    return charge_point


@pytest.mark.usefixtures("store")
def test_a_stranger_becomes_a_pending_charge_point_once() -> None:
    taken_in("NEW", 2, "hash")
    set_registration("NEW", "Accepted")
    taken_in("NEW", 1, "another")
    (charge_point,) = fetch(ChargePoint.of("NEW"))
    assert charge_point
    assert charge_point.registration == "Accepted"
    assert (charge_point.security_profile, charge_point.password_hash) == (2, "hash")
    assert charge_point.by_name_sk == "NEW"


@pytest.mark.usefixtures("store")
def test_a_stranger_can_be_provisioned_and_reports_like_any_other() -> None:
    taken_in("NEW", 2, "hash")
    provision("NEW", security_profile=1)
    call = Call("NEW", "1", NOON)
    charge_point_state.connector_reports(call, 1, {"status": "Available"})
    (charge_point,) = fetch(ChargePoint.of("NEW"))
    assert charge_point
    assert charge_point.registration == "Pending"
    assert set(charge_point.connectors.as_dict()) == {"1"}


def test_a_name_that_differs_by_case_from_one_that_is_there_is_refused(cp1: str) -> None:
    with pytest.raises(InvalidIdentity):
        taken_in("cp1", 2, "hash")
    assert fetch(ChargePoint.of("cp1")) == (None,)


@pytest.mark.usefixtures("store")
def test_the_one_that_came_last_waits_first_in_the_list() -> None:
    for minutes, identity in enumerate(("A", "B", "C")):
        taken_in(identity, 1, "hash", minutes)
    later = NOON + timedelta(minutes=9)
    perform(strangers.came("A", later, source_ip="198.51.100.1", generation=None))
    assert [one.charge_point_id for one in strangers.waiting(2)] == ["A", "C"]
    first = strangers.waiting(1)[0]
    assert (first.onboarding_from, first.onboarding_times) == ("198.51.100.1", 2)
    assert (first.onboarding_since, first.onboarding_at) == (NOON, later)


def moved(identity: str = "NEW", **known_by: str) -> None:
    write = strangers.moved(identity, 2, NOON, source_ip=ADDRESS, generation="new", **known_by)
    perform(write)


@pytest.mark.usefixtures("store")
def test_one_that_waits_has_the_profile_at_which_it_came_last() -> None:
    taken_in("NEW", 1, "hash")
    moved(password_hash="later")
    assert (stands().security_profile, stands().password_hash) == (2, "later")
    assert (stands().generation, stands().version, stands().has_own_key) == ("new", 1, False)


def own_key() -> None:
    perform(update(ChargePoint.of("NEW"), [ChargePoint.password_hash.set("its own")]))


@pytest.mark.usefixtures("store")
def test_only_its_own_key_moves_one_that_has_a_key() -> None:
    taken_in("NEW", 1, "hash")
    with pytest.raises(ConditionFailed):
        moved()
    own_key()
    with pytest.raises(ConditionFailed):
        moved(password_hash="hash")
    with pytest.raises(ConditionFailed):
        moved(serial_number="SN-1")
    moved()
    assert (stands().security_profile, stands().password_hash) == (2, "its own")


@pytest.mark.usefixtures("store")
def test_a_certificate_is_for_the_serial_number_that_it_named_first() -> None:
    taken_in("NEW", 1, "hash")
    moved(serial_number="SN-1")
    with pytest.raises(ConditionFailed):
        moved(serial_number="SN-2")
    own_key()
    moved(serial_number="SN-1")


@pytest.mark.parametrize("registration", ["Accepted", "Rejected"])
@pytest.mark.usefixtures("store")
def test_who_does_not_wait_is_bound(registration: str) -> None:
    taken_in("NEW", 1, "hash")
    set_registration("NEW", registration)  # type: ignore[arg-type]
    with pytest.raises(ConditionFailed):
        moved(password_hash="hash")
    assert strangers.waiting(5) == []


def test_who_was_taken_in_before_there_was_acceptance_is_bound(cp1: str) -> None:
    set_registration(cp1, "Pending")
    with pytest.raises(ConditionFailed):
        moved(cp1, password_hash="hash")
    assert not stands(cp1).awaits_acceptance
