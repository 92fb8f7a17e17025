import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography import x509

from csms_tools.charge_point import ChargePoint, Quirk, Settings
from tests.csms_tools.charge_point.central import Central
from tests.csms_tools.charge_point.conftest import Make, registered
from tests.csms_tools.charge_point.patience import settled
from tests.csms_tools.charge_point.pki import Authority, pem
from tests.csms_tools.charge_point.secure import behind_tls

CENTRAL, MANUFACTURER = "CentralSystemRootCertificate", "ManufacturerRootCertificate"
ROOT = Authority("Root")


@pytest.mark.parametrize("algorithm", ["SHA256", "SHA384", "SHA512"])
async def test_a_root_is_installed_listed_and_deleted(
    make: Make, central: Central, algorithm: str
) -> None:
    await registered(make, Settings(hash_algorithm=algorithm))
    asked = {"certificateType": MANUFACTURER}
    nothing = await central.command("GetInstalledCertificateIds", **asked)
    assert nothing == {"status": "NotFound"}
    installed = await central.command("InstallCertificate", certificate=ROOT.pem, **asked)
    assert installed == {"status": "Accepted"}
    listed = await central.command("GetInstalledCertificateIds", **asked)
    [data] = listed["certificateHashData"]
    assert (listed["status"], data["hashAlgorithm"]) == ("Accepted", algorithm)
    answers = [await central.command("DeleteCertificate", certificateHashData=data) for _ in "ab"]
    assert [answer["status"] for answer in answers] == ["Accepted", "NotFound"]


async def test_a_bad_root_of_the_central_system_is_a_security_event(
    make: Make, central: Central
) -> None:
    await registered(make)
    bad = {"certificateType": CENTRAL, "certificate": "no certificate"}
    assert await central.command("InstallCertificate", **bad) == {"status": "Rejected"}
    event = await central.heard("SecurityEventNotification")
    assert event["type"] == "InvalidCentralSystemCertificate"


async def test_a_bad_root_of_the_manufacturer_is_none(make: Make, central: Central) -> None:
    await registered(make)
    bad = {"certificateType": MANUFACTURER, "certificate": "no certificate"}
    assert await central.command("InstallCertificate", **bad) == {"status": "Rejected"}
    await settled()
    assert central.actions == []


async def request(central: Central) -> str:
    trigger = {"requestedMessage": "SignChargePointCertificate"}
    assert await central.command("ExtendedTriggerMessage", **trigger) == {"status": "Accepted"}
    return str((await central.heard("SignCertificate"))["csr"])


async def test_a_certificate_is_asked_for_and_taken(make: Make, central: Central) -> None:
    cp = await registered(make, Settings(serial_number="SN-1"))
    await central.command("ChangeConfiguration", key="CpoName", value="Our Operator")
    csr = await request(central)
    subject = x509.load_pem_x509_csr(csr.encode()).subject.rfc4514_string()
    assert subject == "O=Our Operator,CN=SN-1"
    await settled()
    chain = pem(ROOT.sign(csr), ROOT.certificate)
    answer = await central.command("CertificateSigned", certificateChain=chain)
    assert answer == {"status": "Accepted"}
    assert cp.access.certificate is not None
    assert kept(cp.access.certificate).startswith(chain)


async def test_a_certificate_for_another_key_is_a_security_event(
    make: Make, central: Central
) -> None:
    cp = await registered(make)
    await request(central)
    await settled()
    answer = await central.command("CertificateSigned", certificateChain=ROOT.pem)
    assert answer == {"status": "Rejected"}
    event = await central.heard("SecurityEventNotification")
    assert event["type"] == "InvalidChargePointCertificate"
    assert cp.access.certificate is None


async def test_after_a_rejected_request_no_certificate_is_taken(
    make: Make, central: Central
) -> None:
    await registered(make)
    central.once["SignCertificate"] = [{"status": "Rejected"}]
    csr = await request(central)
    await settled()
    answer = await central.command("CertificateSigned", certificateChain=pem(ROOT.sign(csr)))
    assert answer == {"status": "Rejected"}


def kept(path: str) -> str:
    """What stands in a file that nobody else may read."""
    file = Path(path)
    assert file.stat().st_mode & 0o077 == 0
    return file.read_text()


@pytest.fixture
async def mutual(tmp_path: Path) -> AsyncIterator[tuple[Central, ChargePoint, Authority]]:
    """A central system that lets nobody in without a certificate, and one that has one."""
    async with behind_tls(tmp_path, ssl.CERT_REQUIRED) as (central, access, root):
        cp = ChargePoint(access, registered=True)
        await cp.connect()
        yield central, cp, root
        await cp.close()


async def test_a_new_certificate_is_shown_at_once(
    mutual: tuple[Central, ChargePoint, Authority],
) -> None:
    central, _, root = mutual
    csr = await request(central)
    await settled()
    chain = pem(root.sign(csr))
    assert await central.command("CertificateSigned", certificateChain=chain) == {
        "status": "Accepted"
    }
    await settled()
    assert len(central.paths) == 2
    assert central.socket is not None
    shown = central.socket.transport.get_extra_info("ssl_object").getpeercert()
    assert shown["subject"] == ((("commonName", "CP1"),),)


async def test_the_root_that_it_was_delivered_with_is_listed_and_stays(
    mutual: tuple[Central, ChargePoint, Authority],
) -> None:
    central, _, _ = mutual
    listed = await central.command("GetInstalledCertificateIds", certificateType=CENTRAL)
    [data] = listed["certificateHashData"]
    answer = await central.command("DeleteCertificate", certificateHashData=data)
    assert answer == {"status": "Failed"}


@pytest.mark.parametrize(
    ("quirk", "alone", "status"),
    [
        (Quirk.CHAIN_ONLY, True, "Rejected"),
        (Quirk.CHAIN_ONLY, False, "Accepted"),
        (Quirk.LEAF_ONLY, True, "Accepted"),
        (Quirk.LEAF_ONLY, False, "Rejected"),
    ],
)
async def test_some_take_a_chain_alone_and_some_a_leaf_alone(
    make: Make, central: Central, quirk: Quirk, alone: bool, status: str
) -> None:
    await registered(make, Settings(quirks=frozenset({quirk})))
    leaf = ROOT.sign(await request(central))
    await settled()
    chain = pem(leaf) if alone else pem(leaf, ROOT.certificate)
    answer = await central.command("CertificateSigned", certificateChain=chain)
    assert answer == {"status": status}


async def test_a_request_may_be_of_version_2(make: Make, central: Central) -> None:
    await registered(make, Settings(quirks=frozenset({Quirk.CSR_VERSION_2})))
    with pytest.raises(x509.InvalidVersion):
        x509.load_pem_x509_csr((await request(central)).encode())


@pytest.mark.parametrize("quirks", [frozenset[Quirk](), frozenset({Quirk.NO_CLOSE_FRAME})])
async def test_some_drop_the_line_for_a_new_root_of_the_central_system(
    make: Make, central: Central, quirks: frozenset[Quirk]
) -> None:
    await registered(make, Settings(quirks=quirks))
    root = {"certificateType": CENTRAL, "certificate": ROOT.pem}
    assert await central.command("InstallCertificate", **root) == {"status": "Accepted"}
    await settled()
    assert central.closes == ([1006] if quirks else [])
    assert len(central.paths) == 1 + len(quirks)


async def test_roots_that_are_installed_and_deleted_are_those_that_tls_trusts(
    make: Make, central: Central
) -> None:
    cp = await registered(make)
    roots = [ROOT, Authority("Next")]
    for root in roots:
        installing = {"certificateType": CENTRAL, "certificate": root.pem}
        await central.command("InstallCertificate", **installing)
    assert cp.access.ca is not None
    assert kept(cp.access.ca) == roots[0].pem + roots[1].pem
    listed = await central.command("GetInstalledCertificateIds", certificateType=CENTRAL)
    data = listed["certificateHashData"][0]
    await central.command("DeleteCertificate", certificateHashData=data)
    assert kept(cp.access.ca) == roots[1].pem
