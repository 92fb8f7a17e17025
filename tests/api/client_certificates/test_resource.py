from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.store.provisioned.charge_points import ChargePoint
from csms.store.reported.connections import Connection
from csms.store.table import fetch
from tests.api.client_certificates.support import PATH, issued
from tests.api.support import ask
from tests.csms.command_steps import answer, connected
from tests.issuing import authority
from tests.stored import provision
from tests.support import NOON, Sockets

FOREIGN = "ab" * 32


@pytest.fixture(autouse=True)
def document(cp1: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets: Sockets) -> Path:
    provision(cp1, security_profile=3, serial_number="SN-1")
    return authority(tmp_path, monkeypatch)


def test_one_that_is_revoked_is_so_and_the_socket_is_shut(sockets: Sockets) -> None:
    connected()
    sha256 = issued()["sha256"]
    path = f"{PATH}/{sha256.upper()}/revoke"
    revoked = ask("POST", path, body={"reason": "stolen"}, role="operator").json
    assert (revoked["status"], revoked["revokedBecause"]) == ("revoked", "stolen")
    assert revoked["revokedAt"] == "2026-06-01T12:00:00.000Z"
    connection, charge_point = fetch(Connection.of("CP1"), ChargePoint.of("CP1"))
    assert (connection, sockets.closed) == (None, ["one"])
    assert charge_point
    assert charge_point.generation
    assert ask("POST", path, body={}).status == 409


def test_one_of_another_issuer_is_revoked_by_its_fingerprint() -> None:
    revoked = ask("POST", f"{PATH}/{FOREIGN}/revoke", body={}).json
    assert (revoked["source"], revoked["status"], revoked["sha256"]) == (
        "foreign",
        "revoked",
        FOREIGN,
    )
    assert ask("POST", f"{PATH}/{FOREIGN[1:]}/revoke", body={}).status == 400
    other = f"/charge-points/CP9/client-certificates/{FOREIGN}/revoke"
    assert ask("POST", other, body={}).status == 404


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (NOON - timedelta(days=9), "notYetValid"),
        (NOON, "valid"),
        (NOON + timedelta(days=400), "expired"),
    ],
    ids=["before", "now", "after"],
)
def test_a_certificate_has_its_time(at: Any, status: str) -> None:
    sha256 = issued()["sha256"]
    assert ask("GET", f"{PATH}/{sha256}", at=at).json["status"] == status


def test_what_is_not_there_is_not_shown() -> None:
    assert ask("GET", f"{PATH}/{FOREIGN}").status == 404
    assert ask("GET", "/charge-points/CP9/client-certificates").status == 404


def test_a_charge_point_is_asked_to_renew_its_own(sockets: Sockets) -> None:
    connected()
    asked = ask("POST", f"{PATH}/renew", role="operator")
    assert asked.status == 202
    assert sockets.frames[-1][2:] == [
        "ExtendedTriggerMessage",
        {"requestedMessage": "SignChargePointCertificate"},
    ]
    answer(asked.json["commandId"], {"status": "Accepted"})
    assert ask("GET", asked.headers["location"]).json["status"] == "Answered"


def test_they_are_listed_by_when_they_end() -> None:
    long, short = (
        ask("POST", PATH, body={"keyType": "EC", "lifetimeDays": days}).json["sha256"]
        for days in (90, 10)
    )
    ask("POST", f"{PATH}/{FOREIGN}/revoke", body={})
    for query, expected in (
        ({"to": "2026-07-01T00:00:00Z"}, [short]),
        ({"from": "2026-07-01T00:00:00Z"}, [long]),
    ):
        listed = ask("GET", PATH, role="viewer", query=query).json["items"]
        assert [one["sha256"] for one in listed] == expected
