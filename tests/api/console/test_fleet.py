from collections.abc import Callable
from typing import Any

import pytest

from csms import aws
from csms.store.reported import problems
from csms.store.table import SHARDS
from tests.api.support import ask
from tests.conftest import Says
from tests.connection.support import connected
from tests.inbound.support import begun
from tests.stored import provision, provision_id_tag
from tests.support import NOON


def numbers() -> dict[str, int]:
    return {name: one["number"] for name, one in ask("GET", "/fleet").json.items()}


@pytest.mark.usefixtures("store")
def test_without_a_charge_point_there_is_nothing_to_count() -> None:
    assert numbers() == {
        "chargePoints": 0,
        "connected": 0,
        "runningTransactions": 0,
        "noted": 0,
        "atTheDoor": 0,
    }


def test_what_is_going_on_is_counted(says: Says) -> None:
    for number in range(5):
        provision(f"CP{number}", security_profile=0)
    provision_id_tag("CARD-1")
    begun(says)
    problems.came("CP1", "BootsOften", NOON)
    connected("socket-1")
    counted = numbers()
    assert counted["connected"] == 1
    assert counted["chargePoints"] == 5
    assert counted["runningTransactions"] == 1
    assert counted["noted"] == 1


@pytest.fixture
def operations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What DynamoDB is asked, in order."""
    asked: list[str] = []
    call: Callable[..., Any] = aws.call

    def noted(service: Any, operation: str, arguments: Any) -> Any:
        asked.append(operation)
        return call(service, operation, arguments)

    monkeypatch.setattr(aws, "call", noted)
    return asked


@pytest.mark.usefixtures("store")
def test_however_large_the_fleet_it_takes_as_many_requests_and_reads_no_charge_point(
    operations: list[str],
) -> None:
    for size in (0, 60):
        for number in range(size):
            provision(f"CP{number}", security_profile=0)
        operations.clear()
        ask("GET", "/fleet")
        assert operations == ["Query"] * (6 * SHARDS + 1)
