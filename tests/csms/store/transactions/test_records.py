from datetime import timedelta
from decimal import Decimal

import pytest

from csms.store import transactions
from csms.store.table import fetch
from csms.store.transactions import Running, Stop, Transaction
from csms.store.transactions.records import MOST_RUNNING
from tests.stored import orphans_of, transactions_of
from tests.support import NOON

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("store")


def transaction(number: int = 7, *, status: str = "Accepted", digest: str = "7") -> Transaction:
    one = Transaction.of("CP1", number)
    one.connector_id = 1
    one.id_tag = "CARD-1"
    one.id_tag_info = {"status": status}
    one.started_at = one.start_received_at = NOON
    one.start_digest = digest
    one.meter_start = 4200
    return one


def stop(digest: str = "stop", meter_stop: int | None = 5200) -> Stop:
    return Stop(NOON + HOUR, NOON + HOUR, meter_stop, None, "Local", digest)


def found(number: int = 7) -> Transaction:
    one = transactions.find("CP1", number)
    assert one
    return one


def test_a_number_is_found_by_its_key_and_on_the_list_of_its_month() -> None:
    transactions.begin(transaction(), None)
    assert found().transaction_id == 7
    assert found().charge_point_id == "CP1"
    assert (found().by_time_pk or "").startswith("TX#2026-06#")
    assert transactions.find("CP1", 8) is None
    assert transactions.find("CP2", 7) is None


def test_transactions_orphans_and_the_charge_point_do_not_mix() -> None:
    transactions.begin(transaction(7), None)
    transactions.begin(transaction(2**31 - 1), None)
    transactions.keep_orphan("CP1", -1, stop(), "unknown transaction")
    numbers = [one.transaction_id for one in transactions_of("CP1")]
    assert numbers == [7, 2**31 - 1]


@pytest.mark.parametrize("status", ["Accepted", "Invalid"])
def test_a_transaction_is_among_the_running_ones_until_its_stop(status: str) -> None:
    transactions.begin(transaction(status=status), None)
    marker = Running.of(found())
    assert marker.sk == "RUNNING#2026-06-01T12:00:00.000+00:00#7"
    (kept,) = fetch(marker)
    assert kept
    assert kept.by_name_sk == "2026-06-01T12:00:00.000+00:00#CP1"
    transactions.end(found(), stop())
    assert fetch(marker) == (None,)


def test_transactions_and_orphans_are_on_the_lists_of_their_charge_point() -> None:
    transactions.begin(transaction(), None)
    transactions.keep_orphan("CP1", -1, stop(), "unknown transaction")
    (orphan,) = orphans_of("CP1")
    assert (found().by_name_pk, orphan.by_name_pk) == ("TX#CP1", "STOP#CP1")
    assert (found().by_name_sk, orphan.by_name_sk) == (
        "2026-06-01T12:00:00.000+00:00#",
        "2026-06-01T13:00:00.000+00:00#",
    )


def test_what_was_reported_first_is_what_stands_until_it_is_corrected() -> None:
    one = transaction()
    one.meter_stop = 5200
    assert (one.first_meter_start, one.first_meter_stop) == (4200, 5200)
    one.reported_meter_start, one.reported_meter_stop = 0, 5100
    assert (one.first_meter_start, one.first_meter_stop) == (0, 5100)
    one.reported_meter_start, one.unreported = None, ["meterStart"]
    assert (one.first_meter_start, one.first_meter_stop) == (None, 5100)


@pytest.mark.parametrize(
    ("start", "register", "used"),
    [(4200, Decimal("4300.5"), Decimal("100.5")), (None, Decimal(1), None), (4200, None, None)],
)
def test_what_was_used_is_known_from_both_ends(
    start: int | None, register: Decimal | None, used: Decimal | None
) -> None:
    one = transaction()
    one.meter_start, one.register = start, register
    assert one.used == used


def test_what_runs_on_a_charge_point_is_found_beside_it_the_newest_first() -> None:
    for number in (7, 8, 9):
        one = transaction(number)
        one.start_received_at = NOON + number * HOUR
        transactions.begin(one, None)
    transactions.end(found(8), stop())
    assert [one.transaction_id for one in transactions.running_on("CP1")] == [9, 7]
    assert transactions.running_on("CP2") == []


def test_of_very_many_that_run_on_a_charge_point_the_newest_are_looked_at() -> None:
    for number in range(1, MOST_RUNNING + 2):
        one = transaction(number)
        one.start_received_at = NOON + number * HOUR
        transactions.begin(one, None)
    numbers = [one.transaction_id for one in transactions.running_on("CP1")]
    assert (len(numbers), numbers[0], numbers[-1]) == (MOST_RUNNING, MOST_RUNNING + 1, 2)
