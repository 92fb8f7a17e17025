"""What an issuer of our own writes into a certificate."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from csms.pki import requests
from csms.pki.issuers import OwnIssuer, Subject
from csms.pki.signers import KeySigner
from tests.certificates import NOW, YEAR, csr, intermediate, subject

ACME = Subject(serial_number="SN-1", organization="Acme")


def leaf(*path: x509.Certificate) -> x509.Certificate:
    issuer = OwnIssuer(path, KeySigner(intermediate().private_key), "key")
    return issuer.issue(requests.read(csr()), ACME, NOW, YEAR)[0]


def test_the_leaf_names_the_key_of_its_issuer_as_the_issuer_does() -> None:
    own = x509.SubjectKeyIdentifier(b"named otherwise")
    issuer = (
        x509.CertificateBuilder(subject(), subject(), intermediate().private_key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + YEAR)
        .add_extension(own, critical=False)
        .sign(intermediate().private_key, hashes.SHA256())
    )
    found = leaf(issuer).extensions.get_extension_for_class(x509.AuthorityKeyIdentifier)
    assert found.value.key_identifier == own.digest


def test_every_leaf_has_a_serial_number_of_its_own() -> None:
    path = intermediate().path
    numbers = {leaf(*path).serial_number for _ in range(20)}
    assert len(numbers) == 20
    assert all(0 < number < 2**159 for number in numbers)


def test_a_leaf_signs_nothing_but_handshakes() -> None:
    usage = leaf(*intermediate().path).extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.key_cert_sign
