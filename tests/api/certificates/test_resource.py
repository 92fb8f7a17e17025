from typing import Any

import pytest

from tests.api.certificates.support import listed
from tests.api.support import ask
from tests.csms.command_steps import connected
from tests.outbound.support import ask as command
from tests.support import Sockets

PATH = "/charge-points/CP1/certificates"
CENTRAL, MANUFACTURER = "CentralSystemRootCertificate", "ManufacturerRootCertificate"
HASH_DATA = {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "9e1b2c",
    "issuerKeyHash": "4f5a6b",
    "serialNumber": "3c01",
}
PEM = "-----BEGIN CERTIFICATE-----\r\nMIIB\n-----END CERTIFICATE-----\n"


@pytest.fixture(autouse=True)
def cp1_is_connected(cp1: str, sockets: Sockets) -> None:
    connected()


def test_what_was_reported_and_what_was_accepted_is_shown() -> None:
    assert listed() == []
    installed = {"certificateType": CENTRAL, "certificate": PEM}
    command("InstallCertificate", installed, command_id="install")
    command(
        "GetInstalledCertificateIds",
        {"certificateType": MANUFACTURER},
        {"status": "Accepted", "certificateHashData": [HASH_DATA]},
        command_id="read",
    )
    central, manufacturer = listed()
    assert (central["pem"], central["commandId"]) == (PEM, "install")
    assert central["certificateType"] == CENTRAL
    assert manufacturer == {
        "certificateType": MANUFACTURER,
        "hashData": [HASH_DATA],
        "reportedAt": "2026-06-01T12:00:01.000Z",
    }
    assert listed(certificateType=MANUFACTURER) == [manufacturer]
    assert ask("GET", "/charge-points/CP9/certificates").status == 404


def test_they_come_page_by_page() -> None:
    for kind in (MANUFACTURER, CENTRAL):
        asked = {"certificateType": kind}
        command("GetInstalledCertificateIds", asked, {"status": "NotFound"}, command_id=kind)
    first: Any = ask("GET", PATH, query={"limit": 1}).json
    (second,) = listed(limit=1, cursor=first["cursor"])
    assert first["items"][0]["certificateType"] == CENTRAL
    assert (second["certificateType"], second["hashData"]) == (MANUFACTURER, [])
