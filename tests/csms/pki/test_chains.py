"""Certificates are split, named and compared."""

import hashlib
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from csms.pki import chains
from csms.pki.chains import Unreadable
from csms.pki.private_keys import PrivateKey
from tests.certificates import NOW, intermediate, root

ISSUER, ROOT = intermediate().path


def test_a_text_is_split_into_certificates_with_lf_alone() -> None:
    text = intermediate().certificates
    crowded = "bag\r\n" + text.replace("\n", "  \r\n") + "subject=CN\r\n"
    assert chains.split(crowded) == [chains.pem(ISSUER), chains.pem(ROOT)]
    assert chains.read(crowded) == [ISSUER, ROOT]


@pytest.mark.parametrize(
    "text",
    ["", "PEM", chains.pem(ROOT)[:-40], chains.pem(ROOT).replace("M", "N", 3)],
    ids=["empty", "a word", "cut off", "other bytes"],
)
def test_what_is_no_certificate_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        chains.read(text)


@pytest.mark.parametrize("algorithm", ["SHA256", "SHA384", "SHA512"])
@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_hash_data_names_a_certificate_by_its_issuer(kind: str, algorithm: str) -> None:
    certificate, issuer = intermediate(kind).path
    key = issuer.public_key()
    bits = (
        key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        if isinstance(key, ec.EllipticCurvePublicKey)
        else key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    )
    assert chains.hash_data(certificate, issuer, algorithm) == {
        "hashAlgorithm": algorithm,
        "issuerNameHash": hashlib.new(algorithm, issuer.subject.public_bytes()).hexdigest(),
        "issuerKeyHash": hashlib.new(algorithm, bits).hexdigest(),
        "serialNumber": f"{certificate.serial_number:x}",
    }


def test_only_its_own_issuer_has_signed_a_certificate() -> None:
    assert chains.is_signed_by(ISSUER, ROOT)
    assert not chains.is_signed_by(ROOT, ISSUER)
    assert not chains.is_signed_by(ISSUER, root(name="Acme root no. 2").path[0])
    assert chains.is_self_signed(ROOT)
    assert not chains.is_self_signed(ISSUER)


def test_a_path_leads_to_the_root_as_far_as_it_is_known() -> None:
    assert chains.path(ISSUER, [ISSUER, root(name="another").path[0], ROOT]) == [ROOT]
    assert chains.path(ISSUER, [ISSUER]) == []
    assert chains.path(ROOT, [ROOT]) == []


def test_a_certificate_is_valid_between_its_dates() -> None:
    assert chains.is_valid(ROOT, NOW)
    assert not chains.is_valid(ROOT, NOW - timedelta(days=2))
    assert not chains.is_valid(ROOT, NOW + timedelta(days=4000))


def test_a_strong_key_has_2048_bits_or_a_curve_of_224() -> None:
    strong: list[PrivateKey] = [
        rsa.generate_private_key(65537, 2048),
        ec.generate_private_key(ec.SECP224R1()),
    ]
    weak: list[PrivateKey] = [
        rsa.generate_private_key(65537, 1024),
        ec.generate_private_key(ec.SECP192R1()),
    ]
    assert all(chains.is_strong(each.public_key()) for each in strong)
    assert not any(chains.is_strong(each.public_key()) for each in weak)
    assert [chains.key_type(each.public_key()) for each in strong] == ["RSA", "EC"]
