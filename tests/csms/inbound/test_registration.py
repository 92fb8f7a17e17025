"""What a charge point may say, by its stored registration: C-17, C-19, C-20."""

from typing import Any

import pytest

from csms.inbound.refused_calls import KEPT
from csms.store import table
from csms.store.provisioned.charge_points import ChargePoint
from tests.actions import ACTIONS, PAYLOADS
from tests.conftest import Says
from tests.inbound.support import begun, meter_values, reading, stop, stored
from tests.stored import refused_calls_of, set_registration, transactions_of
from tests.support import NOON

TRANSACTIONS = ("MeterValues", "StartTransaction", "StopTransaction")
REFUSED = {
    "Accepted": set(),
    "Pending": {"Authorize", "DataTransfer", *TRANSACTIONS},
    "Rejected": set(ACTIONS) - {"BootNotification"},
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("registration", ["Accepted", "Pending", "Rejected"])
def test_a_registration_decides_what_is_served(registration: Any, action: str, says: Says) -> None:
    set_registration("CP1", registration)
    answer = says(action, PAYLOADS[action])
    assert answer
    if action not in REFUSED[registration]:
        assert answer[0] == 3, answer
        return
    assert answer[:3] == [4, "unique-1", "SecurityError"]
    assert registration in answer[3]
    kept = [(one.action, one.payload) for one in refused_calls_of("CP1")]
    assert [name for name, _ in kept] == [action] * (action in KEPT)


def test_what_is_kept_of_a_refused_call_is_all_that_was_said(says: Says) -> None:
    set_registration("CP1", "Pending")
    for unique_id in ("1", "2"):
        says("StartTransaction", PAYLOADS["StartTransaction"], unique_id=unique_id)
    (refused,) = refused_calls_of("CP1")
    assert refused.received_at == NOON
    assert refused.payload == {
        "connectorId": 1,
        "idTag": "CARD-1",
        "meterStart": 4200,
        "timestamp": "2026-06-01T12:00:00.000Z",
    }
    assert transactions_of("CP1") == []


@pytest.mark.parametrize("registration", ["Pending", "Rejected"])
def test_a_transaction_that_we_hold_goes_on_and_ends(registration: Any, says: Says) -> None:
    number = begun(says)
    set_registration("CP1", registration)
    said = meter_values(reading(NOON, "4300"), transactionId=number)
    assert says("MeterValues", said) == [3, "unique-1", {}]
    assert stored(number).register == 4300
    assert says("StopTransaction", stop(number)) == [3, "unique-1", {}]
    assert stored(number).stopped_at == NOON
    assert refused_calls_of("CP1") == []


@pytest.mark.parametrize("action", ACTIONS)
def test_a_charge_point_that_is_no_longer_provisioned_is_told_so(action: str, says: Says) -> None:
    table.perform(table.delete(ChargePoint.of("CP1")))
    answer = says(action, PAYLOADS[action])
    assert answer
    assert answer[:3] == [4, "unique-1", "SecurityError"]
    assert table.fetch(ChargePoint.of("CP1")) == (None,), "and nothing makes it come back"


def test_a_provisioned_charge_point_needs_no_boot(says: Says) -> None:
    answer = says("Authorize", PAYLOADS["Authorize"])
    assert answer
    assert answer[0] == 3


def test_a_boot_does_not_accept_a_pending_one(says: Says) -> None:
    set_registration("CP1", "Pending")
    boot = says("BootNotification", PAYLOADS["BootNotification"])
    assert boot
    assert boot[2]["status"] == "Pending"
    refused = says("Authorize", PAYLOADS["Authorize"])
    assert refused
    assert refused[2] == "SecurityError"
