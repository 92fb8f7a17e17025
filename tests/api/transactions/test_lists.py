import pytest

from api.transactions.lists import load, ranges, running_on
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


def test_what_runs_on_a_charge_point_is_found_beside_it() -> None:
    for number in (7, 8):
        transactions.begin(transaction(number), None)
    transactions.end(found(7), stop())
    assert [one.transaction_id for one in running_on("CP1")] == [8]
    assert running_on("CP2") == []
