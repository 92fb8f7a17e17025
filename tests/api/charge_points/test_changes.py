"""What comes with a change of a charge point: its socket, its passwords, an upgrade."""

import pytest

from csms.store.provisioned import upgrades
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.reported.problems import FRAME_TOO_LARGE, came
from csms.store.table import fetch, perform, update
from tests.api.charge_points.support import PASSWORD, SECURED, connect, stored
from tests.api.support import ask
from tests.stored import problems_of, provision
from tests.support import NOON, Sockets

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def sockets(sockets: Sockets) -> Sockets:
    return sockets


@pytest.mark.parametrize(
    ("body", "closed"),
    [
        ({"password": "another-password"}, True),
        ({"securityProfile": 2}, True),
        ({"securityProfile": 0}, True),
        ({"serialNumber": "S-2"}, True),
        ({"password": PASSWORD}, False),
        ({"securityProfile": 1, "interval": 5}, False),
        ({"registration": "Rejected"}, False),
    ],
)
def test_a_socket_that_was_opened_by_what_no_longer_counts_is_closed(
    body: dict[str, object], closed: bool, sockets: Sockets
) -> None:
    ask("POST", "/charge-points", body=SECURED)
    connect("CP 1")
    assert ask("PATCH", "/charge-points/CP 1", body=body).status == 200
    assert sockets.closed == (["socket"] if closed else [])
    (connection,) = fetch(Connection.of("CP 1"))
    assert (connection is None) is closed, "over an old socket no command leaves"


def test_a_password_that_was_on_its_way_is_forgotten_with_the_present_one() -> None:
    ask("POST", "/charge-points", body=SECURED)
    charge_point = stored("CP 1")
    actions = [
        ChargePoint.next_password_hash.set("hash"),
        ChargePoint.next_password_command.set("command"),
    ]
    perform(update(charge_point, actions))
    ask("PATCH", "/charge-points/CP 1", body={"interval": 5})
    assert stored("CP 1").next_password_hash == "hash"
    ask("PATCH", "/charge-points/CP 1", body={"password": "another-password"})
    assert stored("CP 1").next_password_hash is None


@pytest.mark.parametrize(
    ("body", "pending"),
    [({"securityProfile": 0}, None), ({"securityProfile": 1}, None), ({"interval": 5}, 2)],
)
def test_an_upgrade_is_withdrawn_by_naming_the_profile_that_stays(
    body: dict[str, object], pending: int | None
) -> None:
    provision("CP1", security_profile=0, password_hash="hash")
    perform(upgrades.offered("CP1", "c1", 2))
    assert ask("PATCH", "/charge-points/CP1", body=body).json.get("pendingSecurityProfile") == (
        pending
    )
    assert stored("CP1").pending_security_profile == pending
    [entry] = ask("GET", "/audit").json["items"]
    assert ("pendingSecurityProfile" in entry["details"]["changed"]) is (pending is None)


def test_a_deleted_charge_point_loses_its_socket_and_its_id_can_be_used_again(
    cp1: str, sockets: Sockets
) -> None:
    connect(cp1)
    for _ in range(2):
        came(cp1, FRAME_TOO_LARGE, NOON)
    assert ask("DELETE", "/charge-points/CP1", role="operator").status == 403
    assert ask("DELETE", "/charge-points/CP1", headers={"If-Match": '"9"'}).status == 412
    assert sockets.closed == []
    assert ask("DELETE", "/charge-points/CP1").status == 204
    assert sockets.closed == ["socket"]
    assert ask("GET", "/charge-points/CP1").status == 404
    assert ask("DELETE", "/charge-points/CP1").status == 404
    assert problems_of(cp1) == []
    again = ask("POST", "/charge-points", body={"id": "cp1", "securityProfile": 0})
    assert (again.status, again.json["connected"]) == (201, False)
