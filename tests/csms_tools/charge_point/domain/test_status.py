import pytest

from csms_tools.charge_point.domain.status import Condition, Suspended, status


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition(), "Available"),
        (Condition(reserved=True), "Reserved"),
        (Condition(reserved=True, plugged=True), "Preparing"),
        (Condition(authorized=True), "Preparing"),
        (Condition(plugged=True, charging=True), "Charging"),
        (Condition(charging=True, suspended=Suspended.EV), "SuspendedEV"),
        (Condition(charging=True, suspended=Suspended.EVSE), "SuspendedEVSE"),
        (Condition(plugged=True, finishing=True), "Finishing"),
        (Condition(operative=False, reserved=True), "Unavailable"),
        (Condition(operative=False, charging=True), "Charging"),
        (Condition(faulted=True, charging=True), "Faulted"),
    ],
)
def test_a_condition_has_one_status(condition: Condition, expected: str) -> None:
    assert status(condition) == expected


def test_who_does_not_charge_is_not_suspended() -> None:
    assert status(Condition(suspended=Suspended.EV)) == "Available"
