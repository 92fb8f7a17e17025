import pytest

from csms.store.commands.automatisms import Automatism
from csms.store.table import ConditionFailed, fetch, perform

pytestmark = pytest.mark.usefixtures("store")


def test_of_two_who_read_the_same_only_one_writes() -> None:
    first, second = Automatism.of("CP1", "a/b"), Automatism.of("CP1", "a/b")
    first.firmware = ""
    perform(first.written())
    with pytest.raises(ConditionFailed):
        perform(second.written())
    (stored,) = fetch(Automatism.of("CP1", "a/b"))
    assert stored
    assert (stored.name, stored.switch, stored.charge_point_id) == ("a/b", "a", "CP1")
    assert stored.firmware == ""
    perform(first.written())
    with pytest.raises(ConditionFailed):
        perform(stored.written())
