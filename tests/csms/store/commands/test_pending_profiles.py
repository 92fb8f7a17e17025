from datetime import timedelta

import pytest

from csms.store.commands import pending_profiles
from csms.store.commands.charging_profiles import InstalledProfile
from csms.store.commands.pending_profiles import KEPT, MARGIN, PendingProfile
from csms.store.provisioned import provisioning
from csms.store.reported.configuration import Configuration, Entry
from csms.store.table import ConditionFailed, fetch, perform
from csms.store.transactions import Transaction
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

MINUTE = timedelta(minutes=1)
PROFILE = {"chargingProfileId": 8, "stackLevel": 2, "chargingProfilePurpose": "TxProfile"}


def stub(connector_id: int | None = 1, id_tag: str = "CARD-1") -> PendingProfile:
    return PendingProfile.of("CP1", connector_id, id_tag)


def wait(command_id: str = "command-1", minutes: int = 0) -> None:
    at = NOON + minutes * MINUTE
    perform(pending_profiles.waits(stub(), PROFILE, command_id, at, at + MINUTE))


def waiting() -> PendingProfile:
    (found,) = fetch(stub())
    assert found
    return found


def told(value: str) -> Configuration:
    configuration = Configuration.of("CP1")
    configuration.keep([Entry("ConnectionTimeOut", readonly=False, value=value, at=NOON)])
    return configuration


@pytest.mark.parametrize(
    ("value", "seconds"), [(None, 60), ("300", 300), ("0", 60), ("soon", 60), ("9" * 30, 86400)]
)
def test_it_waits_for_the_connection_time_out(value: str | None, seconds: int) -> None:
    until = pending_profiles.until(NOON, None if value is None else told(value))
    assert until == NOON + timedelta(seconds=seconds) + MARGIN


@pytest.mark.parametrize(
    ("after", "taken"),
    [(-MINUTE, False), (-MARGIN, True), (timedelta(0), True), (MINUTE, True), (2 * MINUTE, False)],
)
def test_it_is_for_a_transaction_that_begins_in_time(after: timedelta, taken: bool) -> None:
    wait()
    assert waiting().is_for(NOON + after) is taken


def test_the_case_of_a_tag_does_not_count_but_its_connector_does() -> None:
    assert stub(id_tag="card-1").sk == stub().sk
    assert len({stub(1).sk, stub(2).sk, stub(None).sk}) == 3


def test_one_that_waits_is_replaced_when_its_time_is_over() -> None:
    wait()
    with pytest.raises(ConditionFailed):
        wait("command-2")
    wait("command-2", minutes=2)
    assert waiting().command_id == "command-2"
    assert waiting().expires_at == NOON + 3 * MINUTE + KEPT


def test_one_that_was_accepted_replaces_another_as_it_was_read() -> None:
    wait()
    instead = pending_profiles.waits(
        stub(), PROFILE, "command-2", NOON, NOON + MINUTE, instead_of=waiting()
    )
    perform(instead)
    assert waiting().command_id == "command-2"
    with pytest.raises(ConditionFailed):
        perform(instead)


def test_its_time_begins_anew_while_it_waits() -> None:
    wait()
    longer = pending_profiles.waits_until(waiting(), NOON + 5 * MINUTE)
    perform(longer)
    assert (waiting().asked_at, waiting().until) == (NOON, NOON + 5 * MINUTE)
    perform(pending_profiles.refused(waiting(), 8, "command-1")[0])
    with pytest.raises(ConditionFailed):
        perform(longer)


def test_it_becomes_the_profile_of_its_transaction_once() -> None:
    wait()
    transaction = Transaction.of("CP1", 7)
    transaction.connector_id = 1
    writes = pending_profiles.taken_up(waiting(), transaction)
    for write in writes:
        perform(write)
    (installed,) = fetch(InstalledProfile.of("CP1", 8))
    assert installed
    assert (installed.connector_id, installed.transaction_id) == (1, 7)
    assert (installed.purpose, installed.stack_level) == ("TxProfile", 2)
    assert (installed.profile, installed.accepted_at) == (PROFILE, NOON)
    with pytest.raises(ConditionFailed):
        perform(writes[0])
    for write in pending_profiles.refused(stub(), 8, "command-1")[1:]:
        perform(write)
    assert fetch(InstalledProfile.of("CP1", 8)) == (None,)


def test_what_another_command_brought_is_not_refused() -> None:
    wait()
    with pytest.raises(ConditionFailed):
        perform(pending_profiles.refused(stub(), 8, "command-2")[0])


def test_the_next_charge_point_of_its_name_has_none() -> None:
    wait()
    provisioning.forget_device("CP1")
    assert fetch(stub()) == (None,)
