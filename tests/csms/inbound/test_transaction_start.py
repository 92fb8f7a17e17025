"""What gets in the way of a start while it is written."""

import pytest

from csms.store import table, transactions
from csms.store.provisioned.id_tags import IdTag
from csms.store.table import calls
from tests.conftest import Says
from tests.inbound.support import start
from tests.stored import provision, provision_id_tag
from tests.support import NOON


@pytest.fixture(autouse=True)
def limited(cp1: str) -> None:
    """CARD-1 may run one transaction at a time."""
    provision("CP2", security_profile=0)
    provision_id_tag("CARD-1", max_active_transactions=1)


def answered(says: Says) -> str:
    answer = says("StartTransaction", start())
    assert answer
    return str(answer[2]["idTagInfo"]["status"])


def test_of_two_starts_at_once_the_later_sees_the_earlier(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one is written after ours has counted and before ours is written."""
    call = calls.call

    def another_first(operation: str, arguments: table.Raw) -> table.Raw:
        if operation == "TransactWriteItems":
            monkeypatch.setattr(calls, "call", call)
            begin_elsewhere()
        return call(operation, arguments)

    def begin_elsewhere() -> None:
        transaction = transactions.Transaction.of("CP2", 7)
        transaction.connector_id, transaction.meter_start = 1, 0
        transaction.id_tag, transaction.id_tag_info = "CARD-1", {"status": "Accepted"}
        transaction.started_at = transaction.start_received_at = NOON
        transaction.start_digest = "another"
        (tag,) = table.fetch(IdTag.of("CARD-1"))
        transactions.begin(transaction, tag)

    monkeypatch.setattr(calls, "call", another_first)
    assert answered(says) == "ConcurrentTx"
    assert [one.transaction_id for one in transactions.running_for("CARD-1")] == [7]


def test_a_tag_taken_back_while_it_starts_is_invalid(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = calls.call

    def gone_first(operation: str, arguments: table.Raw) -> table.Raw:
        if operation == "TransactWriteItems":
            monkeypatch.setattr(calls, "call", call)
            table.perform(table.delete(IdTag.of("CARD-1")))
        return call(operation, arguments)

    monkeypatch.setattr(calls, "call", gone_first)
    assert answered(says) == "Invalid"
