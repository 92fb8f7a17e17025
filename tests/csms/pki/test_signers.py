"""Keys sign certificates: those we have, and those that KMS keeps."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from csms.pki import chains
from csms.pki.signers import KeySigner
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
