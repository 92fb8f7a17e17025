import pytest

from api.transactions.lists import load, ranges
from csms.store import transactions
from csms.store.paging import part
from tests.csms.store.transactions.test_records import found, stop, transaction
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize("charge_point_id", [None, "CP1"])
def test_running_and_stopped_are_all_there_is(charge_point_id: str | None) -> None:
    for number in (7, 8, 9):
        transactions.begin(transaction(number), None)
    transactions.end(found(8), stop())
    numbers = {
        status: {
            one.transaction_id
            for one in part(
                ranges(charge_point_id, status, NOON, None, None), 9, None, load(status, None)
            ).items
        }
        for status in ("running", "stopped", None)
    }
    assert numbers == {"running": {7, 9}, "stopped": {8}, None: {7, 8, 9}}
