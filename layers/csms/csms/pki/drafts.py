"""What all certificates that are made here have in common, before somebody signs them."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.x509.oid import NameOID

from csms.pki.chains import PublicKey

_CLOCKS_BEHIND = timedelta(days=1)


def certificate(
    subject: x509.Name,
    key: PublicKey,
    *,
    issuer: x509.Name,
    issuer_key: x509.AuthorityKeyIdentifier,
    at: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    """Valid a day before `at` already, for clocks that are behind."""
    return (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _CLOCKS_BEHIND)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(issuer_key, critical=False)
    )


def name(common_name: str, organization: str) -> x509.Name:
    """Without an O, if that is empty."""
    names = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if organization:
        names.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    return x509.Name(names)


def usage(
    *,
    digital_signature: bool = False,
    key_encipherment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_encipherment=key_encipherment,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
