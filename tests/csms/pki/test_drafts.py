"""What is made here is complete before it is signed."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from csms.pki import chains, drafts
from tests.certificates import NOW, YEAR, key, root, subject


def signed() -> x509.Certificate:
    above = root()
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.private_key.public_key())
    draft = drafts.certificate(
        subject(),
        key("RSA").public_key(),
        issuer=above.path[0].subject,
        issuer_key=identifier,
        at=NOW,
        end=NOW + YEAR,
    )
    return draft.sign(above.private_key, hashes.SHA256())


def test_clocks_may_be_a_day_behind() -> None:
    begins = NOW - timedelta(days=1)
    assert (signed().not_valid_before_utc, signed().not_valid_after_utc) == (begins, NOW + YEAR)


def test_it_names_its_key_and_that_of_its_issuer() -> None:
    assert chains.is_signed_by(signed(), root().path[0])
    own, above = (
        each.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        for each in (signed(), root().path[0])
    )
    assert own == x509.SubjectKeyIdentifier.from_public_key(key("RSA").public_key()).digest
    issuer = signed().extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    assert issuer.key_identifier == above


@pytest.mark.parametrize(
    ("organization", "written"), [("Acme", "CN=SN-1,O=Acme"), ("", "CN=SN-1")], ids=["O", "none"]
)
def test_an_organization_may_be_left_out(organization: str, written: str) -> None:
    assert drafts.name("SN-1", organization).rfc4514_string() == written


def test_a_key_may_do_nothing_but_what_is_named() -> None:
    usage = drafts.usage(digital_signature=True)
    assert usage.digital_signature
    assert not usage.key_cert_sign
