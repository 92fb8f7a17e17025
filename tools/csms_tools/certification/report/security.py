"""What was seen of the Security extension."""

from collections.abc import Callable, Iterable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from csms_tools.certification.case import Profile
from csms_tools.certification.report.model import Fact
from csms_tools.certification.settings import Settings
from csms_tools.certification.verdicts import CaseResult, Verdict

SUITES = {
    "ECDHE-ECDSA-AES128-GCM-SHA256": "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384": "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "AES128-GCM-SHA256": "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "AES256-GCM-SHA384": "TLS_RSA_WITH_AES_256_GCM_SHA384",
}
"""The four of the whitepaper, by OpenSSL's name."""

PROFILES = {
    1: "SEC-1: Unsecured Transport with Basic Authentication",
    2: "SEC-2: TLS with Basic Authentication",
    3: "SEC-3: TLS with Client Side Certificates",
}

AREAS = {
    "signed firmware": ("TC_080", "TC_081"),
    "logs and security events": ("TC_077", "TC_078", "TC_079"),
    "certificate management": ("TC_074", "TC_075_1", "TC_075_2", "TC_076"),
    "passwords": ("TC_073", "TC_085"),
    "raising of the security profile": ("TC_083",),
}


def security_extension(results: Sequence[CaseResult], settings: Settings) -> list[Fact]:
    facts = [_profile(number, name, results, settings) for number, name in PROFILES.items()]
    facts.append(_seen("TLS versions", results, lambda result: _versions(result)))
    for name, spelled in SUITES.items():
        cases = [
            one.case.id for one in results if any(opened.cipher == name for opened in one.opened)
        ]
        facts.append(Fact(spelled, "negotiated" if cases else "not seen", cases))
    facts.append(_seen("keys of server certificates", results, lambda result: _keys(result)))
    return facts + [_area(name, numbers, results) for name, numbers in AREAS.items()]


def _profile(number: int, name: str, results: Sequence[CaseResult], settings: Settings) -> Fact:
    scheme = "wss:" if number >= 2 else "ws:"
    if not settings.has(number):
        return Fact(name, f"not offered: no {scheme}//… among the addresses", ())
    at = [
        one for one in results if one.security_profile == number and one.protocol != Verdict.NOT_RUN
    ]
    security = [one for one in at if one.case.profile == Profile.SECURITY]
    if not at:
        return Fact(name, "not tested", ())
    if failed := [one.case.id for one in security if not one.passed]:
        return Fact(name, "tested, not as it should be", failed)
    passed = [one.case.id for one in security] or [one.case.id for one in at if one.passed]
    return Fact(name, "supported, tested" if passed else "tested, not as it should be", passed)


def _area(name: str, numbers: Sequence[str], results: Sequence[CaseResult]) -> Fact:
    ran = [one for one in results if one.case.number in numbers]
    if failed := [one.case.id for one in ran if Verdict.FAIL in (one.protocol, one.record)]:
        return Fact(name, "tested, not as it should be", failed)
    passed = {one.case.number for one in ran if one.passed}
    missing = [number for number in numbers if number not in passed]
    if missing:
        return Fact(name, f"not tested: {', '.join(missing)}", sorted(passed))
    return Fact(name, "supported, tested", sorted(passed))


def _seen(
    name: str, results: Sequence[CaseResult], seen: Callable[[CaseResult], Iterable[str]]
) -> Fact:
    found = {each for one in results for each in seen(one)}
    cases = {one.case.id for one in results if one.case.number in ("TC_086", "TC_087")}
    return Fact(name, ", ".join(sorted(found)) or "none seen", sorted(cases) if found else ())


def _versions(result: CaseResult) -> Iterable[str]:
    return (one.tls_version for one in result.opened if one.tls_version)


def _keys(result: CaseResult) -> Iterable[str]:
    return (_key(der) for der in {one.certificate for one in result.opened} if der)


def _key(der: bytes) -> str:
    match x509.load_der_x509_certificate(der).public_key():
        case rsa.RSAPublicKey(key_size=bits):
            return f"RSA {bits}"
        case ec.EllipticCurvePublicKey(curve=curve):
            return f"EC {curve.name}"
        case other:
            return type(other).__name__
