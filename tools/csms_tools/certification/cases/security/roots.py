"""075_1, 075_2, 076, 078: roots that the charge point is to trust."""

from cryptography import x509

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import event_reported
from csms_tools.certification.charge_point.certificates import HASHES, hash_data
from csms_tools.certification.charge_point.keys import Authority
from csms_tools.certification.charge_point.schemas import Payload
from csms_tools.certification.operator.records.security import Root
from csms_tools.certification.scenario import Scenario

MANUFACTURER, CENTRAL = "ManufacturerRootCertificate", "CentralSystemRootCertificate"


@case("TC_075_1", "Install a manufacturer root", Profile.SECURITY, security_profiles=(2, 3))
async def tc_075_1_install_a_manufacturer_root(s: Scenario) -> None:
    """< InstallCertificate Manufacturer / Accepted, < GetInstalledCertificateIds / Accepted."""
    await _installed_and_reported(s, MANUFACTURER, "SHA256")


@case("TC_075_2", "Install a central system root", Profile.SECURITY, security_profiles=(2, 3))
async def tc_075_2_install_a_central_system_root(s: Scenario) -> None:
    """< InstallCertificate CentralSystem / Accepted, < GetInstalledCertificateIds / Accepted."""
    await _installed_and_reported(s, CENTRAL, "SHA256")


@case("TC_076", "Delete a certificate", Profile.SECURITY)
async def tc_076_delete_a_certificate(s: Scenario) -> None:
    """By SHA256, SHA384, SHA512: < InstallCertificate, < Get…Ids, < DeleteCertificate."""
    for algorithm in HASHES:
        root, data = await _installed_and_reported(s, MANUFACTURER, algorithm)
        await _deleted(s, root, data)
        asked = {"certificateType": MANUFACTURER}
        await s.commanded("GetInstalledCertificateIds", asked, {"status": "NotFound"})
        await _not_there(s, root, f"the root that was deleted by {algorithm}")


@case("TC_078", "Invalid central system root", Profile.SECURITY, security_profiles=(2, 3))
async def tc_078_invalid_central_system_root(s: Scenario) -> None:
    """< InstallCertificate CentralSystem / Rejected, > SecurityEventNotification."""
    root = Authority.new("csms certify root 4")
    await install(s, CENTRAL, root.pem, "Rejected")
    await event_reported(s, "InvalidCentralSystemCertificate")
    await _not_there(s, root, "the root that was Rejected")


async def install(s: Scenario, kind: str, pem: str, status: str = "Accepted") -> None:
    given = {"certificateType": kind, "certificate": pem}
    own = s.site.operator.install_root(s.charge_point.id, kind, pem)
    what = f"installs a {kind}"
    sent = await s.operated("InstallCertificate", own, what, {"status": status}, instead=given)
    s.must(sent["certificateType"] == kind, f"the type is {kind}", sent)
    certificate = sent["certificate"]
    s.must(certificate == pem, "the certificate is the configured one, byte for byte", certificate)
    s.must(x509.load_pem_x509_certificate(certificate.encode()), "it is a certificate")


async def _installed_and_reported(
    s: Scenario, kind: str, algorithm: str
) -> tuple[Authority, Payload]:
    """The root, and how the charge point names it."""
    root = Authority.new(f"csms certify {kind[:12]} {algorithm}")
    await install(s, kind, root.pem)
    data: Payload = dict(hash_data(root.certificate, root.certificate, algorithm))
    report = {"status": "Accepted", "certificateHashData": [data]}
    await s.commanded("GetInstalledCertificateIds", {"certificateType": kind}, report)

    def is_it(one: Root) -> bool:
        known = (one.certificate_type, one.pem, one.there)
        return known == (kind, root.pem, True) and data in one.hash_data

    await s.recorded(
        f"the root is recorded as there, under the {algorithm} that was reported",
        lambda records: records.roots(s.charge_point.id),
        lambda known: any(map(is_it, known)),
    )
    return root, data


async def _deleted(s: Scenario, root: Authority, data: Payload) -> None:
    own = s.site.operator.delete_root(s.charge_point.id, root.pem)
    named = {"certificateHashData": data}
    sent = await s.operated("DeleteCertificate", own, "deletes that root", instead=named)
    s.must(sent == named, "DeleteCertificate has the four fields as they were reported", sent)


async def _not_there(s: Scenario, root: Authority, which: str) -> None:
    await s.recorded(
        f"{which} is not recorded as there",
        lambda records: records.roots(s.charge_point.id),
        lambda known: not any(one.pem == root.pem and one.there is not False for one in known),
    )
