import pytest

from csms.store.provisioned import passwords
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.table import ConditionFailed, fetch, perform


@pytest.fixture(autouse=True)
def offered(cp1: str) -> None:
    perform(passwords.offered(cp1, "command-1", "the first"))
    passwords.adopt(cp1, "command-1")
    perform(passwords.offered(cp1, "command-2", "the second"))


def passwords_of(charge_point_id: str) -> tuple[str | None, str | None, str | None]:
    (one,) = fetch(ChargePoint.of(charge_point_id))
    assert one
    return one.password_hash, one.next_password_hash, one.next_password_command


def test_the_next_password_stands_beside_the_present_one(cp1: str) -> None:
    assert passwords_of(cp1) == ("the first", "the second", "command-2")


def test_an_adopted_one_takes_its_place(cp1: str) -> None:
    passwords.adopt(cp1, "command-2")
    assert passwords_of(cp1) == ("the second", None, None)
    passwords.adopt(cp1, "command-2")
    assert passwords_of(cp1) == ("the second", None, None)


def test_a_withdrawn_one_is_gone(cp1: str) -> None:
    perform(passwords.withdrawn(cp1, "command-2"))
    assert passwords_of(cp1) == ("the first", None, None)


def test_another_command_decides_nothing(cp1: str) -> None:
    passwords.adopt(cp1, "command-1")
    with pytest.raises(ConditionFailed):
        perform(passwords.withdrawn(cp1, "command-1"))
    assert passwords_of(cp1) == ("the first", "the second", "command-2")


def test_a_charge_point_that_is_gone_gets_no_password(cp1: str) -> None:
    with pytest.raises(ConditionFailed):
        perform(passwords.offered("CP2", "command-1", "hash"))
