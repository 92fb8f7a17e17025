import pytest

from csms.domain.registration import allows, refusal, standing
from csms.wire.ocpp16 import RegistrationStatus


@pytest.mark.parametrize(
    ("registration", "told", "treated_as"),
    [
        ("Accepted", None, "Accepted"),
        ("Pending", None, "Pending"),
        ("Accepted", "Accepted", "Accepted"),
        ("Accepted", "Pending", "Pending"),
        ("Accepted", "Rejected", "Rejected"),
        ("Pending", "Accepted", "Pending"),
        ("Pending", "Rejected", "Rejected"),
        ("Rejected", "Accepted", "Rejected"),
    ],
)
def test_the_stricter_of_what_is_set_and_what_it_was_told_counts(
    registration: RegistrationStatus,
    told: RegistrationStatus | None,
    treated_as: RegistrationStatus,
) -> None:
    assert standing(registration, told) == treated_as


def test_to_pending_all_but_remote_start_and_stop_to_rejected_nothing() -> None:
    actions = ("TriggerMessage", "RemoteStartTransaction", "RemoteStopTransaction")
    assert [allows("Accepted", action) for action in actions] == [True, True, True]
    assert [allows("Pending", action) for action in actions] == [True, False, False]
    assert [allows("Rejected", action) for action in actions] == [False, False, False]


def test_a_refusal_says_whether_it_is_for_an_operator_or_for_the_charge_point_to_change() -> None:
    assert refusal("Pending", "Pending") == "the registration is Pending"
    assert "TriggerMessage" in refusal("Accepted", "Pending")
    assert "boot again" in refusal("Accepted", "Rejected")
