"""Keys, requests and certificates that the checks bring."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from csms.issuance import new_key
from csms.pki.private_keys import KINDS
from csms_tools.authorities import root


def new_csr(serial_number: str) -> str:
    return new_key("EC", serial_number).csr


def self_signed(serial_number: str) -> str:
    """PEM of a key and its certificate, which nobody trusts."""
    at, lifetime = datetime.now(UTC), timedelta(days=1)
    made = root(KINDS["EC"](), serial_number, "csms smoke", at=at, lifetime=lifetime)
    return made.key_pem + made.certificates


def common_name(certificate: Path) -> str:
    subject = x509.load_pem_x509_certificate(certificate.read_bytes()).subject
    return str(subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
