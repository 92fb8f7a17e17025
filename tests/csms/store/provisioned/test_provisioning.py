from dataclasses import replace

import pytest

from csms.store.commands.charging_profiles import GoneProfiles
from csms.store.commands.local_lists import LocalList
from csms.store.provisioned.charge_points import ChargePoint, ChargePointName, InvalidIdentity
from csms.store.provisioned.provisioning import Settings, change, create, forget_device, remove
from csms.store.provisioned.versions import AlreadyThere, Moved
from csms.store.reported.configuration import Configuration
from csms.store.reported.problems import FRAME_TOO_LARGE, came
from csms.store.table import absent, delete, fetch, perform, put, update
from csms.store.transactions import ClocklessStart
from csms.store.transactions.reservations import Reservation
from tests.stored import problems_of, provision
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")

SECURED = Settings(2, "hash", "S-1", "Pending", 60)
KNOWN = [
    Configuration.of("CP1"),
    LocalList.of("CP1"),
    GoneProfiles.of("CP1"),
    ClocklessStart("CP#CP1", "CLOCKLESS#digest", transaction_id=7),
]
RESERVED = Reservation(
    "CP#CP1",
    "RESERVATION#0000000007",
    connector_id=1,
    id_tag="CARD-1",
    expiry_date=NOON,
    status="Accepted",
    answered_at=NOON,
    command_id="command-1",
)


def found(charge_point_id: str = "CP1") -> ChargePoint:
    (charge_point,) = fetch(ChargePoint.of(charge_point_id))
    assert charge_point
    return charge_point


def test_a_created_charge_point_is_as_if_it_had_been_provisioned() -> None:
    create("CP1", SECURED)
    created = found()
    perform(delete(created))
    perform(delete(ChargePointName.of("CP1")))
    provision(
        "CP1",
        security_profile=2,
        password_hash="hash",
        serial_number="S-1",
        registration="Pending",
        interval=60,
        generation=created.generation,
    )
    assert found().serialize() == created.serialize()
    assert Settings.of(created) == SECURED


@pytest.mark.parametrize("identity", ["", "a:b"])
def test_an_identity_that_basic_authentication_cannot_carry_is_refused(identity: str) -> None:
    with pytest.raises(InvalidIdentity):
        create(identity, Settings(0))


def test_an_identity_is_used_once_whatever_its_case() -> None:
    create("CP1", Settings(0))
    with pytest.raises(AlreadyThere):
        create("CP1", SECURED)
    with pytest.raises(InvalidIdentity):
        create("cp1", SECURED)
    assert Settings.of(found()) == Settings(0)


def test_what_was_read_before_another_change_changes_nothing() -> None:
    create("CP1", Settings(0))
    read = found()
    change(read, SECURED)
    with pytest.raises(Moved):
        change(read, Settings(1, "other"))
    with pytest.raises(Moved):
        remove(read)
    assert Settings.of(found()) == SECURED


def test_who_has_been_deleted_is_not_changed_into_being() -> None:
    create("CP1", Settings(0))
    read = found()
    remove(read)
    with pytest.raises(Moved):
        change(read, SECURED)
    with pytest.raises(Moved):
        remove(read)
    assert fetch(ChargePoint.of("CP1"), ChargePointName.of("CP1")) == (None, None)


def test_what_joins_a_change_is_done_with_it_or_not_at_all() -> None:
    create("CP1", Settings(0))
    in_the_way = absent(ChargePointName.of("CP1"))
    with pytest.raises(Moved):
        change(found(), SECURED, in_the_way)
    assert Settings.of(found()) == Settings(0)


def test_a_device_is_forgotten_and_its_charge_point_is_not() -> None:
    create("CP1", SECURED)
    for _ in range(2):
        came("CP1", FRAME_TOO_LARGE, NOON)
    for item in (*KNOWN, RESERVED):
        perform(put(item))
    assert problems_of("CP1")
    for _ in range(2):
        forget_device("CP1")
    assert problems_of("CP1") == []
    assert fetch(*KNOWN, RESERVED) == (None,) * (len(KNOWN) + 1)
    assert Settings.of(found()) == SECURED


@pytest.mark.parametrize(
    ("settings", "moves"),
    [
        (replace(SECURED, password_hash="another"), True),
        (replace(SECURED, security_profile=1), True),
        (replace(SECURED, serial_number=None), True),
        (replace(SECURED, registration="Accepted", interval=None), False),
        (SECURED, False),
    ],
)
@pytest.mark.parametrize("older", [False, True])
def test_what_opens_its_sockets_is_of_another_generation_when_it_changes(
    settings: Settings, moves: bool, older: bool
) -> None:
    create("CP1", SECURED)
    if older:
        perform(update(found(), [ChargePoint.generation.remove()]))
    before = found().generation
    assert bool(before) is not older
    change(found(), settings)
    assert (found().generation != before) is moves


def test_a_charge_point_of_an_old_name_is_of_another_generation() -> None:
    create("CP1", SECURED)
    first = found()
    remove(first)
    create("CP1", SECURED)
    assert found().generation
    assert found().generation != first.generation
