"""The pending security profile: offered, withdrawn, or settled by what comes over a connection."""

import pytest

from csms.store.provisioned import upgrades
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.provisioned.provisioning import Settings, change
from csms.store.reported import connections
from csms.store.reported.connections import NoLongerAdmitted
from csms.store.table import ConditionFailed, fetch, perform
from tests.stored import provision
from tests.support import NOON


@pytest.fixture(params=["g1", None])
def cp1(store: None, request: pytest.FixtureRequest) -> str:
    """Also one that was stored before there were generations."""
    provision("CP1", security_profile=1, serial_number="SN-7", generation=request.param)
    perform(upgrades.offered("CP1", "c1", 2))
    return "CP1"


def stands() -> ChargePoint:
    (charge_point,) = fetch(ChargePoint.of("CP1"))
    assert charge_point
    return charge_point


def profiles() -> tuple[int, int | None]:
    return stands().security_profile, stands().pending_security_profile


def may_open(generation: str | None) -> bool:
    try:
        connections.opened(
            "CP1", "one", NOON, security_profile=2, source_ip="192.0.2.1", generation=generation
        )
    except NoLongerAdmitted:
        return False
    return True


def test_a_socket_of_either_profile_opens_and_only_its_own_after_the_settlement(cp1: str) -> None:
    before, pending = stands().generation, stands().pending_generation
    assert (may_open(before), may_open(pending)) == (True, True)
    now = upgrades.settled(stands())
    assert now
    assert now.admits(pending)
    assert not now.may_be_of(before)
    assert profiles() == (2, None)
    assert (may_open(before), may_open(pending)) == (False, True)


def test_it_settles_once_and_the_slower_sees_it(cp1: str) -> None:
    read_before = stands()
    first, second = upgrades.settled(read_before), upgrades.settled(read_before)
    assert first
    assert second
    assert first.generation == second.generation == read_before.pending_generation
    assert first.version == second.version


def test_withdrawn_what_it_opened_opens_nothing(cp1: str) -> None:
    pending, read_before = stands().pending_generation, stands()
    perform(upgrades.withdrawn("CP1", "c1"))
    assert not may_open(pending)
    now = upgrades.settled(read_before)
    assert now
    assert not now.may_be_of(pending)
    assert profiles() == (1, None)


def test_another_command_withdraws_nothing(cp1: str) -> None:
    with pytest.raises(ConditionFailed):
        perform(upgrades.withdrawn("CP1", "c0"))
    assert profiles() == (1, 2)


@pytest.mark.parametrize("profile", [0, 1])
def test_it_goes_upwards_only(profile: int, cp1: str) -> None:
    with pytest.raises(ConditionFailed):
        perform(upgrades.offered("CP1", "c2", profile))


def test_an_operator_who_sets_the_profile_ends_it_and_any_other_credential_does_not(
    cp1: str,
) -> None:
    pending = stands().pending_generation
    change(stands(), Settings(1, "another hash", "SN-7"))
    assert profiles() == (1, 2)
    assert not may_open(pending), "it was let in by what counts no longer"
    change(stands(), Settings(2, "another hash", "SN-7"))
    assert profiles() == (2, None)


def test_one_that_is_gone_is_not_settled(cp1: str) -> None:
    read_before = stands()
    perform(upgrades.offered("CP1", "c2", 3))
    assert upgrades.settled(read_before)
    assert profiles() == (1, 3)
