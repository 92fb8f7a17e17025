from typing import Any

import pytest

from csms.store.table import perform, update
from csms.store.transactions import Transaction
from tests.api.support import ask
from tests.conftest import Says
from tests.csms.command_steps import connected
from tests.inbound.support import begun
from tests.outbound.support import ask as command
from tests.support import NOON, Sockets

PATH = "/charge-points/CP1/charging-profiles"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def profile(number: int, level: int = 0, **more: object) -> dict[str, Any]:
    return {
        "chargingProfileId": number,
        "stackLevel": level,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6.5}],
        },
        **more,
    }


def install(connector: int, given: dict[str, Any]) -> None:
    payload = {"connectorId": connector, "csChargingProfiles": given}
    command("SetChargingProfile", payload, command_id=f"command-{given['chargingProfileId']}")


def ids(**query: object) -> list[int]:
    answered: Any = ask("GET", PATH, role="viewer", query=query).json
    return [one["chargingProfileId"] for one in answered["items"]]


def test_a_profile_is_shown_as_it_was_accepted() -> None:
    install(1, profile(3))
    assert ask("GET", PATH).json == {
        "items": [
            {
                "chargingProfileId": 3,
                "connectorId": 1,
                "purpose": "TxDefaultProfile",
                "stackLevel": 0,
                "profile": profile(3),
                "acceptedAt": "2026-06-01T12:00:01.000Z",
                "commandId": "command-3",
            }
        ]
    }
    assert ask("GET", "/charge-points/CP9/charging-profiles").status == 404


def test_they_are_listed_by_connector_and_page_by_page() -> None:
    for number, connector in ((3, 1), (1, 0), (2, 1)):
        install(connector, profile(number, number))
    assert ids() == [1, 2, 3]
    assert ids(connectorId=1) == [2, 3]
    first: Any = ask("GET", PATH, query={"limit": 2}).json
    assert ids(limit=2, cursor=first["cursor"]) == [3]


def test_what_was_cleared_or_replaced_is_gone() -> None:
    for number in range(1, 21):
        install(1, profile(number, number))
    command("ClearChargingProfile", {}, command_id="clear")
    assert ids() == []


def test_a_profile_of_a_transaction_is_over_with_it(says: Says) -> None:
    number = begun(says)
    given = profile(5, transactionId=number, chargingProfilePurpose="TxProfile")
    install(1, given)
    assert ids() == [5]
    perform(update(Transaction.of("CP1", number), [Transaction.stopped_at.set(NOON)]))
    assert ids() == []
