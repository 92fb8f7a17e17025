"""What was noted is shown as long as it is a problem."""

from datetime import timedelta

import pytest

from csms.domain.problems import REMEDIES
from csms.store import table
from csms.store.reported import problems
from tests.api.read_only.support import OWN, connected, shown
from tests.api.support import ask
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stop
from tests.stored import provision, set_registration
from tests.support import NOON

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def test_the_transactions_that_it_may_hold_back_are_named(says: Says) -> None:
    first = begun(says)
    says("StopTransaction", stop(begun(says, connectorId=2)))
    for hours in range(3):
        problems.came("CP1", problems.FRAME_TOO_LARGE, NOON + hours * HOUR)
    says(
        "StartTransaction",
        {"connectorId": 3, "idTag": "X", "meterStart": 0, "timestamp": "2026-06-01T15:00:00Z"},
        at=NOON + 3 * HOUR,
    )
    (problem,) = shown()
    assert problem["heldBack"] == [first]


def test_one_that_is_connected_and_silent_is_seen_when_somebody_looks(says: Says) -> None:
    connected(NOON)
    says("Heartbeat", {}, at=NOON + MINUTE)
    assert shown(at=NOON + 11 * MINUTE) == []
    (problem,) = shown(at=NOON + 11 * MINUTE + SECOND)
    assert problem == {
        "chargePointId": "CP1",
        "problem": "Silent",
        "times": 1,
        "firstAt": "2026-06-01T12:01:00.000Z",
        "lastAt": "2026-06-01T12:11:01.000Z",
        "remedy": REMEDIES["Silent"],
    }
    assert "Reset" in problem["remedy"]
    assert shown("/problems", at=NOON + HOUR) == [], "the fleet is not read for it"
    says("Heartbeat", {}, at=NOON + 12 * MINUTE)
    assert shown(at=NOON + 13 * MINUTE) == []


def test_it_goes_by_its_own_interval(says: Says) -> None:
    set_registration("CP1", "Accepted", interval=60)
    connected(NOON)
    assert shown(at=NOON + 2 * MINUTE) == []
    assert len(shown(at=NOON + 2 * MINUTE + SECOND)) == 1


def test_a_connection_that_ended_in_silence_is_a_problem_until_the_next_word(says: Says) -> None:
    said_last = NOON + MINUTE
    says("Heartbeat", {}, at=said_last)
    cut = said_last + 10 * MINUTE
    table.perform(problems.raised("CP1", problems.SILENT, said_last, cut))
    for path in (OWN, "/problems"):
        (problem,) = shown(path, at=cut + 24 * HOUR)
        assert (problem["problem"], problem["firstAt"]) == ("Silent", "2026-06-01T12:01:00.000Z")
    connected(cut + HOUR)
    (problem,) = shown(at=cut + 2 * HOUR)  # and is silent again: it is shown once
    assert problem["lastAt"] == "2026-06-01T14:11:00.000Z"
    says("StatusNotification", STATUS, at=cut + 3 * HOUR)
    assert shown(at=cut + 3 * HOUR) == shown("/problems", at=cut + 3 * HOUR) == []


STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}


@pytest.mark.parametrize("path", [OWN, "/problems"])
def test_six_boots_within_an_hour_are_shown_for_an_hour(path: str, says: Says) -> None:
    boot = {"chargePointVendor": "V", "chargePointModel": "M"}
    for number in range(6):
        assert shown(path, at=NOON + HOUR) == []
        says("BootNotification", boot, at=NOON + number * 10 * MINUTE)
    (problem,) = shown(path, at=NOON + HOUR)
    assert (problem["problem"], problem["times"]) == ("BootsOften", 6)
    assert problem["remedy"]
    assert "heldBack" not in problem
    assert shown(path, at=NOON + HOUR + 50 * MINUTE) == []


@pytest.mark.parametrize("path", [OWN, "/problems"])
def test_a_refused_transaction_that_goes_on_is_shown_until_it_stops(path: str, says: Says) -> None:
    number = begun(says)
    for minutes in range(1, 5):
        assert shown(path) == []
        at = NOON + minutes * MINUTE
        said = meter_values(reading(at, str(4200 + minutes)), transactionId=number)
        for _ in range(2):  # a repetition is no sample more
            assert says("MeterValues", said, at=at) == [3, "unique-1", {}]
    (problem,) = shown(path)
    assert (problem["problem"], problem["transactionId"]) == ("GoesOnRefused", number)
    assert "RemoteStopTransaction" in problem["remedy"]
    says("StopTransaction", stop(number))
    assert shown(path) == []


@pytest.mark.parametrize("path", [OWN, "/problems"])
def test_energy_below_zero_is_shown_until_it_is_repaired(path: str, says: Says) -> None:
    number = begun(says)
    at = NOON + MINUTE
    says("MeterValues", meter_values(reading(at, "4199"), transactionId=number), at=at)
    (problem,) = shown(path)
    assert (problem["problem"], problem["transactionId"]) == ("EnergyBelowZero", number)
    says("StopTransaction", stop(number, meterStop=4000))
    (problem,) = shown(path, at=NOON + 24 * 30 * HOUR)
    assert problem["times"] == 2
    repair = {"energy": 12, "note": "read off the meter"}
    where = f"/charge-points/CP1/transactions/{number}/repair"
    assert ask("POST", where, body=repair, role="operator").status == 200
    assert shown(path) == []
    assert table.query(problems.Problem, "CP#CP1", "PROBLEM#") == []


@pytest.mark.parametrize("path", [OWN, "/problems"])
def test_a_register_that_comes_back_above_its_start_is_none(path: str, says: Says) -> None:
    number = begun(says)
    for minutes, wh in ((1, "0"), (2, "4300")):
        at = NOON + minutes * MINUTE
        says("MeterValues", meter_values(reading(at, wh), transactionId=number), at=at)
    assert shown(path) == []


def test_a_security_profile_that_was_not_followed_is_shown_until_it_is(cp1: str) -> None:
    told = problems.raised(cp1, problems.PROFILE_NOT_FOLLOWED, NOON, NOON, told="2")
    table.perform(told)
    (problem,) = shown()
    assert problem["remedy"] == "set its security profile to 2 here, or it is refused"
    provision(cp1, security_profile=2, password_hash="x")
    assert shown() == shown("/problems") == []
