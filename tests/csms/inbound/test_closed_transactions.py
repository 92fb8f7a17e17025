"""Transactions that cannot be running, where they are closed: the real stop still counts."""

from typing import Any

import pytest

from csms.store import transactions
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.reported.problems import Problem
from csms.store.table import query
from csms.wire.ocpp16 import spell_time
from tests.conftest import Says
from tests.csms.inbound.test_impossible_transactions import AVAILABLE, HOUR, boots, status, told
from tests.inbound.support import begun, meter_values, reading, stop, stored
from tests.stored import orphans_of
from tests.support import NOON


@pytest.fixture
def closing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPOSSIBLE_TRANSACTIONS", "Close")


@pytest.mark.usefixtures("closing")
def test_it_is_closed_at_its_last_sample_if_that_is_set(says: Says) -> None:
    number = begun(says)
    says("MeterValues", meter_values(reading(NOON + HOUR, "4812.5"), transactionId=number))
    boots(says, NOON + 2 * HOUR)
    status(says, NOON + 2 * HOUR)
    assert told() == []
    closed = stored(number)
    assert (closed.stopped_at, closed.meter_stop) == (NOON + HOUR, 4813)
    assert closed.energy == 613
    assert closed.stop_digest is None
    estimate: dict[str, Any] = {
        "stoppedAt": spell_time(NOON + HOUR),
        "meterStop": 4813,
        "reason": "Other",
        "by": "csms",
        "at": spell_time(NOON + 2 * HOUR),
        "note": AVAILABLE,
    }
    assert closed.estimate == estimate
    assert transactions.running_on("CP1") == []
    (audited,) = query(AuditEntry, partition(f"charge-points/CP1/transactions/{number}"))
    assert (audited.operation, audited.subject) == ("closeTransaction", "csms")
    assert audited.details["closed"]["note"] == AVAILABLE


@pytest.mark.usefixtures("closing")
def test_the_real_stop_takes_the_place_of_what_was_closed(says: Says) -> None:
    number = begun(says)
    begun(says, timestamp=spell_time(NOON + HOUR))
    assert stored(number).meter_stop == 4200
    says("StopTransaction", stop(number))
    assert (stored(number).meter_stop, stored(number).stop_reason) == (5200, "Local")
    assert stored(number).estimate
    assert orphans_of("CP1") == []


@pytest.mark.usefixtures("closing")
def test_what_has_told_no_reading_is_closed_without_one(says: Says) -> None:
    number = begun(says, meterStart=None)
    begun(says, timestamp=spell_time(NOON + HOUR))
    assert (stored(number).stopped_at, stored(number).meter_stop) == (NOON, None)


def test_what_is_closed_since_the_setting_was_made_is_a_problem_no_more(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(says)
    begun(says, timestamp=spell_time(NOON + HOUR))
    assert len(told()) == 1
    monkeypatch.setenv("IMPOSSIBLE_TRANSACTIONS", "Close")
    begun(says, timestamp=spell_time(NOON + 2 * HOUR))
    assert query(Problem, "CP#CP1", "PROBLEM#") == []
