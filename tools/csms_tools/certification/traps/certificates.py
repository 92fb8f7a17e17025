"""C-41, C-44, C-45, C-62, C-63: certificates of charge points."""

import base64

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import (
    disconnected,
    reconnected,
    refused,
)
from csms_tools.certification.charge_point import certificates
from csms_tools.certification.charge_point.frames import Call, CallError
from csms_tools.certification.charge_point.keys import (
    Authority,
    key_pem,
    new_key,
    pem,
    signing_request,
)
from csms_tools.certification.scenario import Scenario

LONGEST_ISSUE = 2.0  # seconds, that we wait for what must not come
LONGEST_CHAIN = 10_000  # characters (A02)

VERSION_0, VERSION_1 = b"\x02\x01\x00", b"\x02\x01\x01"  # INTEGER, in DER
ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
END = "-----END CERTIFICATE REQUEST-----"


@case("C-41", "A profile is raised by using it", Profile.TRAPS, security_profiles=(2,))
async def c_41_a_profile_is_raised_by_using_it(s: Scenario) -> None:
    """< ChangeConfiguration SecurityProfile 3 / Accepted, falls back to 2; then by 3, never 2."""
    charge_point, old = s.charge_point, s.charge_point.handshake
    new = charge_point.with_certificate(await s.site.certificate(charge_point.id))
    await s.commanded("ChangeConfiguration", {"key": "SecurityProfile", "value": "3"})
    await charge_point.call("Heartbeat")
    s.must(True, "the connection stays open after Accepted")
    await reconnected(s, old, "the old profile opens the connection until the new one has")
    await charge_point.call("Heartbeat")
    await reconnected(s, new, "the new profile opens the connection")
    await charge_point.call("Heartbeat")
    await disconnected(s)
    await refused(s, old, "the old profile is refused once the new one was used")
    await charge_point.connect(new, "the new profile opens the connection again")


@case("C-44", "Whose certificate it is", Profile.TRAPS, security_profiles=(3,), connected=False)
async def c_44_whose_certificate_it_is(s: Scenario) -> None:
    """Connects by its own certificate; by that of another, or of another authority: refused."""
    charge_point, mine = s.charge_point, s.charge_point.handshake
    await charge_point.connect(mine, "a certificate with the serial number opens the connection")
    await charge_point.call("Heartbeat")
    await disconnected(s)
    shown = (await s.another()).handshake.tls.certificate
    assert shown
    by_another = charge_point.with_certificate(shown)
    await refused(s, by_another, "the certificate of another charge point is refused")
    key = new_key("EC")
    for name, whose in (
        ("another authority", charge_point.identity.serial_number),
        ("itself", charge_point.id),
    ):
        theirs = Authority.new("another authority").issue(key, whose, s.settings.organization)
        kept = s.site.keep(key_pem(key), pem(theirs))
        await refused(s, charge_point.with_certificate(kept), f"a certificate of {name} is refused")


@case("C-45", "Requests for certificates", Profile.TRAPS, security_profiles=(2, 3))
async def c_45_requests_for_certificates(s: Scenario) -> None:
    """> SignCertificate unasked, < Accepted, then < CertificateSigned; > unfit ones, < nothing."""
    key, identity = new_key("EC"), s.charge_point.identity
    request = signing_request(key, identity.serial_number, s.settings.organization)
    call = await _signed(s, request)
    chain = call.payload["certificateChain"]
    s.must(len(chain) <= LONGEST_CHAIN, "the chain has at most 10,000 characters", len(chain))
    found = certificates.read(chain)
    s.must(found, "the chain is PEM with LF", chain)
    s.must(found[0].public_key() == key.public_key(), "the first certificate is that of the key")
    in_order = all(map(certificates.is_signed_by, found, found[1:]))
    s.must(in_order, "each certificate is issued by the next", chain)
    await s.charge_point.answer(call, {"status": "Accepted"})
    await s.recorded(
        "the certificate is recorded as taken",
        lambda records: records.client_certificates(s.charge_point.id),
        lambda known: any(one.taken for one in known),
    )
    for no_request in ("no PEM", request.replace("CERTIFICATE REQUEST", "CERTIFICATE")):
        answer = await s.charge_point.call("SignCertificate", {"csr": no_request})
        s.beyond(answer["status"] == "Rejected", "what is no request is Rejected", answer)
    for unfit in (_spoiled(request), _weak(identity.serial_number)):
        await s.charge_point.call("SignCertificate", {"csr": unfit})
    await s.charge_point.line.quiet(min(s.settings.shown_within, LONGEST_ISSUE))
    s.must(True, "no certificate comes for a request that is unfit")


@case("C-62", "A request of another version", Profile.TRAPS, security_profiles=(2, 3))
async def c_62_a_request_of_another_version(s: Scenario) -> None:
    """> SignCertificate with a PKCS #10 of version 1, < an answer; Accepted, if it is lenient."""
    key, identity = ec.generate_private_key(ec.SECP256R1()), s.charge_point.identity
    request = signing_request(key, identity.serial_number, s.settings.organization)
    answer = await s.charge_point.ask("SignCertificate", {"csr": _of_version_1(request, key)})
    s.must(not isinstance(answer, CallError), "SignCertificate is answered by a CALLRESULT", answer)
    lenient = isinstance(answer, dict) and answer["status"] == "Accepted"
    s.beyond(lenient, "a request of another version is taken", answer)
    if lenient:
        call = await s.charge_point.receives("CertificateSigned")
        found = certificates.read(call.payload["certificateChain"])
        is_its = [one.public_key() == key.public_key() for one in found[:1]]
        s.must(is_its == [True], "the certificate is that of the key", call.payload)
        await s.charge_point.answer(call, {"status": "Accepted"})


@case("C-63", "A certificate and its issuers", Profile.TRAPS, security_profiles=(2, 3))
async def c_63_a_certificate_and_its_issuers(s: Scenario) -> None:
    """> SignCertificate, < CertificateSigned; if alone, / Rejected, asks again, < with issuers."""
    call = await _asked(s)
    if len(certificates.read(call.payload["certificateChain"])) == 1:
        await s.charge_point.answer(call, {"status": "Rejected"})
        again = await s.charge_point.line.comes(LONGEST_ISSUE)
        call = again or await _asked(s)
    found = certificates.read(call.payload["certificateChain"])
    s.must(len(found) > 1, "the certificate comes with its issuers", call.payload)
    in_order = all(map(certificates.is_signed_by, found, found[1:]))
    s.must(in_order, "each certificate is issued by the next", call.payload)
    await s.charge_point.answer(call, {"status": "Accepted"})
    await s.recorded(
        "the certificate is recorded as taken",
        lambda records: records.client_certificates(s.charge_point.id),
        lambda known: any(one.taken for one in known),
    )


async def _asked(s: Scenario) -> Call:
    serial_number = s.charge_point.identity.serial_number
    return await _signed(s, signing_request(new_key("EC"), serial_number, s.settings.organization))


async def _signed(s: Scenario, request: str) -> Call:
    answer = await s.charge_point.call("SignCertificate", {"csr": request})
    s.must(answer["status"] == "Accepted", "SignCertificate is Accepted", answer)
    return await s.charge_point.receives("CertificateSigned")


def _encoded(request: str) -> bytes:
    return x509.load_pem_x509_csr(request.encode()).public_bytes(Encoding.DER)


def _spoiled(request: str) -> str:
    encoded = _encoded(request)
    return _pem(encoded[:-1] + bytes([encoded[-1] ^ 1]))


def _weak(serial_number: str) -> str:
    key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - which has to be refused
    return signing_request(key, serial_number, "")


def _of_version_1(request: str, key: ec.EllipticCurvePrivateKey) -> str:
    whole = x509.load_pem_x509_csr(request.encode())
    signed = whole.tbs_certrequest_bytes.replace(VERSION_0, VERSION_1, 1)
    signature = key.sign(signed, ec.ECDSA(hashes.SHA256()))
    return _pem(_element(0x30, signed, ECDSA_WITH_SHA256, _element(0x03, b"\0", signature)))


def _element(tag: int, *contents: bytes) -> bytes:
    """DER (X.690 §8.1)."""
    content = b"".join(contents)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes(1 if len(content) < 256 else 2)
    return bytes([tag, 0x80 + len(length)]) + length + content


def _pem(encoded: bytes) -> str:
    text = base64.b64encode(encoded).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join(("-----BEGIN CERTIFICATE REQUEST-----", *lines, END, ""))
