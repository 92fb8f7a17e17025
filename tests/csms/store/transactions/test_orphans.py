import pytest

from csms.store import transactions
from tests.csms.store.transactions.test_records import stop
from tests.stored import orphans_of

pytestmark = pytest.mark.usefixtures("store")


def test_an_orphan_without_readings_is_kept_once() -> None:
    for _ in range(2):
        transactions.keep_orphan("CP1", -1, stop(), "unknown transaction")
    (orphan,) = orphans_of("CP1")
    assert orphan.by_time_pk
    assert orphan.by_time_pk.startswith("STOP#2026-06#")
