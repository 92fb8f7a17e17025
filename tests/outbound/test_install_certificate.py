import pytest

from csms.store.reported.certificates import InstalledCertificate
from tests import roots
from tests.csms.command_steps import CP, SECOND
from tests.outbound.support import ask, configured, refusal
from tests.outbound.test_get_installed_certificate_ids import report
from tests.roots import root_pem
from tests.stored import certificates_of
from tests.support import NOON, Sockets

PEM = roots.ROOT
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
        PEM.partition("-----END")[0],
        PEM.replace("MIIB", "MIIB!"),
        PEM.replace("MIIB", "MIB"),
        PEM.replace("MIIB", "AIIB"),
        "-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n",
    ],
)
def test_what_is_no_certificate_is_not_sent(text: str) -> None:
    asked = {"certificateType": CENTRAL, "certificate": text}
    reason = refusal("InstallCertificate", asked)
    assert reason
    assert reason.startswith("the text is no certificate in PEM: ")


def reason(pem: str, certificate_type: str = CENTRAL) -> str | None:
    asked = {"certificateType": certificate_type, "certificate": pem}
    return refusal("InstallCertificate", asked)


def install(pem: str, certificate_type: str = CENTRAL, command_id: str = "install") -> None:
    asked = {"certificateType": certificate_type, "certificate": pem}
    ask("InstallCertificate", asked, command_id=command_id)


def test_what_is_not_signed_by_itself_is_no_root() -> None:
    issued = root_pem("Issuer", signed_by="Old root")
    assert reason(issued) == "it is not self-signed: it is no root"
    assert reason(issued, MANUFACTURER) == "it is not self-signed: it is no root"
    assert reason(PEM + PEM) == "there are 2 certificates in the text, and it takes one"


def test_with_the_additional_check_a_new_root_is_signed_by_the_one_that_is_there() -> None:
    configured(AdditionalRootCertificateCheck="TRUE")
    old, new = root_pem("Old root"), root_pem("New root 2", signed_by="Old root")
    assert reason(new) is None
    install(old)
    assert reason(new) is None
    assert reason(old) is None
    assert reason(PEM) == (
        "AdditionalRootCertificateCheck is on, and it is not signed by the root that the charge "
        "point has"
    )
    assert reason(PEM, MANUFACTURER) is None
    configured(AdditionalRootCertificateCheck="false")
    assert reason(PEM) is None
    assert reason(new) == "it is not self-signed: it is no root"


def test_a_root_that_a_later_report_does_not_have_vouches_for_none() -> None:
    configured(AdditionalRootCertificateCheck="true")
    install(root_pem("Old root"))
    install(PEM, command_id="another")
    (named,) = [one for one in installed() if one.pem == PEM]
    report({"certificateType": CENTRAL}, named.own_hash_data[1])
    assert reason(root_pem("New root 2", signed_by="Old root")) is not None


def test_its_hash_data_are_kept_by_each_algorithm() -> None:
    install(PEM)
    (one,) = installed()
    algorithms = [own["hashAlgorithm"] for own in one.own_hash_data]
    assert algorithms == ["SHA256", "SHA384", "SHA512"]
    assert {own["serialNumber"] for own in one.own_hash_data} == {"f01"}
    assert one.subject == "CN=Root"
    assert one.is_named(one.own_hash_data[2] | {"serialNumber": "0F01"})


def test_forced_text_that_is_no_certificate_is_kept_and_has_no_hash_data() -> None:
    install("root")
    (one,) = installed()
    assert (one.pem, one.sha256, one.own_hash_data) == ("root", None, [])
