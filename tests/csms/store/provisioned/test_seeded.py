import pytest

from csms.store.provisioned import seeded
from csms.store.provisioned.seeded import Seeded
from csms.store.table import ConditionFailed, fetch, perform
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def test_what_was_named_once_stays_known() -> None:
    assert fetch(Seeded.of("id-tags/A")) == (None,)
    perform(seeded.named(Seeded.of("id-tags/A"), NOON))
    (mark,) = fetch(Seeded.of("id-tags/A"))
    assert mark
    assert (mark.at, mark.expires_at) == (NOON, None)


def test_it_is_named_once() -> None:
    perform(seeded.named(Seeded.of("id-tags/A"), NOON))
    with pytest.raises(ConditionFailed):
        perform(seeded.named(Seeded.of("id-tags/A"), NOON))
