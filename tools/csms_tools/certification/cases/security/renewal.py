"""074 and 077: the charge point asks for a certificate, and takes it, or does not."""

from dataclasses import dataclass

from cryptography import x509

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import (
    disconnected,
    event_reported,
    reconnected,
    refused_beyond,
)
from csms_tools.certification.charge_point import certificates
from csms_tools.certification.charge_point.frames import Call
from csms_tools.certification.charge_point.keys import Key, key_pem, new_key, signing_request
from csms_tools.certification.charge_point.transport import Handshake
from csms_tools.certification.scenario import Scenario

TRIGGER = {"requestedMessage": "SignChargePointCertificate"}


@dataclass(frozen=True)
class Signed:
    """What comes of a SignCertificate: the CALL that is to be answered, and the certificate."""

    key: Key
    call: Call
    leaf: x509.Certificate
    handshake: Handshake


@case("TC_074", "Renew the certificate", Profile.SECURITY, security_profiles=(3,))
async def tc_074_renew_the_certificate(s: Scenario) -> None:
    """< ExtendedTriggerMessage, > SignCertificate, < CertificateSigned / Accepted, reconnects."""
    old = s.charge_point.handshake
    signed = await renewed(s)
    await reconnected(s, signed.handshake, "the new certificate opens the connection")
    await s.charge_point.call("Heartbeat")
    await s.recorded(
        "the new certificate is recorded as taken and used",
        lambda records: records.client_certificates(s.charge_point.id),
        lambda known: any(
            one.taken and one.used and certificates.read(one.pem) == [signed.leaf] for one in known
        ),
    )
    await disconnected(s)
    await refused_beyond(s, old, "the old certificate is refused once the new one is used")


@case("TC_077", "Invalid charge point certificate", Profile.SECURITY, security_profiles=(3,))
async def tc_077_invalid_charge_point_certificate(s: Scenario) -> None:
    """As 074 until < CertificateSigned / Rejected, > SecurityEventNotification; the old counts."""
    old = s.charge_point.handshake
    signed = await asked_for(s)
    await s.charge_point.answer(signed.call, {"status": "Rejected"})
    await event_reported(s, "InvalidChargePointCertificate")
    await reconnected(s, old, "the old certificate still opens the connection")
    await s.recorded(
        "the new certificate is recorded as not taken",
        lambda records: records.client_certificates(s.charge_point.id),
        lambda known: any(
            not one.taken and certificates.read(one.pem) == [signed.leaf] for one in known
        ),
    )


async def renewed(s: Scenario) -> Signed:
    """RenewChargePointCertificate (§3.22): it has a new certificate, which is a good one."""
    signed = await asked_for(s)
    await s.charge_point.answer(signed.call, {"status": "Accepted"})
    return signed


async def asked_for(s: Scenario) -> Signed:
    """The operator triggers it, the charge point asks for it; it has come, and is judged."""
    key, serial_number = new_key(s.settings.key_type), s.charge_point.identity.serial_number
    renewing = s.site.operator.renew_certificate(s.charge_point.id)
    what = "has the certificate renewed"
    sent = await s.operated("ExtendedTriggerMessage", renewing, what, instead=TRIGGER)
    s.must(sent == TRIGGER, "SignChargePointCertificate is triggered, without connectorId", sent)
    csr = signing_request(key, serial_number, s.settings.organization)
    answer = await s.charge_point.call("SignCertificate", {"csr": csr})
    s.must(answer["status"] == "Accepted", "SignCertificate is Accepted", answer)
    call = await s.charge_point.receives("CertificateSigned")
    chain = call.payload["certificateChain"]
    leaf = await _judged(s, chain, key, serial_number)
    path = s.site.keep(key_pem(key), chain)
    return Signed(key, call, leaf, s.charge_point.with_certificate(path))


async def _judged(s: Scenario, chain: str, key: Key, serial_number: str) -> x509.Certificate:
    found = certificates.read(chain)
    s.must(found, "certificateChain is PEM, with LF and nothing else", chain)
    leaf, *_ = found
    what = "the certificate's key is that of the request"
    s.must(leaf.public_key() == key.public_key(), what, leaf.public_key())
    names = certificates.common_names(leaf)
    s.must(names == [serial_number], "its CN is the configured serial number", names)
    s.must(certificates.is_strong(leaf), "its key has RSA 2048 or EC 224 bits at least")
    algorithms, used = certificates.SIGNED_WITH[s.settings.key_type], leaf.signature_algorithm_oid
    s.must(used in algorithms, "it is signed by the configured algorithm", used)
    roots = x509.load_pem_x509_certificates((await s.site.operator.authority()).encode())
    s.must(certificates.leads_to(found, roots), "it is signed by the authority of the CSMS", chain)
    s.must(all(map(certificates.is_valid, found)), "the chain is valid now", chain)
    organizations = certificates.organizations(leaf)
    of_operator = organizations == [s.settings.organization]
    s.beyond(of_operator, "its O is the operator's name", organizations)
    return leaf
