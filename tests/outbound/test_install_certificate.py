import pytest

from csms.store.reported.certificates import InstalledCertificate
from tests.csms.command_steps import CP, SECOND
from tests.outbound.support import ask, refusal
from tests.stored import certificates_of
from tests.support import NOON, Sockets

PEM = "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUXQ==\n-----END CERTIFICATE-----\n"
CENTRAL, MANUFACTURER = "CentralSystemRootCertificate", "ManufacturerRootCertificate"


def installed() -> list[InstalledCertificate]:
    _, accepted = certificates_of(CP)
    return accepted


@pytest.mark.parametrize("pem", [PEM, PEM.rstrip(), PEM.replace("\n", "\r\n"), f" {PEM}\n\n"])
def test_what_was_accepted_is_kept_byte_for_byte(pem: str, sockets: Sockets) -> None:
    asked = {"certificateType": CENTRAL, "certificate": pem}
    assert refusal("InstallCertificate", asked) is None
    ask("InstallCertificate", asked)
    assert sockets.frames[-1][3] == asked
    (one,) = installed()
    assert (one.certificate_type, one.pem) == (CENTRAL, pem)
    assert (one.installed_at, one.command_id) == (NOON + SECOND, "command-1")


def test_the_same_text_again_is_the_same_certificate_of_its_type() -> None:
    for number, certificate_type in enumerate((CENTRAL, CENTRAL, MANUFACTURER)):
        asked = {"certificateType": certificate_type, "certificate": PEM}
        ask("InstallCertificate", asked, command_id=f"command-{number}")
    kept = [(one.certificate_type, one.command_id) for one in installed()]
    assert kept == [(CENTRAL, "command-1"), (MANUFACTURER, "command-2")]
    assert len({one.digest for one in installed()}) == 1


@pytest.mark.parametrize("status", ["Failed", "Rejected"])
def test_what_was_refused_is_not_kept(status: str) -> None:
    asked = {"certificateType": CENTRAL, "certificate": PEM}
    ask("InstallCertificate", asked, {"status": status})
    assert installed() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "root",
        PEM.replace("CERTIFICATE", "PRIVATE KEY"),
        PEM.partition("-----END")[0],
        PEM.replace("MIIB", "MIIB!"),
        PEM.replace("MIIB", "MIB"),
        PEM.replace("MIIB", "AIIB"),
        "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n",
    ],
)
def test_what_is_no_certificate_is_not_sent(text: str) -> None:
    asked = {"certificateType": CENTRAL, "certificate": text}
    assert refusal("InstallCertificate", asked) == "the text is no certificate in PEM"
