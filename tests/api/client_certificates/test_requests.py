from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.store.reported import signing_requests
from tests.api.support import ask
from tests.conftest import Says
from tests.csms.command_steps import connected
from tests.issuing import asks, authority
from tests.stored import provision
from tests.support import NOON, Sockets
from tests.workflows.running import come

PATH = "/charge-points/CP1/certificate-requests"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def document(cp1: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    provision(cp1, security_profile=2, serial_number="SN-1")
    connected()
    return authority(tmp_path, monkeypatch)


def one(csr: str) -> str:
    return f"{PATH}/{signing_requests.id_of(csr)}"


def shown(csr: str) -> Any:
    return ask("GET", one(csr), role="viewer").json


def test_a_request_says_what_became_of_it(says: Says, sockets: Sockets) -> None:
    says("SignCertificate", {"csr": asks("SN-2")})
    waits = shown(asks("SN-2"))
    assert (waits["state"], waits["csr"]) == ("waiting", asks("SN-2"))
    come("issue-certificate")
    failed = shown(asks("SN-2"))
    assert (failed["state"], failed["reason"]) == (
        "failed",
        "its common name is SN-2, the serial number SN-1",
    )
    assert ask("GET", PATH, role="viewer").json == {"items": [failed]}


def test_one_that_waits_for_the_authority_says_when_it_is_tried(says: Says, document: Path) -> None:
    document.unlink()
    says("SignCertificate", {"csr": asks()})
    come("issue-certificate")
    waits = shown(asks())
    assert (waits["attempts"], waits["triedAgainAt"]) == (1, "2026-06-01T12:01:00.000Z")


def test_one_that_has_failed_is_approved_and_issued(says: Says, sockets: Sockets) -> None:
    csr = asks("SN-2")
    says("SignCertificate", {"csr": csr})
    come("issue-certificate")
    assert ask("POST", f"{one(csr)}/approve", role="operator").status == 403
    approved = ask("POST", f"{one(csr)}/approve")
    assert (approved.status, approved.json["state"]) == (202, "waiting")
    assert approved.json["approvedBy"] == "olga@example.com"
    come("issue-certificate")
    assert shown(csr)["state"] == "sent"
    assert ask("POST", f"{one(csr)}/approve").status == 409


def test_what_is_not_there_is_not_shown() -> None:
    assert ask("GET", one("x")).status == 404
    assert ask("POST", f"{one('x')}/approve").status == 404
    assert ask("GET", PATH.replace("CP1", "CP9")).status == 404
    assert ask("GET", f"{PATH}/x").status == 400


def test_they_are_listed_between_two_times(says: Says) -> None:
    says("SignCertificate", {"csr": asks("SN-1")}, at=NOON)
    says("SignCertificate", {"csr": asks("SN-2")}, at=NOON + HOUR)
    listed = ask("GET", PATH, query={"from": "2026-06-01T12:00:00.001Z"}).json["items"]
    assert [one["csr"] for one in listed] == [asks("SN-2")]
    listed = ask("GET", PATH, query={"to": "2026-06-01T13:00:00Z"}).json["items"]
    assert [one["csr"] for one in listed] == [asks("SN-1")]
