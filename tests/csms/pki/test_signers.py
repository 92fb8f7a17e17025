"""Keys sign certificates: those we have, and those that KMS keeps."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from moto import mock_aws

from csms.aws import clients
from csms.pki import chains
from csms.pki.signers import KeySigner, KmsSigner
from tests.certificates import NOW, YEAR, key, subject


def unsigned(public: chains.PublicKey) -> x509.CertificateBuilder:
    """Of one that has signed itself."""
    return (
        x509.CertificateBuilder(subject(), subject(), public)
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + YEAR)
    )


@pytest.mark.parametrize("pss", [False, True])
def test_rsa_signs_in_either_way(pss: bool) -> None:
    signed = KeySigner(key("RSA"), pss).sign(unsigned(key("RSA").public_key()))
    scheme = padding.PSS if pss else padding.PKCS1v15
    assert isinstance(signed.signature_algorithm_parameters, scheme)
    assert chains.is_self_signed(signed)


@pytest.mark.parametrize(
    ("curve", "digest"),
    [
        (ec.SECP256R1(), hashes.SHA256),
        (ec.SECP384R1(), hashes.SHA384),
        (ec.SECP521R1(), hashes.SHA512),
    ],
    ids=lambda each: each.name,
)
def test_a_longer_curve_signs_a_longer_digest(
    curve: ec.EllipticCurve, digest: type[hashes.HashAlgorithm]
) -> None:
    private = ec.generate_private_key(curve)
    signed = KeySigner(private).sign(unsigned(private.public_key()))
    assert isinstance(signed.signature_hash_algorithm, digest)
    assert chains.is_self_signed(signed)


class Kms:
    """Two keys that KMS keeps."""

    def __init__(self) -> None:
        self.client = boto3.client("kms")
        self.ids = {"RSA": self._made("RSA_2048"), "EC": self._made("ECC_NIST_P256")}

    def public_key(self, kind: str) -> chains.PublicKey:
        answer = self.client.get_public_key(KeyId=self.ids[kind])
        key = load_der_public_key(answer["PublicKey"])
        assert isinstance(key, chains.PublicKey)
        return key

    def _made(self, spec: Any) -> str:
        made = self.client.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")
        arn: str = made["KeyMetadata"]["Arn"]
        return arn


@pytest.fixture
def kms() -> Iterator[Kms]:
    clients._client.cache_clear()
    with mock_aws():
        yield Kms()
    clients._client.cache_clear()


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [
        ("RSA", padding.PKCS1v15),
        ("EC", ec.ECDSA),
    ],
    ids=["RSA", "EC"],
)
def test_kms_signs_with_a_key_that_it_keeps(kms: Kms, kind: str, scheme: type) -> None:
    public = kms.public_key(kind)
    signed = KmsSigner(kms.ids[kind], public).sign(unsigned(public))
    assert isinstance(signed.signature_algorithm_parameters, scheme)
    assert signed.serial_number == 1
    assert chains.is_self_signed(signed)


def test_kms_signs_with_pss(kms: Kms) -> None:
    public = kms.public_key("RSA")
    signed = KmsSigner(kms.ids["RSA"], public, True).sign(unsigned(public))
    told = signed.signature_algorithm_parameters
    assert isinstance(told, padding.PSS)
    assert told._salt_length == 32  # as KMS does it; moto takes as much as there is room for
    assert isinstance(public, rsa.RSAPublicKey)
    whatever = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)
    public.verify(signed.signature, signed.tbs_certificate_bytes, whatever, hashes.SHA256())


def test_a_key_that_is_not_there_signs_nothing(kms: Kms) -> None:
    absent = kms.ids["EC"][:-4] + "0000"
    with pytest.raises(ClientError):
        KmsSigner(absent, kms.public_key("EC")).sign(unsigned(kms.public_key("EC")))
