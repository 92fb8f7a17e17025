from datetime import timedelta

import pytest

from csms.store import table
from csms.store.reported import recent
from csms.store.reported.recent import FEW, KEPT, MOST, Recent
from csms.store.table import when
from tests.support import NOON

SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("store")


def test_what_happens_is_told_with_all_that_did_of_late() -> None:
    assert recent.add("CP1", "ENDINGS", NOON, "a", "b") == [[when(NOON), "a", "b"]]
    later = NOON + SECOND
    assert recent.add("CP1", "ENDINGS", later, "c") == [[when(NOON), "a", "b"], [when(later), "c"]]
    assert recent.add("CP1", "BOOTS", NOON) == [[when(NOON)]]
    assert recent.add("CP2", "BOOTS", NOON) == [[when(NOON)]]


def test_it_never_outgrows_its_item_and_keeps_the_newest() -> None:
    for number in range(MOST + FEW):
        noted = recent.add("CP1", "BOOTS", NOON + number * SECOND)
        assert len(noted) > FEW or number < FEW
        assert len(noted) <= MOST + 1
        assert noted[-1] == [when(NOON + number * SECOND)]


def test_it_goes_a_day_after_the_last() -> None:
    recent.add("CP1", "BOOTS", NOON)
    recent.add("CP1", "BOOTS", NOON + SECOND)
    (found,) = table.fetch(Recent.of("CP1", "BOOTS"))
    assert found
    assert found.expires_at == NOON + SECOND + KEPT
