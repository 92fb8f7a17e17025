from typing import Any

import pytest

from csms.store.provisioned.authority_ends import AuthorityEnd
from csms.store.table import by_name, perform, put, when
from csms.store.transactions.reservations import WORK, Reservation, answered
from tests.api.support import ask
from tests.support import NOON

pytestmark = pytest.mark.usefixtures("store")


def kept(charge_point_id: str, number: int, hour: int, status: str = "Accepted") -> None:
    one = Reservation.of(charge_point_id, number)
    one.connector_id, one.id_tag, one.status = 1, "A", status
    one.expiry_date = NOON.replace(hour=hour)
    one.answered_at, one.command_id = NOON, f"command-{number}"
    perform(answered(one))


def listed(**query: object) -> Any:
    return ask("GET", "/reservations", role="viewer", query=query).json


def test_those_that_hold_are_listed_and_the_first_to_expire_is_the_first() -> None:
    kept("CP1", 1, 15)
    kept("CP2", 1, 13)
    kept("CP1", 2, 14, "Occupied")
    kept("CP3", 7, 11)
    shown = [(one["chargePointId"], one["reservationId"]) for one in listed()["items"]]
    assert shown == [("CP2", 1), ("CP1", 1)]


def test_what_else_waits_for_its_time_is_none() -> None:
    other = AuthorityEnd.of("ab")
    other.subject, other.not_after = "CN=Authority", NOON
    other.by_name_pk, other.by_name_sk = by_name(WORK, f"{when(NOON)}#ab")
    perform(put(other))
    assert listed() == {"items": []}
    kept("CP1", 1, 15)
    assert len(listed()["items"]) == 1


def test_they_come_page_by_page() -> None:
    for number in (3, 1, 2):
        kept("CP1", number, 12 + number)
    first = listed(limit=2)
    second = listed(limit=2, cursor=first["cursor"])
    numbers = [one["reservationId"] for one in first["items"] + second["items"]]
    assert numbers == [1, 2, 3]
