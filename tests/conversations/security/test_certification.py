"""Certification cases 073 to 088, with a real TLS client: those that are proved nowhere else.

| case | is proved by |
|---|---|
| 073 | security/test_authorization_key.py::test_once_it_is_accepted_the_new_one_counts_alone |
| 073 | security/test_authorization_key.py::test_in_doubt_both_count_until_the_new_one_is_used |
| 079 | commands/test_firmware.py::test_079_a_security_log_is_brought |
| 080 | commands/test_firmware.py::test_080_signed_firmware_is_verified_and_installed |
| 081 | commands/test_firmware.py::test_081_a_wrong_signature_is_sent_as_it_is_and_found_out |
| 083 | security/test_upgrade.py::test_one_charge_point_rises_from_0_to_3 |
| 083 | security/test_upgrade.py::test_never_downwards |
| 085 | security/test_handshake.py::test_missing_or_wrong_credentials_are_challenged |
| 085 | security/test_handshake.py::test_the_right_password_opens_the_socket |
| 085 | security/test_handshake.py::test_a_key_may_come_as_its_bytes_or_as_its_digits |
| 087 | security/test_certificates.py::test_neither_a_revoked_nor_an_expired_one_opens_whatever_the_password |
| 087 | security/test_certificates.py::test_a_certificate_does_not_stand_for_a_password_nor_the_reverse |
| 088 | security/test_handshake.py::test_only_ocpp16_is_spoken |
"""  # noqa: E501

import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from websockets.exceptions import WebSocketException

from csms.credentials import hash_password
from csms.pki import chains
from csms.pki.authority import Authority, Subject, load
from csms.pki.requests import read
from csms_tools.charge_point.domain.certificates import (
    ALGORITHMS,
    hash_data,
    new_key,
    objection_to_own,
    signing_request,
)
from csms_tools.local.tls import SUITES
from tests.certificates import key, shown
from tests.certificates import root as another_authority
from tests.conversations import running
from tests.conversations.operators import Operators
from tests.conversations.running import Csms, InvalidStatus, Line, basic
from tests.conversations.strict import Call, ChargePoint, accepts, says
from tests.roots import root_pem
from tests.stored import provision
from tests.support import ROOT

PASSWORD = "a-password-of-ours"
CENTRAL, MANUFACTURER = "CentralSystemRootCertificate", "ManufacturerRootCertificate"
DAY = timedelta(days=1)
BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}
AVAILABLE = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}

_numbers = count(1)


@pytest.fixture(scope="module")
def csms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csms]:
    """A running system of an operator whose name is in its certificates."""
    folder = tmp_path_factory.mktemp("certification")
    (folder / "seed.yaml").write_text("chargePoints: []\nidTags: []\n")
    with running.up("--parameter", "CpoName=Acme", seed=folder / "seed.yaml") as csms:
        yield csms


@pytest.fixture
def authority(csms: Csms) -> Authority:
    return load(f"file:{csms.ca.parents[1] / 'authority' / 'authority.json'}")


@pytest.fixture
def charge_point(csms: Csms, store: None) -> ChargePoint:
    """At security profile 2, its serial number being its name."""
    charge_point = ChargePoint(csms.wss, f"CASE-{next(_numbers)}", accepts)
    hashed = hash_password(PASSWORD)
    provision(
        charge_point.id, security_profile=2, password_hash=hashed, serial_number=charge_point.id
    )
    charge_point.ca, charge_point.headers = csms.ca, basic(charge_point.id, PASSWORD)
    return charge_point


@pytest.fixture
async def certified(charge_point: ChargePoint, csms: Csms, tmp_path: Path) -> ChargePoint:
    """At security profile 3, with the certificate that an installer has brought."""
    provision(charge_point.id, security_profile=3, serial_number=charge_point.id)
    async with Operators.of(csms, "admin") as admin:
        path = f"/charge-points/{charge_point.id}/client-certificates"
        issued = (await admin.ask("POST", path, {"keyType": "RSA"})).body
    charge_point.headers, charge_point.certificate = None, tmp_path / "installed.pem"
    charge_point.certificate.write_text(issued["privateKey"] + issued["chain"])
    return charge_point


async def works(charge_point: ChargePoint | Line) -> None:
    """It boots, and tells the status of a connector."""
    assert (await charge_point.call("BootNotification", BOOT))["status"] == "Accepted"
    assert await charge_point.call("StatusNotification", AVAILABLE) == {}


async def status(charge_point: ChargePoint) -> int:
    try:
        async with charge_point.connected():
            await works(charge_point)
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def client(csms: Csms, suite: str = "ALL", certificate: Path | None = None) -> ssl.SSLContext:
    """Of TLS 1.2, in which a refusal is seen while shaking hands."""
    context = running.trusting(csms.ca, certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suite)
    return context


async def refused_in_tls(charge_point: ChargePoint, context: ssl.SSLContext) -> bool:
    with pytest.raises((OSError, WebSocketException)) as refused:
        async with running.line(charge_point.url, tls=context, headers=charge_point.headers):
            pass
    return isinstance(refused.value, ssl.SSLError | ConnectionError)


def issue(
    folder: Path, authority: Authority, serial_number: str, at: datetime, organization: str = "Acme"
) -> Path:
    """For a day; the file has the key, too."""
    private = key("EC", number=98)
    issued = authority.issue(
        read(signing_request(private, serial_number, organization)),
        subject=Subject(serial_number=serial_number, organization=organization),
        at=at,
        lifetime=DAY,
    )
    path = folder / f"{issued.serial_number}.pem"
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    path.write_text("".join([secret, issued.leaf_pem, *issued.issuers_pem]))
    return path


class Renewal:
    """A charge point's side of cases 074 and 077."""

    def __init__(self, charge_point: ChargePoint, verdict: str) -> None:
        self.charge_point, self.verdict = charge_point, verdict
        self.key = new_key("EC")
        self.chain = ""

    async def reply(self, call: Call) -> str:
        if call.action == "CertificateSigned":
            self.chain = self.chain or call.payload["certificateChain"]
            return call.answer({"status": self.verdict})
        assert call.payload == {"requestedMessage": "SignChargePointCertificate"}
        return call.answer({"status": "Accepted"})

    async def run(self, operators: Operators) -> None:
        guest = self.charge_point
        guest.reply = self.reply
        path = f"/charge-points/{guest.id}/client-certificates/renew"
        asked = await operators.ask("POST", path, wait=25)
        assert asked.body.get("response") == {"status": "Accepted"}, asked.body
        csr = signing_request(self.key, guest.id, "Acme")
        assert await guest.call("SignCertificate", {"csr": csr}) == {"status": "Accepted"}
        await guest.heard(2)
        assert guest.calls[1].action == "CertificateSigned"


async def test_074_the_certificate_is_renewed(
    csms: Csms, operators: Operators, certified: ChargePoint, tmp_path: Path
) -> None:
    renewal = Renewal(certified, "Accepted")
    async with certified.connected():
        await works(certified)
        await renewal.run(operators)
    why = objection_to_own(renewal.chain, renewal.key, datetime.now(UTC), 10_000)
    assert why is None, why
    leaf, *_ = chains.read(renewal.chain)
    assert leaf.subject.rfc4514_string() == f"CN={certified.id},O=Acme"
    old, new = certified.certificate, tmp_path / "new.pem"
    secret = renewal.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    new.write_bytes(secret + renewal.chain.encode())
    for certificate, expected in ((old, 101), (new, 101), (old, 403), (new, 101)):
        certified.certificate = certificate
        assert await status(certified) == expected


async def test_077_the_charge_point_refuses_its_certificate(
    operators: Operators, certified: ChargePoint
) -> None:
    renewal = Renewal(certified, "Rejected")
    async with certified.connected():
        await renewal.run(operators)
        await tells(operators, certified, "InvalidChargePointCertificate")
    assert await status(certified) == 101


async def tells(operators: Operators, charge_point: ChargePoint, kind: str) -> None:
    event = {"type": kind, "timestamp": "2026-06-01T12:00:00Z"}
    assert await charge_point.call("SecurityEventNotification", event) == {}
    path = f"/charge-points/{charge_point.id}/security-events"
    [told] = (await operators.ask("GET", path, type=kind)).body["items"]
    assert told["source"] == "chargePoint"


async def install(operators: Operators, charge_point: ChargePoint, kind: str, pem: str) -> str:
    path, body = f"/charge-points/{charge_point.id}/certificates", {"certificateType": kind}
    reply = await operators.ask("POST", path, body | {"pem": pem}, wait=25)
    assert charge_point.calls[-1].payload == body | {"certificate": pem}
    said: str = reply.body["response"]["status"]
    return said


async def known(operators: Operators, charge_point: ChargePoint) -> list[dict[str, Any]]:
    reply = await operators.ask("GET", f"/charge-points/{charge_point.id}/certificates")
    return [one for one in reply.body["items"] if "pem" in one]


@pytest.mark.parametrize("kind", [MANUFACTURER, CENTRAL], ids=["1", "2"])
async def test_075_a_root_is_installed(
    kind: str, operators: Operators, charge_point: ChargePoint
) -> None:
    pem = root_pem("Root 2", 7)
    [root] = chains.read(pem)
    async with charge_point.connected():
        assert await install(operators, charge_point, kind, pem) == "Accepted"
        data = hash_data(root, root, "SHA256")
        charge_point.reply = says({"status": "Accepted", "certificateHashData": [data]})
        asked = {"certificateType": kind}
        await operators.send(charge_point.id, "GetInstalledCertificateIds", asked)
        assert charge_point.calls[-1].payload == asked
    [one] = await known(operators, charge_point)
    assert (one["pem"], one["certificateType"], one["stillThere"]) == (pem, kind, True)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
async def test_076_a_root_is_deleted_by_the_hash_data_that_were_reported(
    algorithm: str, operators: Operators, charge_point: ChargePoint
) -> None:
    pem = root_pem("Root 3", 0x3C01)
    [root] = chains.read(pem)
    data = hash_data(root, root, algorithm)
    data["issuerNameHash"] = data["issuerNameHash"].upper()  # as it comes, so it goes
    async with charge_point.connected():
        assert await install(operators, charge_point, MANUFACTURER, pem) == "Accepted"
        charge_point.reply = says({"status": "Accepted", "certificateHashData": [data]})
        asked = {"certificateType": MANUFACTURER}
        await operators.send(charge_point.id, "GetInstalledCertificateIds", asked)
        charge_point.reply = accepts
        path = f"/charge-points/{charge_point.id}/certificates"
        [one] = await known(operators, charge_point)
        reply = await operators.ask("DELETE", f"{path}/{one['digest']}", wait=25)
        assert reply.body["response"] == {"status": "Accepted"}
        assert charge_point.calls[-1].payload == {"certificateHashData": data}
    assert await known(operators, charge_point) == []


async def test_078_the_charge_point_refuses_a_root(
    operators: Operators, charge_point: ChargePoint
) -> None:
    charge_point.reply = says({"status": "Rejected"})
    async with charge_point.connected():
        assert await install(operators, charge_point, CENTRAL, root_pem("Root 4")) == "Rejected"
        await tells(operators, charge_point, "InvalidCentralSystemCertificate")
    assert await known(operators, charge_point) == []


@pytest.mark.parametrize("suite", SUITES)
async def test_086_each_suite_carries_a_charge_point_of_profile_2(
    suite: str, csms: Csms, charge_point: ChargePoint
) -> None:
    tls = client(csms, suite)
    async with running.line(charge_point.url, tls=tls, headers=charge_point.headers) as line:
        spoken = line.socket.transport.get_extra_info("cipher")
        assert spoken[:2] == (suite, "TLSv1.2")
        await works(line)


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_086_what_is_older_than_tls_1_2_is_refused(
    version: str, csms: Csms, charge_point: ChargePoint
) -> None:
    tls = client(csms, "ALL:@SECLEVEL=0")
    tls.minimum_version = tls.maximum_version = ssl.TLSVersion[version]
    assert await refused_in_tls(charge_point, tls)


async def test_086_a_charge_point_with_another_root_does_not_trust_the_csms(
    tmp_path: Path, charge_point: ChargePoint
) -> None:
    (tmp_path / "root.pem").write_text(root_pem("Another root"))
    assert await refused_in_tls(charge_point, running.trusting(tmp_path / "root.pem"))


@pytest.mark.parametrize("suite", SUITES)
async def test_087_each_suite_carries_a_charge_point_of_profile_3(
    suite: str, csms: Csms, certified: ChargePoint
) -> None:
    tls = client(csms, suite, certified.certificate)
    async with running.line(certified.url, tls=tls) as line:
        assert line.socket.transport.get_extra_info("cipher")[0] == suite
        await works(line)


async def test_087_a_certificate_of_another_authority_is_refused(
    csms: Csms, certified: ChargePoint, tmp_path: Path
) -> None:
    foreign = shown(tmp_path, another_authority(), certified.id)
    assert await refused_in_tls(certified, client(csms, certificate=foreign))


@pytest.mark.parametrize("begins", [-3 * DAY, 3 * DAY], ids=["expired", "not-yet-valid"])
async def test_087_a_certificate_out_of_its_time_is_refused(
    begins: timedelta, csms: Csms, certified: ChargePoint, authority: Authority, tmp_path: Path
) -> None:
    old = issue(tmp_path, authority, certified.id, datetime.now(UTC) + begins)
    assert await refused_in_tls(certified, client(csms, certificate=old))


@pytest.mark.parametrize(
    ("common_name", "organization"),
    [("ANOTHER", "Acme"), ("CASE", "Acme"), ("{}", "Other"), ("{}", "")],
    ids=["of-another", "begins-alike", "another-organization", "no-organization"],
)
async def test_087_a_certificate_in_another_name_is_refused(
    common_name: str,
    organization: str,
    certified: ChargePoint,
    authority: Authority,
    tmp_path: Path,
) -> None:
    now, name = datetime.now(UTC), common_name.format(certified.id)
    certified.certificate = issue(tmp_path, authority, name, now, organization)
    assert await status(certified) == 403
    certified.certificate = issue(tmp_path, authority, certified.id, now)
    assert await status(certified) == 101


def test_what_is_proved_elsewhere_is_there() -> None:
    rows = re.findall(r"^\| (\d+) \| (\S+)::(\w+) \|", __doc__ or "", re.MULTILINE)
    for _, file, name in rows:
        assert f"def {name}(" in (ROOT / "tests/conversations" / file).read_text()
    here = set(re.findall(r"def test_(\d+)_", Path(__file__).read_text()))
    cases = {f"{number:03}" for number in range(73, 89)} - {"082", "084"}  # of charge points alone
    assert {number for number, *_ in rows} | here == cases
