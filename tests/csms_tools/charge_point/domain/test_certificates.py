import hashlib
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp

from csms.pki import requests
from csms_tools.charge_point.domain import certificates
from tests.csms_tools.charge_point.pki import BEGINS, Authority, pem

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = 10_000


@pytest.mark.parametrize("name", ["SHA256", "SHA384", "SHA512"])
def test_hashes_are_those_of_ocsp(name: str) -> None:
    root = Authority()
    leaf = root.issue(root.key.public_key())
    algorithm = certificates.ALGORITHMS[name]()
    builder = ocsp.OCSPRequestBuilder().add_certificate(leaf, root.certificate, algorithm)
    request = builder.build()
    assert certificates.hash_data(leaf, root.certificate, name) == {
        "hashAlgorithm": name,
        "issuerNameHash": request.issuer_name_hash.hex(),
        "issuerKeyHash": request.issuer_key_hash.hex(),
        "serialNumber": f"{request.serial_number:x}",
    }


def test_an_rsa_key_is_hashed_by_its_bits() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, BEGINS, NOON)
    certificate = builder.sign(key, hashes.SHA256())
    digest = x509.SubjectKeyIdentifier.from_public_key(key.public_key()).digest
    bits = certificates._bits(certificate)
    assert hashlib.sha1(bits).digest() == digest


def test_a_request_names_serial_number_and_operator_and_proves_its_key() -> None:
    key = certificates.new_key("EC")
    text = certificates.signing_request(key, "SN-1", "Our Operator")
    request = x509.load_pem_x509_csr(text.encode())
    assert request.subject.rfc4514_string() == "O=Our Operator,CN=SN-1"
    assert request.is_signature_valid
    assert request.public_key() == key.public_key()


def test_keys_are_strong_enough() -> None:
    assert certificates.new_key("RSA").key_size >= 2048
    assert certificates.new_key("EC").key_size >= 224


class Case:
    root, other = Authority("Root"), Authority("Other")
    middle = Authority("Middle", issuer=root)
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = middle.issue(key.public_key())


def objection(text: str, room: int = ROOM) -> str | None:
    return certificates.objection_to_own(text, Case.key, NOON, room)


def test_a_chain_in_order_for_the_own_key_is_taken() -> None:
    assert objection(pem(Case.leaf)) is None
    assert objection(pem(Case.leaf, Case.middle.certificate, Case.root.certificate)) is None


@pytest.mark.parametrize(
    "text",
    [
        "no certificate",
        pem(Case.middle.issue(ec.generate_private_key(ec.SECP256R1()).public_key())),
        pem(Case.leaf, Case.root.certificate, Case.middle.certificate),
        pem(Case.leaf, Case.root.certificate),
        pem(Case.middle.issue(Case.key.public_key(), ends=datetime(2021, 1, 1, tzinfo=UTC))),
    ],
    ids=["nonsense", "another key", "upside down", "a gap", "expired"],
)
def test_a_chain_that_is_not_right_is_objected_to(text: str) -> None:
    assert objection(text) is not None


def test_a_chain_that_is_too_long_is_objected_to() -> None:
    assert objection(pem(Case.leaf), room=100) is not None


def test_a_certificate_that_nobody_asked_for_is_objected_to() -> None:
    assert certificates.objection_to_own(pem(Case.leaf), None, NOON, ROOM) is not None


@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_a_request_of_another_version_is_refused_by_the_strict_and_read_by_the_lenient(
    kind: str,
) -> None:
    key = certificates.new_key(kind)
    text = certificates.signing_request(key, "SN-1", "Our Operator", 2)
    with pytest.raises(x509.InvalidVersion):
        x509.load_pem_x509_csr(text.encode())
    request = requests.read(text)
    assert request.common_name == "SN-1"
    assert request.public_key == key.public_key()
