"""Concurrent use of a tag: C-29, one rule after the other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from csms.store import table, transactions
from csms.store.provisioned import charge_points
from csms.store.table import calls
from csms.wire.ocpp16 import spell_time
from tests.actions import PAYLOADS
from tests.conftest import Says
from tests.inbound.support import begun, start, stop
from tests.stored import provision, provision_id_tag, transactions_of
from tests.support import NOON

BOOT, STATUS = PAYLOADS["BootNotification"], PAYLOADS["StatusNotification"]
LATER = NOON + timedelta(hours=1)

Status = Callable[..., str]


@pytest.fixture
def status(says: Says) -> Status:
    """Start with CARD-1 on connector 2, an hour later; returns the standing it is answered."""

    def answered(**changes: Any) -> str:
        said = start(**({"connectorId": 2, "timestamp": spell_time(LATER)} | changes))
        answer = says("StartTransaction", said, at=LATER)
        assert answer
        assert answer[0] == 3
        return str(answer[2]["idTagInfo"]["status"])

    return answered


@pytest.fixture
def limited(cp1: str) -> None:
    """CARD-1 may run one transaction at a time."""
    provision("CP2", security_profile=0)
    provision_id_tag("CARD-1", max_active_transactions=1)


def test_by_default_a_tag_may_run_as_many_as_it_likes(says: Says, status: Status) -> None:
    provision_id_tag("CARD-1")
    begun(says)
    assert status() == "Accepted"
    assert len(transactions.running_for("CARD-1")) == 2


def test_an_unlimited_tag_is_no_hot_item(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    provision_id_tag("CARD-1")
    written = []
    call = calls.call

    def noting(operation: str, arguments: table.Raw) -> table.Raw:
        for write in arguments.get("TransactItems", []):
            (one,) = write.values()
            written.append((one.get("Key") or one["Item"])["sk"]["S"].split("#")[0])
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", noting)
    begun(says)
    assert written == ["TX", "RUNNING", "OPEN"]


@pytest.mark.parametrize("where", ["CP1", "CP2"])
def test_one_more_than_the_limit_is_concurrent_and_has_a_number(
    where: str, limited: None, says: Says, status: Status
) -> None:
    begun(says, charge_point_id=where)
    assert status() == "ConcurrentTx"
    assert len(transactions_of("CP1")) == (2 if where == "CP1" else 1)
    assert len(transactions.running_for("CARD-1")) == 1


def test_a_limit_of_two_lets_two(says: Says, status: Status) -> None:
    provision_id_tag("CARD-1", max_active_transactions=2)
    begun(says)
    assert status() == "Accepted"
    assert status(connectorId=3) == "ConcurrentTx"


def test_a_limit_of_none_at_all_lets_none(says: Says, status: Status) -> None:
    provision_id_tag("CARD-1", max_active_transactions=0)
    assert status() == "ConcurrentTx"


def test_a_stopped_transaction_does_not_count(limited: None, says: Says, status: Status) -> None:
    says("StopTransaction", stop(begun(says)))
    assert status() == "Accepted"


def test_the_case_of_a_tag_opens_no_second_account(
    limited: None, says: Says, status: Status
) -> None:
    begun(says)
    assert status(idTag="card-1") == "ConcurrentTx"


def test_a_repetition_of_the_start_does_not_count(limited: None, status: Status) -> None:
    assert status() == "Accepted"
    assert status() == "Accepted"


def test_an_older_one_on_the_same_connector_whose_stop_got_lost_does_not_count(
    limited: None, says: Says, status: Status
) -> None:
    begun(says)
    assert status(connectorId=1) == "Accepted"


def test_one_on_the_same_connector_elsewhere_counts(
    limited: None, says: Says, status: Status
) -> None:
    begun(says, charge_point_id="CP2")
    assert status(connectorId=1) == "ConcurrentTx"


def test_one_that_began_after_the_replayed_start_does_not_count(
    limited: None, says: Says, status: Status
) -> None:
    begun(says)
    assert status(timestamp=spell_time(NOON - timedelta(minutes=1))) == "Accepted"


@pytest.mark.parametrize("theirs", ["1970-01-01T00:00:05Z", "2036-06-01T12:00:00Z"])
@pytest.mark.parametrize("ours", ["1970-01-01T00:00:09Z", "2036-01-01T12:00:00Z"])
def test_a_clock_that_cannot_be_right_evades_no_limit(
    theirs: str, ours: str, limited: None, says: Says, status: Status
) -> None:
    begun(says, timestamp=theirs)
    assert status(timestamp=ours) == "ConcurrentTx"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-1, "ConcurrentTx"), (1, "Accepted")], ids=["before", "after"]
)
def test_one_whose_connector_has_been_available_since_does_not_count(
    minutes: int, expected: str, limited: None, says: Says, status: Status
) -> None:
    begun(says)
    at = NOON + timedelta(minutes=minutes)
    says("StatusNotification", STATUS, at=at)
    says("StatusNotification", STATUS | {"status": "Preparing"}, at=LATER)
    assert status() == expected


def test_that_another_connector_is_available_says_nothing(
    limited: None, says: Says, status: Status
) -> None:
    begun(says)
    says("StatusNotification", STATUS | {"connectorId": 3}, at=LATER)
    assert status() == "ConcurrentTx"


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-1, "ConcurrentTx"), (1, "Accepted")], ids=["before", "after"]
)
def test_one_whose_charge_point_has_booted_since_does_not_count(
    minutes: int, expected: str, limited: None, says: Says, status: Status
) -> None:
    begun(says, charge_point_id="CP2")
    at = NOON + timedelta(minutes=minutes)
    says("BootNotification", BOOT, at=at, charge_point_id="CP2")
    assert status() == expected


def test_one_of_a_charge_point_that_is_gone_does_not_count(
    limited: None, says: Says, status: Status
) -> None:
    begun(says, charge_point_id="CP2")
    table.perform(table.delete(charge_points.ChargePoint.of("CP2")))
    assert status() == "Accepted"


def test_a_tag_with_many_open_transactions_is_still_judged(says: Says, status: Status) -> None:
    """More hosts than one BatchGetItem takes."""
    provision_id_tag("CARD-1", max_active_transactions=200)
    for number in range(101):
        transaction = transactions.Transaction.of(f"CP-{number}", 7)
        transaction.connector_id = 1
        transaction.id_tag = "CARD-1"
        transaction.started_at = transaction.start_received_at = NOON
        table.perform(table.put(transactions.OpenTransaction.of(transaction)))
    assert status() == "Accepted"
