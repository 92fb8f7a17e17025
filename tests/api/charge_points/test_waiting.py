"""Charge points that came by themselves are seen in the inbox, and accepted or forgotten there."""

from typing import Any

import pytest

from csms.store.provisioned import strangers
from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported import connections, inbox
from csms.store.reported.connections import Connection
from csms.store.table import fetch, perform
from tests.api.support import ask
from tests.stored import set_registration
from tests.support import NOON, Sockets

ADDRESS = "203.0.113.9"
BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}


def takes_in(identity: str = "NEW", profile: int = 1, **known_by: str) -> None:
    known_by = known_by or {"password_hash": "hash"}
    strangers.take_in(identity, profile, NOON, source_ip=ADDRESS, generation="first", **known_by)


def stands(identity: str = "NEW") -> ChargePoint | None:
    (charge_point,) = fetch(ChargePoint.of(identity))
    return charge_point


def listed() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = ask("GET", "/inbox", role="viewer").json["items"]
    return items


def accept(body: dict[str, Any] | None = None, **asked: Any) -> Any:
    return ask("POST", "/inbox/NEW/accept", body=body or {}, role="operator", **asked)


@pytest.fixture(autouse=True)
def waits(store: None, sockets: Sockets) -> None:
    takes_in()


def connects() -> None:
    connections.opened(
        "NEW", "one", NOON, security_profile=1, source_ip=ADDRESS, generation="first"
    )


def is_connected() -> bool:
    (connection,) = fetch(Connection.of("NEW"))
    return connection is not None


def test_one_that_waits_is_seen_in_the_inbox_and_as_a_charge_point() -> None:
    assert [(one["identity"], one["awaitsAcceptance"]) for one in listed()] == [("NEW", True)]
    assert ask("GET", "/charge-points/NEW").json["awaitsAcceptance"] is True


def test_page_after_page_has_those_that_wait_and_those_that_are_refused_once() -> None:
    for identity in ("A", "B", "C"):
        takes_in(f"WAITS-{identity}")
        inbox.knocked(f"REFUSED-{identity}", NOON, source_ip=ADDRESS, certificate_subject=None)
    seen, query = [], {"limit": 2}
    while True:
        page = ask("GET", "/inbox", query=query).json
        seen += [one["identity"] for one in page["items"]]
        if "cursor" not in page:
            break
        query |= {"cursor": page["cursor"]}
    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, reverse=True)


def test_it_is_bound_to_the_profile_at_which_it_came_last_and_stays_connected() -> None:
    connects()
    accepted = accept()
    assert (accepted.status, accepted.headers["location"]) == (201, "/charge-points/NEW")
    assert "password" not in accepted.json
    shown = accepted.json["chargePoint"]
    assert (shown["securityProfile"], shown["registration"]) == (1, "Accepted")
    assert "awaitsAcceptance" not in shown
    charge_point = stands()
    assert charge_point
    assert (charge_point.password_hash, charge_point.generation) == ("hash", "first")
    assert charge_point.by_time_pk is None
    assert is_connected()
    assert listed() == []
    assert ask("GET", "/audit").text.count("inbox") == 1


def test_or_to_the_one_that_is_given_and_its_socket_is_closed() -> None:
    connects()
    assert accept({"securityProfile": 2}).json["chargePoint"]["securityProfile"] == 2
    charge_point = stands()
    assert charge_point
    assert charge_point.generation != "first"
    assert not is_connected()


def test_it_may_stay_pending_and_is_bound_all_the_same() -> None:
    assert accept({"registration": "Pending"}).status == 201
    assert listed() == []
    charge_point = stands()
    assert charge_point
    assert not charge_point.awaits_acceptance


def test_a_password_is_made_for_one_that_knows_none() -> None:
    ask("DELETE", "/inbox/NEW")
    takes_in(profile=3, serial_number="SN-7")
    assert len(accept({"securityProfile": 2}).json["password"]) == 20


def test_a_certificate_has_to_be_named() -> None:
    assert accept({"securityProfile": 3}).fields == ["serialNumber"]
    assert stands()


def test_what_is_accepted_already_is_there_already() -> None:
    accept()
    assert accept().status == 409
    assert accept().json["detail"] == "the charge point NEW is there already"


def test_what_has_been_decided_otherwise_is_there_already() -> None:
    set_registration("NEW", "Accepted")
    assert accept().status == 409


def test_what_has_been_forgotten_is_not_there() -> None:
    connects()
    assert ask("DELETE", "/inbox/NEW", role="operator").status == 204
    assert (stands(), is_connected(), listed()) == (None, False, [])
    assert accept().status == 404
    assert ask("DELETE", "/inbox/NEW", role="operator").status == 404
    takes_in()
    assert [one["identity"] for one in listed()] == ["NEW"]


@pytest.mark.parametrize(
    "change",
    [{"registration": "Accepted"}, {"registration": "Rejected"}, {"securityProfile": 1}],
    ids=["accepted", "rejected", "bound"],
)
def test_what_is_set_for_the_charge_point_decides_too(change: dict[str, Any]) -> None:
    assert ask("PATCH", "/charge-points/NEW", body=change).status == 200
    assert listed() == []
    assert ask("DELETE", "/inbox/NEW").status == 404


def test_what_decides_nothing_leaves_it_waiting() -> None:
    assert ask("PATCH", "/charge-points/NEW", body={"interval": 60}).status == 200
    assert [one["identity"] for one in listed()] == ["NEW"]


def test_one_that_comes_at_another_profile_meanwhile_is_bound_to_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from csms.store.provisioned import provisioning

    change = provisioning.change

    def moving(*arguments: Any, **named: Any) -> None:
        monkeypatch.setattr(provisioning, "change", change)
        perform(
            strangers.moved(
                "NEW", 2, NOON, source_ip=ADDRESS, generation="second", password_hash="hash"
            )
        )
        change(*arguments, **named)

    monkeypatch.setattr(provisioning, "change", moving)
    assert accept().json["chargePoint"]["securityProfile"] == 2
