"""What tests of requests for certificates say: CP1 asks, is looked after, and is handed one out."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from csms.store.provisioned.audit import AuditEntry, partition
from csms.store.table import query
from tests.conftest import Says
from tests.csms.command_steps import CP, connected
from tests.issuing import asks, authority, requests
from tests.stored import problems_of, provision
from tests.support import NOON, Sockets
from tests.workflows.running import come

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ACCEPTED, REJECTED = {"status": "Accepted"}, {"status": "Rejected"}


@pytest.fixture(autouse=True)
def document(cp1: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """CP1, of the serial number SN-1, is connected; a certificate authority is set up."""
    provision(CP, security_profile=2, serial_number="SN-1")
    connected()
    return authority(tmp_path, monkeypatch)


def sent(sockets: Sockets) -> list[tuple[str, str]]:
    """Every CertificateSigned that has left: its id, and what it hands out."""
    return [
        (one[1], one[3]["certificateChain"])
        for one in sockets.frames
        if one[0] == 2 and one[2] == "CertificateSigned"
    ]


def ask(says: Says, csr: str | None = None, at: datetime = NOON) -> None:
    said = says("SignCertificate", {"csr": csr or asks()}, at=at)
    assert said == [3, "unique-1", ACCEPTED]


def issue(at: datetime = NOON) -> int:
    return come("issue-certificate", "follow-certificate", at=at)


def state() -> tuple[str, str | None]:
    newest = requests()[0]
    return newest.state, newest.reason


def problems() -> dict[str, Any]:
    return {one.what: one.told for one in problems_of(CP)}


def ended() -> list[str]:
    entries = query(AuditEntry, partition(f"charge-points/{CP}/certificate-requests/{its_id()}"))
    return [entry.details["ended"]["state"] for entry in entries]


def its_id() -> str:
    return requests()[0].request_id
