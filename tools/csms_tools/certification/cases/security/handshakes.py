"""086, 087, 088: TLS, its certificates, and the subprotocol."""

import ssl
from dataclasses import replace
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptography import x509

from csms_tools.certification.case import Profile, case
from csms_tools.certification.cases.security.steps import (
    admitted_beyond,
    boot_recorded,
    disconnected,
    refusal_recorded,
    refused,
    refused_beyond,
)
from csms_tools.certification.cases.states import booted
from csms_tools.certification.charge_point import certificates
from csms_tools.certification.charge_point.keys import DAY, Authority, Key, key_pem, new_key, pem
from csms_tools.certification.charge_point.transport import (
    OCPP16,
    Handshake,
    NoConnection,
    Opened,
    Refused,
)
from csms_tools.certification.failures import NotRun
from csms_tools.certification.scenario import Scenario

SUITES = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
)
TOO_OLD = (ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1)
NOT_OFFERED = ("NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE")  # by one's own OpenSSL


@case(
    "TC_086",
    "Server certificate",
    Profile.SECURITY,
    security_profiles=(2, 3),
    connected=False,
    per_hostname=True,
)
async def tc_086_server_certificate(s: Scenario) -> None:
    """TLS by each of the four suites, upgrade, > BootNotification, > StatusNotification."""
    for suite in SUITES:
        _fit(s, suite, await _works_by(s, suite))
    for version in TOO_OLD:
        what = f"{version.name.replace('v1_', ' 1.').replace('v1', ' 1.0')} is refused"
        answer = await refused(s, _by(s, "ALL:@SECLEVEL=0", version), what)
        if any(name in str(answer) for name in NOT_OFFERED):
            raise NotRun(f"{version.name} cannot be offered here: {answer}")
        s.must(isinstance(answer, NoConnection), what, answer)
    await boot_recorded(s)


@case(
    "TC_087",
    "Client certificate",
    Profile.SECURITY,
    security_profiles=(3,),
    connected=False,
    per_hostname=True,
)
async def tc_087_client_certificate(s: Scenario) -> None:
    """Mutual TLS by each of the four suites, upgrade without a password, > Boot, > Status."""
    charge_point = s.charge_point
    for suite in SUITES:
        await _works_by(s, suite)
    await s.recorded(
        "the client certificate is recorded as used",
        lambda records: records.client_certificates(charge_point.id),
        lambda known: any(one.used for one in known),
    )
    tls = replace(charge_point.handshake.tls, certificate=None)
    without = replace(charge_point.handshake, tls=tls)
    await refused(s, without, "without a client certificate the connection is refused")
    await _other_certificates(s)


@case("TC_088", "WebSocket subprotocol", Profile.SECURITY, connected=False)
async def tc_088_subprotocol(s: Scenario) -> None:
    """ocpp0.1 alone is refused, and not upgraded; ocpp0.1, ocpp1.6 is answered by ocpp1.6."""
    own = s.charge_point.handshake
    unknown = replace(own, subprotocols=("ocpp0.1",))
    answer = await refused(s, unknown, "ocpp0.1 alone is not upgraded")
    s.must(isinstance(answer, Refused), "ocpp0.1 alone is refused by an HTTP status", answer)
    both = replace(own, subprotocols=("ocpp0.1", OCPP16))
    opened = await s.charge_point.connect(both, "ocpp0.1 beside ocpp1.6 opens the connection")
    s.must(opened.subprotocol == OCPP16, "Sec-WebSocket-Protocol is ocpp1.6", opened.subprotocol)
    await refusal_recorded(s)


def _by(s: Scenario, suites: str, version: ssl.TLSVersion | None = None) -> Handshake:
    own = s.charge_point.handshake
    return replace(own, tls=replace(own.tls, suites=suites, version=version))


async def _works_by(s: Scenario, suite: str) -> Opened:
    opened = await s.charge_point.connect(_by(s, suite), f"{suite} opens the connection")
    s.must((opened.cipher, opened.tls_version) == (suite, "TLSv1.2"), f"{suite} is spoken", opened)
    await booted(s)
    await disconnected(s)
    return opened


def _fit(s: Scenario, suite: str, opened: Opened) -> None:
    """The certificate that the CSMS shows by this suite."""
    shown = x509.load_der_x509_certificate(opened.certificate or b"")
    host = urlsplit(s.charge_point.handshake.url).hostname or ""
    if _is_address(host):
        raise NotRun(f"{host} is no name, which the CN of a certificate has to be")
    names = certificates.common_names(shown)
    s.must(names == [host], f"by {suite} the certificate's CN is the host's name", names)
    s.must(shown.serial_number > 0, f"by {suite} the certificate has a serial number")
    what = f"by {suite} the certificate's key has RSA 2048 or EC 224 bits at least"
    s.must(certificates.is_strong(shown), what, shown.public_key())


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def _other_certificates(s: Scenario) -> None:
    """Of another authority, out of its time, in another name."""
    key, organization = new_key("EC"), s.settings.organization
    serial_number = s.charge_point.identity.serial_number
    foreign = Authority.new("another authority").issue(key, serial_number, organization)
    what = "a certificate of another authority is refused"
    await refused_beyond(s, _kept(s, key, foreign), what)
    if s.settings.client_authority:
        trusted = Authority.read(s.settings.client_authority.read_text())
        valid = trusted.issue(key, serial_number, organization)
        what = "a certificate of another authority that the CSMS trusts is taken"
        await admitted_beyond(s, _kept(s, key, valid), what)
        ended = trusted.issue(key, serial_number, organization, begins=-3 * DAY)
        await refused_beyond(s, _kept(s, key, ended), "one that has expired is refused")
    theirs = (await s.another()).handshake.tls.certificate
    assert theirs
    shown = s.charge_point.with_certificate(theirs)
    await refused_beyond(s, shown, "a certificate of another charge point is refused")


def _kept(s: Scenario, key: Key, certificate: x509.Certificate) -> Handshake:
    return s.charge_point.with_certificate(s.site.keep(key_pem(key), pem(certificate)))
