from datetime import datetime, timedelta
from typing import NoReturn

import pytest

from csms.domain.problems import remedy
from csms.inbound import habits
from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import problems
from csms.store.reported.configuration import Configuration, Entry
from csms.store.table import calls
from tests.stored import problems_of, provision
from tests.support import NOON

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("cp1")


def noted(charge_point_id: str = "CP1") -> dict[str, problems.Problem]:
    return {one.what: one for one in problems_of(charge_point_id)}


def ended(
    at: datetime = NOON,
    *,
    age: timedelta = HOUR,
    code: int | None = 1006,
    reason: str = "",
    replaced: bool = False,
    charge_point_id: str = "CP1",
) -> None:
    charge_point, configuration = table.fetch(
        ChargePoint.of(charge_point_id), Configuration.of(charge_point_id)
    )
    assert charge_point
    habits.disconnected(
        charge_point,
        configuration,
        at,
        connected_at=at - age,
        code=code,
        reason=reason,
        replaced=replaced,
    )


def idle(at: datetime = NOON, *, quiet: int = 600) -> None:
    """API Gateway cuts it after so many seconds in which it has said nothing."""
    spoke = [ChargePoint.last_seen_at.set(at - quiet * SECOND)]
    table.perform(table.update(ChargePoint.of("CP1"), spoke))
    ended(at, age=HOUR, code=1001, reason="Going away")


@pytest.mark.parametrize(("boots", "often"), [(5, False), (6, True)])
def test_more_than_five_boots_within_an_hour_are_a_problem(boots: int, often: bool) -> None:
    for number in range(boots):
        habits.booted("CP1", NOON + number * 11 * MINUTE)
    assert (problems.BOOTS_OFTEN in noted()) is often


def test_the_sixth_is_told_in_whatever_order_they_are_counted() -> None:
    """Each is counted behind its answer, and the next may have come by then."""
    for number in (0, 1, 2, 3, 5, 4):
        habits.booted("CP1", NOON + number * SECOND)
    problem = noted()[problems.BOOTS_OFTEN]
    assert (problem.times, problem.last_at) == (6, NOON + 5 * SECOND)


def test_it_tells_how_many_within_the_hour_before_the_last() -> None:
    for number in range(9):
        habits.booted("CP1", NOON + number * 10 * MINUTE)
    problem = noted()[problems.BOOTS_OFTEN]
    assert problem.times == 6
    assert (problem.first_at, problem.last_at) == (NOON + 30 * MINUTE, NOON + 80 * MINUTE)


def test_a_boot_every_hour_or_every_twelve_minutes_is_none() -> None:
    for number in range(20):
        habits.booted("CP1", NOON + number * 12 * MINUTE)
    assert noted() == {}


@pytest.mark.parametrize(("connections", "often"), [(20, False), (21, True)])
def test_more_than_twenty_connections_within_an_hour_are_a_problem(
    connections: int, often: bool
) -> None:
    for number in range(connections):
        ended(NOON + number * 2 * MINUTE, age=number * SECOND)
    assert (problems.CONNECTS_OFTEN in noted()) is often


def test_the_next_socket_that_took_its_place_counts_at_once() -> None:
    for number in range(20):
        ended(NOON + number * SECOND, age=SECOND, replaced=True)
    assert noted()[problems.CONNECTS_OFTEN].times == 21


def test_the_cut_every_two_hours_is_none() -> None:
    for number in range(40):
        ended(NOON + 2 * number * HOUR, age=2 * HOUR, code=1001, reason="Going away")
    assert noted() == {}


def test_one_that_was_silent_for_two_intervals_when_it_was_cut_is_silent() -> None:
    idle()
    problem = noted()[problems.SILENT]
    assert (problem.first_at, problem.last_at) == (NOON - 600 * SECOND, NOON)
    assert "Reset" in remedy(problem)


def test_one_that_is_cut_for_its_age_is_not() -> None:
    ended(age=2 * HOUR, code=1001, reason="Going away")
    assert noted() == {}


def test_one_that_beats_too_seldom_for_the_platform_is_given_an_interval() -> None:
    known = Configuration.of("CP1")
    known.keep([Entry("HeartbeatInterval", readonly=False, value="86400", at=NOON)])
    table.perform(table.put(known))
    idle()
    assert set(noted()) == {problems.CLOSES_WHEN_QUIET}
    problem = noted()[problems.CLOSES_WHEN_QUIET]
    assert (problem.seconds, problem.interval) == (600, 300)


@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1005, "not set"), (1006, "")])
def test_one_that_closes_after_two_minutes_without_traffic_is_recognised(
    code: int, reason: str
) -> None:
    for number in range(4):
        assert problems.CLOSES_WHEN_QUIET not in noted()
        at, age = NOON + number * 2 * MINUTE, (120 + number / 2) * SECOND
        ended(at, age=age, code=code, reason=reason)
    problem = noted()[problems.CLOSES_WHEN_QUIET]
    assert (problem.seconds, problem.interval) == (121, 90)
    assert remedy(problem) == "set HeartbeatInterval to 90, which keeps its connection open"
    assert problem.last_at == NOON + 6 * MINUTE


def test_a_word_in_between_begins_its_time_anew() -> None:
    for number in range(4):
        at = NOON + number * 5 * MINUTE
        spoke = [ChargePoint.last_seen_at.set(at - 120 * SECOND)]
        table.perform(table.update(ChargePoint.of("CP1"), spoke))
        ended(at, age=(130 + 40 * number) * SECOND)
    assert noted()[problems.CLOSES_WHEN_QUIET].seconds == 120


def test_a_bad_line_is_no_such_pattern() -> None:
    for number, age in enumerate((12, 119, 31, 299, 64, 121, 240)):
        ended(NOON + number * 5 * MINUTE, age=age * SECOND)
    assert noted() == {}


def test_each_charge_point_counts_for_itself() -> None:
    provision("CP2", security_profile=0)
    for number in range(6):
        habits.booted(f"CP{number % 2 + 1}", NOON + number * SECOND)
    assert noted() == noted("CP2") == {}


def test_a_boot_that_cannot_be_counted_is_nobodys_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(operation: str, arguments: table.Raw) -> NoReturn:
        raise ConnectionError

    monkeypatch.setattr(calls, "call", fail)
    habits.booted("CP1", NOON)
