from typing import Any

import pytest

from csms.store.table import fetch, perform
from csms.store.transactions.reservations import Reservation, used
from tests.api.support import ask
from tests.csms.command_steps import answer, connected
from tests.outbound.support import ask as command
from tests.stored import provision_id_tag
from tests.support import NOON, Sockets

PATH = "/charge-points/CP1/reservations"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()
    provision_id_tag("A")


def reserve(number: int, status: str = "Accepted", hour: int = 13, **more: object) -> None:
    payload = {
        "connectorId": 1,
        "expiryDate": f"2026-06-01T{hour}:00:00Z",
        "idTag": "A",
        "reservationId": number,
    }
    command("ReserveNow", payload | more, {"status": status}, command_id=f"command-{number}")


def listed(**query: object) -> list[tuple[int, str]]:
    answered: Any = ask("GET", PATH, role="viewer", query=query).json
    return [(one["reservationId"], one["status"]) for one in answered["items"]]


def test_a_reservation_says_what_was_asked_and_what_became_of_it() -> None:
    reserve(7, parentIdTag="G")
    shown = {
        "chargePointId": "CP1",
        "reservationId": 7,
        "connectorId": 1,
        "idTag": "A",
        "parentIdTag": "G",
        "expiryDate": "2026-06-01T13:00:00.000Z",
        "status": "Accepted",
        "answeredAt": "2026-06-01T12:00:01.000Z",
        "commandId": "command-7",
    }
    assert ask("GET", PATH).json == {"items": [shown]}
    assert ask("GET", f"{PATH}/7", role="viewer").json == shown
    assert ask("GET", f"{PATH}/8").status == 404
    assert ask("GET", "/charge-points/CP9/reservations").status == 404


def test_they_are_listed_by_status_as_it_is_now() -> None:
    reserve(1)
    reserve(2, "Occupied")
    reserve(3)
    reserve(10)
    command("CancelReservation", {"reservationId": 3}, command_id="cancel")
    (kept,) = fetch(Reservation.of("CP1", 10))
    assert kept
    perform(used(kept, 42, NOON))
    everything = [(1, "Accepted"), (2, "Occupied"), (3, "Cancelled"), (10, "Used")]
    assert listed() == everything
    assert listed(status="Accepted") == [(1, "Accepted")]
    late = ask("GET", PATH, at=NOON.replace(hour=13)).json["items"]
    assert late[0]["status"] == "Expired"
    assert late[3]["transactionId"] == 42
    assert ask("GET", PATH, query={"status": "Over"}).fields == ["status"]


def test_they_come_page_by_page() -> None:
    for number in (3, 1, 2):
        reserve(number)
    first: Any = ask("GET", PATH, query={"limit": 2}).json
    second: Any = ask("GET", PATH, query={"limit": 2, "cursor": first["cursor"]}).json
    assert [one["reservationId"] for one in first["items"] + second["items"]] == [1, 2, 3]


NEW = {"connectorId": 1, "idTag": "A", "expiryDate": "2026-06-01T13:00:00Z"}


def test_one_is_made_and_let_go_by_a_command(sockets: Sockets) -> None:
    connected()
    made = ask("POST", PATH, body=NEW)
    assert (made.status, made.json["action"]) == (202, "ReserveNow")
    assert made.headers["location"].endswith(f"/commands/{made.json['commandId']}")
    number = made.json["payload"]["reservationId"]
    answer(made.json["commandId"])
    assert listed() == [(number, "Accepted")]
    gone = ask("DELETE", f"{PATH}/{number}")
    assert (gone.status, gone.json["action"]) == (202, "CancelReservation")
    answer(gone.json["commandId"])
    shown = ask("GET", f"{PATH}/{number}").json
    assert (shown["status"], shown["endedAt"]) == ("Cancelled", "2026-06-01T12:00:01.000Z")
    assert shown["reason"] == "CancelReservation was Accepted"


def test_any_connector_is_0() -> None:
    anywhere = {name: value for name, value in NEW.items() if name != "connectorId"}
    made = ask("POST", PATH, body=anywhere | {"parentIdTag": "G"})
    assert made.json["payload"]["connectorId"] == 0
    assert made.json["payload"]["parentIdTag"] == "G"


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"expiryDate": "soon"}, 400, "expiryDate"),
        ({"idTag": "A" * 21}, 400, "idTag"),
        ({"connectorId": -1}, 400, "connectorId"),
        ({"reservationId": "7"}, 400, "reservationId"),
        ({"expiryDate": "2026-06-01T11:00:00Z"}, 409, None),
    ],
)
def test_what_makes_no_sense_is_refused(changes: Any, status: int, field: str | None) -> None:
    refused = ask("POST", PATH, body=NEW | changes)
    assert refused.status == status
    assert refused.fields == ([field] if field else [])


def test_what_is_not_open_is_not_cancelled_unless_forced() -> None:
    assert ask("DELETE", f"{PATH}/9").status == 409
    assert ask("DELETE", f"{PATH}/9", query={"force": "true"}).status == 202


def test_they_are_listed_between_two_times_of_an_answer() -> None:
    reserve(7)
    assert listed(**{"from": "2026-06-01T12:00:01Z", "to": "2026-06-01T12:00:02Z"})
    assert not listed(**{"from": "2026-06-01T12:00:02Z"})
    assert not listed(to="2026-06-01T12:00:01Z")
