from datetime import timedelta
from decimal import Decimal

import pytest

from csms.domain.metering import Reading
from csms.inbound.transaction_problems import of_samples, of_stop
from csms.store import table
from csms.store.reported import problems
from csms.store.transactions import Transaction
from tests.conftest import Says
from tests.inbound.support import begun, stored
from tests.stored import problems_of, provision_id_tag
from tests.support import NOON

MINUTE = timedelta(minutes=1)


@pytest.fixture
def transaction(says: Says) -> Transaction:
    """Of a tag that is not known: answered Invalid. Its meter began at 4200 Wh."""
    return stored(begun(says))


def sampled(transaction: Transaction | None, wh: int | None = None, minutes: int = 1) -> None:
    at = NOON + minutes * MINUTE
    latest = None if wh is None else Reading(at, Decimal(wh))
    for write in of_samples(transaction, latest, at):
        table.perform(write)


def stopped(transaction: Transaction, meter_stop: int = 5200) -> None:
    for write in of_stop(transaction, meter_stop, NOON):
        table.perform(write)


def noted() -> list[str]:
    return [one.what for one in problems_of("CP1")]


def test_a_refused_one_that_goes_on_for_more_than_a_few_samples_is_one(
    transaction: Transaction,
) -> None:
    for minutes in range(3):
        sampled(transaction, minutes=minutes)
    assert noted() == []
    sampled(transaction, minutes=3)
    (problem,) = problems_of("CP1")
    assert (problem.what, problem.times) == ("GoesOnRefused", 4)
    assert problem.transaction_id == transaction.transaction_id
    assert problem.last_at == NOON + 3 * MINUTE


def test_an_accepted_one_may_go_on(says: Says) -> None:
    provision_id_tag("CARD-1")
    accepted = stored(begun(says))
    for minutes in range(9):
        sampled(accepted, 4200 + minutes, minutes)
    assert table.query(problems.Problem, "CP#CP1", "PROBLEM#") == []


def test_one_that_has_stopped_or_is_not_known_does_not_go_on(transaction: Transaction) -> None:
    transaction.stopped_at = NOON
    for minutes in range(9):
        sampled(transaction, 0, minutes)
        sampled(None, 0, minutes)
    assert noted() == []


def test_its_stop_ends_that(transaction: Transaction) -> None:
    for minutes in range(9):
        sampled(transaction, minutes=minutes)
    stopped(transaction)
    assert noted() == []


def test_a_meter_below_its_start_is_a_problem_at_once(transaction: Transaction) -> None:
    sampled(transaction, 4200)
    assert noted() == []
    sampled(transaction, 4199)
    (problem,) = problems_of("CP1")
    assert (problem.what, problem.transaction_id, problem.expires_at) == (
        "EnergyBelowZero",
        transaction.transaction_id,
        None,
    )


def test_a_sample_that_is_older_than_the_register_says_nothing(transaction: Transaction) -> None:
    transaction.register_at = NOON + 2 * MINUTE
    sampled(transaction, 0)
    assert noted() == []


def test_a_stop_below_the_start_is_one_and_another_ends_it(transaction: Transaction) -> None:
    stopped(transaction, 4199)
    assert noted() == ["EnergyBelowZero"]
    transaction.energy = Decimal(-1)
    stopped(transaction, 4200)
    assert noted() == []


def test_only_the_stop_that_ends_it_counts(transaction: Transaction) -> None:
    transaction.stop_digest = "of another"
    assert of_stop(transaction, 0, NOON) == []
    assert of_stop(None, 0, NOON) == []
