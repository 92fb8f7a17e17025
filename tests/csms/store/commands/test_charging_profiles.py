from decimal import Decimal

import pytest

from csms.store.commands import charging_profiles
from csms.store.commands.charging_profiles import GoneProfiles, InstalledProfile
from csms.store.commands.charging_profiles import of_charge_point as profiles_of
from csms.store.table import ConditionFailed, Write, fetch, perform, put, query
from csms.wire.charging_profiles import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

SCHEDULE = ChargingSchedule(
    charging_rate_unit="A",
    charging_schedule_period=[ChargingSchedulePeriod(start_period=0, limit=Decimal("8.1"))],
)


def install(number: int, command_id: str = "command-1") -> InstalledProfile:
    profile = ChargingProfile(
        charging_profile_id=number,
        stack_level=number,
        charging_profile_purpose="TxDefaultProfile",
        charging_profile_kind="Relative",
        charging_schedule=SCHEDULE,
    )
    installed = charging_profiles.accepted("CP1", 1, profile, NOON, command_id)
    perform(put(installed))
    return installed


def stored() -> list[InstalledProfile]:
    return query(InstalledProfile, "CP#CP1", InstalledProfile.PREFIX)


def gone() -> GoneProfiles | None:
    (found,) = fetch(GoneProfiles.of("CP1"))
    return found


def remove(*numbers: int) -> list[Write]:
    leaving = [one for one in stored() if one.charging_profile_id in numbers]
    writes = charging_profiles.removed("CP1", leaving, stored(), gone())
    for write in writes:
        perform(write)
    return writes


def ids() -> list[int]:
    return [one.charging_profile_id for one in profiles_of("CP1")]


def test_what_is_accepted_is_there() -> None:
    install(7)
    (found,) = profiles_of("CP1")
    assert found.profile["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 8.1
    assert profiles_of("CP2") == []


def test_few_are_deleted_at_once() -> None:
    for number in range(3):
        install(number)
    assert len(remove(0, 2)) == 2
    assert [one.charging_profile_id for one in stored()] == [1]
    assert gone() is None


def test_many_are_gone_at_once_and_deleted_by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charging_profiles, "AT_ONCE", 2)
    for number in range(7):
        install(number)
    assert len(remove(*range(6))) == 3
    assert ids() == [6]
    assert len(stored()) == 5
    remove()
    assert (ids(), len(stored())) == ([6], 3)
    remove(6)
    assert (ids(), len(stored())) == ([], 1)
    remove()
    assert stored() == []
    kept = gone()
    assert kept
    assert kept.marks == set()
    install(1)
    assert ids() == [1]


def test_what_waits_goes_on_waiting_where_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(charging_profiles, "AT_ONCE", 2)
    for number in range(6):
        install(number)
    remove(0, 1, 2)
    assert len(remove(3, 4)) == 2
    assert (ids(), len(stored())) == ([5], 2)
    remove()
    assert (ids(), len(stored())) == ([5], 1)


def test_the_next_of_its_id_is_not_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charging_profiles, "AT_ONCE", 1)
    for number in (1, 2):
        install(number)
    remove(1, 2)
    assert ids() == []
    install(2, "command-2")
    assert ids() == [2]
    remove()
    assert ids() == [2]


def test_what_was_replaced_meanwhile_is_not_deleted() -> None:
    leaving = [install(1)]
    install(1, "command-2")
    (write,) = charging_profiles.removed("CP1", leaving, leaving, None)
    with pytest.raises(ConditionFailed):
        perform(write)


def test_a_number_that_is_in_use_is_not_free() -> None:
    install(1)
    assert charging_profiles.NUMBERS.free("CP1") == 2
