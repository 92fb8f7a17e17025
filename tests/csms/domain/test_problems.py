from datetime import timedelta
from decimal import Decimal

import pytest

from csms.domain.problems import REMEDIES, remedy, stands
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.problems import (
    BOOTS_OFTEN,
    CANNOT_BE_RUNNING,
    CERTIFICATE_ENDS,
    CLOSES_WHEN_QUIET,
    CONNECTS_OFTEN,
    ENERGY_BELOW_ZERO,
    GOES_ON_REFUSED,
    PROFILE_NOT_FOLLOWED,
    SILENT,
    WHATS,
    Problem,
    What,
)
from csms.store.transactions import Transaction
from tests.support import NOON

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def problem(what: What) -> Problem:
    """It came last at noon."""
    one = Problem.of("CP1", what)
    one.last_at = NOON
    return one


@pytest.mark.parametrize("what", [BOOTS_OFTEN, CONNECTS_OFTEN, CLOSES_WHEN_QUIET])
def test_what_happens_too_often_ends_an_hour_after_it_did(what: What) -> None:
    assert stands(problem(what), None, None, NOON + HOUR - SECOND)
    assert not stands(problem(what), None, None, NOON + HOUR)


def test_silence_ends_with_the_next_word() -> None:
    charge_point = ChargePoint.of("CP1")
    assert stands(problem(SILENT), charge_point, None, NOON + HOUR)
    charge_point.last_seen_at = NOON - HOUR
    assert stands(problem(SILENT), charge_point, None, NOON + HOUR)
    charge_point.last_seen_at = NOON + SECOND
    assert not stands(problem(SILENT), charge_point, None, NOON + HOUR)


def test_a_transaction_that_goes_on_ends_with_its_stop() -> None:
    transaction = Transaction.of("CP1", 7)
    assert stands(problem(GOES_ON_REFUSED), None, transaction, NOON)
    transaction.stopped_at = NOON
    assert not stands(problem(GOES_ON_REFUSED), None, transaction, NOON)
    assert not stands(problem(GOES_ON_REFUSED), None, None, NOON)


@pytest.mark.parametrize(("energy", "still"), [(None, False), ("-0.1", True), ("0", False)])
def test_energy_is_below_zero_until_it_is_not(energy: str | None, still: bool) -> None:
    transaction = Transaction.of("CP1", 7)
    transaction.energy = None if energy is None else Decimal(energy)
    transaction.stopped_at = NOON
    assert stands(problem(ENERGY_BELOW_ZERO), None, transaction, NOON + 99 * HOUR) is still


def test_a_profile_is_followed_once_it_is_set() -> None:
    one, charge_point = problem(PROFILE_NOT_FOLLOWED), ChargePoint.of("CP1")
    one.told = "2"
    charge_point.security_profile = 1
    assert stands(one, charge_point, None, NOON)
    charge_point.security_profile = 2
    assert not stands(one, charge_point, None, NOON)


@pytest.mark.parametrize("what", [SILENT, PROFILE_NOT_FOLLOWED])
def test_one_that_was_deleted_has_none(what: What) -> None:
    assert not stands(problem(what), None, None, NOON)


def test_what_cannot_be_running_is_none_once_it_has_stopped_or_is_read_again() -> None:
    one = Transaction.of("CP1", 7)
    assert not stands(problem(CANNOT_BE_RUNNING), None, None, NOON)
    assert stands(problem(CANNOT_BE_RUNNING), None, one, NOON + HOUR)
    one.register_at = NOON
    assert stands(problem(CANNOT_BE_RUNNING), None, one, NOON + HOUR)
    one.register_at = NOON + SECOND
    assert not stands(problem(CANNOT_BE_RUNNING), None, one, NOON + HOUR)
    one.register_at, one.stopped_at = None, NOON
    assert not stands(problem(CANNOT_BE_RUNNING), None, one, NOON + HOUR)


def test_every_problem_has_a_remedy() -> None:
    assert REMEDIES.keys() == set(WHATS)
    assert all(remedy(problem(what)) for what in WHATS)


def test_a_command_that_helps_names_the_charge_point() -> None:
    ending = problem(CERTIFICATE_ENDS)
    ending.told = "its certificate ends"
    assert remedy(ending) == "its certificate ends: csms certificates renew CP1"
