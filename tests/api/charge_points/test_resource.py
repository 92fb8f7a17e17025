import pytest

from csms.credentials import matches
from csms.store.provisioned import provisioning
from csms.store.reported import charge_point_state
from csms.wire.ocpp16 import Call
from tests.api.charge_points.support import PASSWORD, SECURED, connect, stored
from tests.api.support import ask
from tests.stored import provision, set_registration
from tests.support import NOON, Sockets

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture(autouse=True)
def sockets(sockets: Sockets) -> Sockets:
    return sockets


def ids(**query: object) -> list[str]:
    return [item["id"] for item in ask("GET", "/charge-points", query=query).json["items"]]


def test_a_charge_point_is_created_and_read() -> None:
    sent = SECURED | {"serialNumber": "S-1", "registration": "Pending", "interval": 60}
    created = ask("POST", "/charge-points", body=sent, role="operator")
    assert (created.status, created.headers["location"]) == (201, "/charge-points/CP%201")
    read = ask("GET", "/charge-points/CP 1", role="viewer")
    assert (read.json, read.headers["etag"]) == (created.json, created.headers["etag"])
    assert read.json.items() >= (sent.items() - {("password", PASSWORD)})
    assert read.json["hasPassword"] is True


def test_a_password_is_written_and_never_read() -> None:
    answers = [
        ask("POST", "/charge-points", body=SECURED),
        ask("PATCH", "/charge-points/CP 1", body={"password": "another-password"}),
        ask("GET", "/charge-points/CP 1"),
        ask("GET", "/charge-points"),
        ask("GET", "/charge-points/export"),
        ask("GET", "/audit"),
    ]
    password_hash = stored("CP 1").password_hash
    assert password_hash
    assert matches(b"another-password", password_hash)
    for answer in answers:
        assert answer.status < 300
        for secret in (PASSWORD, "another-password", "scrypt", password_hash):
            assert secret not in answer.text


def test_an_identity_is_used_once_whatever_its_case() -> None:
    assert ask("POST", "/charge-points", body={"id": "A", "securityProfile": 0}).status == 201
    assert ask("POST", "/charge-points", body={"id": "A", "securityProfile": 0}).status == 409
    twin = ask("POST", "/charge-points", body={"id": "a", "securityProfile": 0})
    assert (twin.status, twin.fields) == (409, ["id"])
    assert ids() == ["A"]


def test_a_change_keeps_what_it_leaves_out_and_what_the_charge_point_said(call: Call) -> None:
    charge_point_state.booted(call, {"chargePointVendor": "V"})
    changed = ask("PATCH", "/charge-points/CP1", body={"interval": 60}, role="operator")
    assert changed.status == 200
    assert (changed.json["interval"], changed.json["boot"]) == (60, {"chargePointVendor": "V"})
    again = ask("PATCH", "/charge-points/CP1", body={"interval": None}).json
    assert "interval" not in again
    assert again["registration"] == "Accepted"


def test_heartbeats_do_not_move_the_version(call: Call) -> None:
    before = ask("GET", "/charge-points/CP1").headers["etag"]
    charge_point_state.heard(call)
    charge_point_state.connector_reports(call, 1, {"status": "Available", "errorCode": "NoError"})
    assert ask("GET", "/charge-points/CP1").headers["etag"] == before
    answer = ask(
        "PATCH",
        "/charge-points/CP1",
        body={"registration": "Rejected"},
        headers={"If-Match": before},
    )
    assert answer.status == 200
    assert answer.headers["etag"] != before
    late = ask("PATCH", "/charge-points/CP1", body={}, headers={"If-Match": before})
    assert late.status == 412


@pytest.mark.parametrize(("if_match", "status"), [(None, 200), ('"1"', 412)])
def test_two_operators_at_once_do_not_overwrite_each_other(
    cp1: str, if_match: str | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = provisioning.change
    raced: list[str] = []

    def overtaken(*arguments: object, **words: object) -> None:
        if not raced:
            raced.append("once")
            set_registration("CP1", "Pending")
        change(*arguments, **words)  # type: ignore[arg-type]

    monkeypatch.setattr(provisioning, "change", overtaken)
    headers = {"If-Match": if_match} if if_match else {}
    answer = ask("PATCH", "/charge-points/CP1", body={"interval": 5}, headers=headers)
    assert answer.status == status
    assert stored(cp1).registration == "Pending"
    assert stored(cp1).interval == (5 if status == 200 else None)


def test_the_list_is_by_name_and_has_filters(cp1: str) -> None:
    provision("CP2", security_profile=2, password_hash="x", registration="Pending")
    provision("DP1", security_profile=1, password_hash="x")
    charge_point_state.booted(
        Call("CP2", "1", NOON), {"chargePointModel": "M", "chargePointVendor": "V"}
    )
    connect("DP1")
    assert ids() == ["CP1", "CP2", "DP1"]
    assert ids(registration="Pending") == ["CP2"]
    assert ids(securityProfile=1) == ["DP1"]
    assert ids(connected="true") == ["DP1"]
    assert ids(connected="false") == ["CP1", "CP2"]
    assert ids(model="M") == ids(vendor="V") == ["CP2"]
    assert ids(model="M", vendor="W") == []
    assert ids(q="CP", connected="false", limit=1) == ["CP1"]
    assert ids(q="cp") == []


def test_page_after_page_has_every_charge_point_once() -> None:
    names = [f"CP{number:02}" for number in range(9)]
    for name in names:
        provision(name, security_profile=0)
    seen: list[str] = []
    query: dict[str, object] = {"limit": 2, "q": "CP"}
    for _ in range(9):
        page = ask("GET", "/charge-points", query=query).json
        seen += [item["id"] for item in page["items"]]
        if "cursor" not in page:
            break
        query["cursor"] = page["cursor"]
    assert seen == names
