import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import Certificate, CertificateBuilder, Name

from csms_tools.charge_point.domain.firmware import genuine, signing_certificate, version_of
from tests.csms_tools.charge_point.pki import BEGINS, ENDS, Authority, pem

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRMWARE = b"firmware " * 100
ROOT, OTHER = Authority("Manufacturer"), Authority("Other")
KEY = ec.generate_private_key(ec.SECP256R1())
LEAF = ROOT.issue(KEY.public_key())


def signed(firmware: bytes = FIRMWARE) -> str:
    return base64.b64encode(KEY.sign(firmware, ec.ECDSA(hashes.SHA256()))).decode()


def rsa_certificate(key: rsa.RSAPrivateKey) -> Certificate:
    builder = CertificateBuilder(Name([]), Name([]), key.public_key(), 1, BEGINS, ENDS)
    return builder.sign(key, hashes.SHA256())


def test_a_good_signature_is_genuine() -> None:
    assert genuine(FIRMWARE, signed(), LEAF)


def test_a_pss_signature_of_an_rsa_key_is_genuine_and_a_bare_one_is_not() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = rsa_certificate(key)
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    good = key.sign(FIRMWARE, pss, hashes.SHA256())
    bare = key.sign(FIRMWARE, padding.PKCS1v15(), hashes.SHA256())
    assert genuine(FIRMWARE, base64.b64encode(good).decode(), certificate)
    assert not genuine(FIRMWARE, base64.b64encode(bare).decode(), certificate)


@pytest.mark.parametrize(
    "signature",
    [signed(b"other"), "%%%", "", "AAAA"],
    ids=["another file", "no base64", "none", "no signature"],
)
def test_any_other_signature_is_not(signature: str) -> None:
    assert not genuine(FIRMWARE, signature, LEAF)


def test_where_no_manufacturer_is_known_any_certificate_is_taken() -> None:
    assert signing_certificate(pem(LEAF), [], NOON) == LEAF


def test_a_known_manufacturer_must_have_signed_it() -> None:
    assert signing_certificate(pem(LEAF), [OTHER.certificate, ROOT.certificate], NOON) == LEAF
    assert signing_certificate(pem(LEAF), [OTHER.certificate], NOON) is None


def test_an_expired_or_unreadable_certificate_is_not_taken() -> None:
    old = ROOT.issue(KEY.public_key(), ends=datetime(2021, 1, 1, tzinfo=UTC))
    assert signing_certificate(pem(old), [], NOON) is None
    assert signing_certificate("nonsense", [], NOON) is None


@pytest.mark.parametrize(
    ("location", "version"),
    [
        ("http://127.0.0.1:8080/files/get/1796382800/k3J/images/01a2/x1-2.4.0.bin", "2.4.0"),
        ("http://127.0.0.1/2.0.0?v=3.0.0", "2.0.0"),
        ("http://127.0.0.1/firmware.bin", "1.0.0+"),
        ("http://127.0.0.1/7.bin", "1.0.0+"),
        (f"http://127.0.0.1/1.{'0' * 60}", f"1.{'0' * 48}"),
    ],
    ids=["an image", "nothing but a version", "none", "a number", "too long"],
)
def test_the_version_is_that_of_the_file_name_or_else_a_new_one(
    location: str, version: str
) -> None:
    assert version_of(location, "1.0.0") == version
