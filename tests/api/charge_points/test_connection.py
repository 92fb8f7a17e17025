import pytest

from csms.store.reported.connections import Connection
from csms.store.table import fetch
from tests.api.support import ask
from tests.csms.command_steps import CP, connected, send, status, take_tasks
from tests.support import NOON, Sockets

PATH = "/charge-points/CP1/connection"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_an_operator_disconnects_a_charge_point_and_it_is_audited(sockets: Sockets) -> None:
    assert ask("DELETE", PATH, role="viewer").status == 403
    assert ask("DELETE", PATH, role="operator").status == 204
    assert sockets.closed == ["one"]
    assert ask("GET", "/charge-points/CP1").json["connected"] is False
    (entry,) = ask("GET", "/audit").json["items"]
    assert (entry["operation"], entry["resource"], entry["details"]) == (
        "disconnect",
        "charge-points/CP1",
        {"disconnected": True},
    )


def test_one_that_is_not_connected_has_no_connection(sockets: Sockets) -> None:
    ask("DELETE", PATH)
    again = ask("DELETE", PATH)
    assert (again.status, again.json["detail"]) == (404, "the connection of CP1 is not there")
    assert ask("DELETE", "/charge-points/CP9/connection").status == 404
    assert sockets.closed == ["one"]
    assert len(ask("GET", "/audit").json["items"]) == 1


def test_a_connection_that_has_died_unnoticed_is_forgotten(sockets: Sockets) -> None:
    sockets.gone.add("one")
    assert ask("DELETE", PATH).status == 204
    assert fetch(Connection.of(CP)) == (None,)


def test_a_socket_that_cannot_be_reached_now_is_closed_later(sockets: Sockets) -> None:
    sockets.failing = True
    assert ask("DELETE", PATH).status == 204
    assert take_tasks() == [{"task": "close-connection", "connectionId": "one"}]


def test_what_it_carries_ends_once_its_last_answer_has_had_its_time_and_what_waits_is_told() -> (
    None
):
    send("c1", at=NOON)
    send("c2", at=NOON)
    take_tasks()
    ask("DELETE", PATH)
    lost, drain = take_tasks()
    assert (lost["task"], lost["commandId"]) == ("connection-lost", "c1")
    assert drain == {"task": "drain", "chargePointId": CP}
    assert (status("c1"), status("c2")) == ("Sent", "Queued")
