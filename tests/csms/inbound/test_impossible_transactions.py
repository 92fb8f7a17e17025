"""Transactions that cannot be running: told once a day, or closed; the real stop still counts."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from csms.store import transactions
from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.reported.problems import Problem
from csms.store.table import query
from csms.store.transactions import Stop
from csms.telemetry import logger
from csms.wire.ocpp16 import spell_time
from tests.actions import PAYLOADS
from tests.conftest import Says, handler_of
from tests.inbound.support import begun, meter_values, reading, start, stop, stored
from tests.stored import orphans_of, problems_of
from tests.support import NOON, Context, Sockets, message

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AVAILABLE = "its connector has been Available since a boot"
STOPPED = Stop(NOON, NOON, 5200, None, "Local", "digest")
NEXT = "another transaction has begun on its connector"


def boots(says: Says, at: datetime) -> None:
    says("BootNotification", PAYLOADS["BootNotification"], at=at)


def status(says: Says, at: datetime, connector_id: int = 1, status: str = "Available") -> None:
    said = {"connectorId": connector_id, "errorCode": "NoError", "status": status}
    says("StatusNotification", said, at=at)


def told() -> list[tuple[int | None, str | None]]:
    return [(one.transaction_id, one.told) for one in problems_of("CP1")]


def test_one_whose_connector_is_available_after_a_boot_is_a_problem(says: Says) -> None:
    number = begun(says)
    boots(says, NOON + HOUR)
    assert told() == []
    status(says, NOON + HOUR)
    assert told() == [(number, AVAILABLE)]
    assert stored(number).stopped_at is None
    assert stored(number).cannot_run_at == NOON + HOUR


@pytest.mark.parametrize("state", ["Charging", "Finishing", "SuspendedEV", "Unavailable"])
def test_a_connector_that_is_not_available_says_nothing(state: str, says: Says) -> None:
    begun(says)
    boots(says, NOON + HOUR)
    status(says, NOON + HOUR, status=state)
    status(says, NOON + HOUR, connector_id=0)
    status(says, NOON + HOUR, connector_id=2)
    assert told() == []


def test_without_a_boot_its_stop_may_be_on_its_way(says: Says) -> None:
    status(says, NOON)
    begun(says)
    status(says, NOON + HOUR)
    assert told() == []


def test_one_that_was_told_after_the_boot_may_have_its_stop_behind_it(says: Says) -> None:
    boots(says, NOON - HOUR)
    begun(says)
    status(says, NOON + HOUR)
    assert told() == []


def test_one_that_another_follows_on_its_connector_is_a_problem(says: Says) -> None:
    number = begun(says)
    begun(says, connectorId=2)
    assert told() == []
    begun(says, timestamp=spell_time(NOON + HOUR))
    assert told() == [(number, NEXT)]


def test_it_is_told_once_a_day_however_many_sessions_follow(says: Says) -> None:
    number = begun(says)
    for hour in range(1, 5):
        following = begun(says, timestamp=spell_time(NOON + hour * HOUR))
        says("StopTransaction", stop(following, timestamp=spell_time(NOON + hour * HOUR)))
    (problem,) = problems_of("CP1")
    assert (problem.transaction_id, problem.times) == (number, 1)
    says("StartTransaction", start(timestamp=spell_time(NOON + DAY)), at=NOON + DAY)
    (problem,) = problems_of("CP1")
    assert (problem.times, problem.last_at) == (2, NOON + DAY)


def test_it_is_told_again_when_its_meter_has_been_read_since(says: Says) -> None:
    number = begun(says)
    second = begun(says, timestamp=spell_time(NOON + HOUR))
    says("MeterValues", meter_values(reading(NOON + HOUR, "4812.5"), transactionId=number))
    begun(says, timestamp=spell_time(NOON + 2 * HOUR))
    assert {one.transaction_id: one.times for one in problems_of("CP1")} == {number: 2, second: 1}


def test_of_two_on_a_connector_the_one_that_began_last_may_run(says: Says) -> None:
    """An older start that comes late, and whose stop does not come."""
    begun(says)
    older = begun(says, timestamp=spell_time(NOON - HOUR))
    assert told() == [(older, NEXT)]


def test_replayed_transactions_whose_stops_follow_leave_no_problem(says: Says) -> None:
    for hour in range(3):
        began = spell_time(NOON - timedelta(hours=9 - hour))
        number = begun(says, timestamp=began)
        says("StopTransaction", stop(number, timestamp=began))
    assert query(Problem, "CP#CP1", "PROBLEM#") == []


def test_a_start_that_comes_again_is_no_other(says: Says) -> None:
    begun(says)
    begun(says)
    assert told() == []


def test_the_stop_ends_the_problem(says: Says) -> None:
    number = begun(says)
    begun(says, timestamp=spell_time(NOON + HOUR))
    assert len(told()) == 1
    says("StopTransaction", stop(number))
    assert query(Problem, "CP#CP1", "PROBLEM#") == []


def test_one_that_stops_while_it_is_looked_at_is_none(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = begun(says)
    running_on = transactions.running_on

    def stopped_meanwhile(charge_point_id: str) -> list[transactions.Transaction]:
        found = running_on(charge_point_id)
        transactions.end(stored(number), STOPPED)
        return found

    monkeypatch.setattr(transactions, "running_on", stopped_meanwhile)
    for setting in ("Tell", "Close"):
        monkeypatch.setenv("IMPOSSIBLE_TRANSACTIONS", setting)
        begun(says, timestamp=spell_time(NOON + HOUR))
    assert told() == []
    assert (stored(number).meter_stop, stored(number).estimate) == (5200, None)


def test_a_store_that_fails_then_does_not_undo_the_answer(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(says)

    def fails(charge_point_id: str) -> list[transactions.Transaction]:
        raise RuntimeError(charge_point_id)

    monkeypatch.setattr(transactions, "running_on", fails)
    answer = says("StartTransaction", start(timestamp=spell_time(NOON + HOUR)))
    assert answer
    assert answer[0] == 3


@pytest.mark.parametrize("action", ["StartTransaction", "StatusNotification"])
def test_what_is_no_call_but_names_the_action_says_nothing_of_any_transaction(
    action: str, cp1: str, sockets: Sockets, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[object] = []
    monkeypatch.setattr(logger, "exception", lambda *said, **_: failures.append(said))
    event = message(f'[3,"unique-1","{action}"]', charge_point_id=cp1, route=action)
    assert handler_of(action)(event, Context()) == {"statusCode": 200}
    assert failures == sockets.frames == []


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
