from typing import Any

import pytest

from api.transactions.views import ESTIMATED, EXAMPLE, Transaction, view
from csms.store import transactions
from tests.csms.store.transactions.test_records import transaction
from tests.support import NOON


@pytest.mark.parametrize("example", [EXAMPLE, ESTIMATED])
def test_the_examples_are_such_views(example: dict[str, Any]) -> None:
    shown = Transaction.model_validate(example)
    assert shown.model_dump(mode="json", by_alias=True, exclude_none=True) == example


def test_a_transaction_runs_until_it_has_stopped() -> None:
    one = transaction()
    assert view(one).status == "running"
    one.stopped_at = NOON
    assert view(one).status == "stopped"


def test_what_was_reported_is_shown_once_it_has_been_corrected() -> None:
    one = transaction()
    one.stopped_at, one.meter_stop, one.stop_digest = NOON, 5200, "stop"
    assert view(one).reported is None
    told = {"by": "olga", "at": "2026-06-01T12:00:00Z", "note": "n"}
    one.corrections = [told | {"before": {"meterStart": 0}, "after": {"meterStart": 4200}}]
    one.reported_meter_start = 0  # which is a value like any other
    reported = view(one).reported
    assert reported
    assert (reported.meter_start, reported.meter_stop) == (0, 5200)
    assert reported.energy == 5200


def test_an_estimate_is_replaced_by_a_stop_that_was_received_or_assigned() -> None:
    one: transactions.Transaction = transaction()
    by: dict[str, Any] = {"by": "olga", "at": "2026-06-01T13:00:00Z", "note": "n"}
    one.estimate = by | {"stoppedAt": "2026-06-01T12:00:00Z", "meterStop": 1, "reason": "Other"}
    shown = view(one).estimate
    assert shown
    assert shown.replaced_at is None
    one.stop_received_at = NOON
    shown = view(one).estimate
    assert shown
    assert shown.replaced_at == NOON
    one.assigned_stop = by | {"digest": "stray"}
    shown = view(one).estimate
    assert shown
    assert (shown.replaced_at or NOON) > NOON


def test_a_reading_that_was_not_told_is_left_out() -> None:
    one = transaction()
    one.meter_start, one.stopped_at, one.stop_digest = None, NOON, "stop"
    one.start_as_sent, one.stop_as_sent = {"meterStart": "n/a"}, {"timestamp": None}
    shown = view(one).model_dump(mode="json", by_alias=True, exclude_none=True)
    assert not {"meterStart", "meterStop", "energy"} & set(shown)
    assert shown["asSent"] == {"start": {"meterStart": "n/a"}, "stop": {"timestamp": None}}


def test_what_was_not_told_was_not_reported_though_it_has_been_put_right() -> None:
    one = transaction()
    one.stopped_at, one.stop_digest, one.meter_stop = NOON, "stop", 5200
    one.corrections = [{"by": "olga", "at": "2026-06-01T12:00:00Z", "note": "n"}]
    one.corrections[0] |= {"before": {"meterStart": None}, "after": {"meterStart": 4200}}
    one.unreported = ["meterStart"]
    reported = view(one).reported
    assert reported
    assert (reported.meter_start, reported.meter_stop, reported.energy) == (None, 5200, None)
