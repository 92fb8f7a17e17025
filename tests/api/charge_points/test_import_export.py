import pytest

from csms.credentials import matches
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections
from csms.store.table import fetch
from tests.api.support import Answered, ask
from tests.stored import provision
from tests.support import NOON, Sockets

pytestmark = pytest.mark.usefixtures("store")

PASSWORD = "tEn87hGdj3zYQ5mXw0Ab"
TABLE = f"id,securityProfile,password,interval\r\nCP1,,,60\r\nN1,1,{PASSWORD},\r\nN2,2,,\r\n"


@pytest.fixture(autouse=True)
def sockets(cp1: str, sockets: Sockets) -> Sockets:
    return sockets


def imported(body: object, kind: str = "application/json", **query: object) -> Answered:
    headers = {"content-type": kind}
    path = "/charge-points/import"
    return ask("POST", path, role="operator", body=body, headers=headers, query=query)


def outcomes(answer: Answered) -> list[str]:
    return [row["outcome"] for row in answer.json["rows"]]


def test_rows_create_and_change_and_each_has_its_result() -> None:
    answer = imported(TABLE, "text/csv")
    assert (answer.status, outcomes(answer)) == (200, ["changed", "created", "error"])
    assert answer.json["rows"][2]["errors"] == [
        {"field": "password", "message": "security profile 2 needs one"}
    ]
    assert PASSWORD not in answer.text + ask("GET", "/audit").text
    (charge_point,) = fetch(ChargePoint.of("N1"))
    assert charge_point
    assert matches(PASSWORD.encode(), charge_point.password_hash or "")
    assert outcomes(imported(TABLE, "text/csv")) == ["unchanged", "unchanged", "error"]


def test_a_dry_run_says_the_same_and_does_nothing() -> None:
    before = ask("GET", "/charge-points").json
    assert outcomes(imported(TABLE, "text/csv", dryRun="true")) == ["changed", "created", "error"]
    assert ask("GET", "/charge-points").json == before
    assert ask("GET", "/audit").json["items"] == []


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_an_identity_that_differs_by_case_alone_is_refused(dry_run: str) -> None:
    answer = imported({"items": [{"id": "cp1", "securityProfile": 0}]}, dryRun=dry_run)
    assert outcomes(answer) == ["error"]
    assert answer.json["rows"][0]["errors"][0]["field"] == "id"


def test_another_password_closes_the_socket_and_the_same_does_not(sockets: Sockets) -> None:
    row = {"id": "N1", "securityProfile": 1, "password": PASSWORD}
    imported({"items": [row]})
    (charge_point,) = fetch(ChargePoint.of("N1"))
    assert charge_point
    connections.opened(
        "N1",
        "socket",
        NOON,
        security_profile=1,
        source_ip="203.0.113.20",
        generation=charge_point.generation,
    )
    assert outcomes(imported({"items": [row]})) == ["unchanged"]
    assert sockets.closed == []
    assert outcomes(imported({"items": [row | {"password": "another-password"}]})) == ["changed"]
    assert sockets.closed == ["socket"]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_was_exported_can_be_imported_and_changes_nothing(kind: str) -> None:
    provision("CP2", security_profile=2, password_hash="scrypt$", interval=5)
    exported = ask("GET", "/charge-points/export", query={"format": kind}, role="viewer")
    assert "scrypt" not in exported.text
    answer = imported(exported.text, exported.headers["content-type"])
    assert outcomes(answer) == ["unchanged", "unchanged"]


def test_an_export_is_paged() -> None:
    provision("CP2", security_profile=0)
    first = ask("GET", "/charge-points/export", query={"limit": 1}).json
    second = ask("GET", "/charge-points/export", query={"limit": 1, "cursor": first["cursor"]}).json
    assert [page["items"][0]["id"] for page in (first, second)] == ["CP1", "CP2"]
    assert "cursor" not in second


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_it_does_on_its_own_goes_out_and_in(kind: str) -> None:
    on = {"localListInStep": True, "automaticDistance": 60}
    ask("PATCH", "/charge-points/CP1", body=on)
    exported = ask("GET", "/charge-points/export", query={"format": kind})
    off = {"localListInStep": False, "automaticDistance": None}
    ask("PATCH", "/charge-points/CP1", body=off)
    assert outcomes(imported(exported.text, exported.headers["content-type"])) == ["changed"]
    assert ask("GET", "/charge-points/CP1").json.items() >= on.items()
