from base64 import b64encode
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from csms_tools.certification.charge_point import certificates
from csms_tools.certification.charge_point.keys import (
    DAY,
    Authority,
    new_key,
    pem,
    signature,
    signing_request,
)
from csms_tools.charge_point.domain.certificates import hash_data as by_the_simulator

KINDS = ("EC", "RSA")


@pytest.fixture(params=KINDS)
def authority(request: pytest.FixtureRequest) -> Authority:
    return Authority.new("Root", request.param)


def test_a_chain_leads_to_the_authority_that_has_signed_it(authority: Authority) -> None:
    leaf = authority.issue(new_key("EC"), "SN-1", "Acme")
    assert certificates.leads_to([leaf], [authority.certificate])
    assert certificates.leads_to([leaf, authority.certificate], [authority.certificate])
    another = Authority.new("Root").certificate
    assert not certificates.leads_to([leaf], [another])
    assert not certificates.leads_to([leaf, another], [another])
    assert certificates.common_names(leaf) == ["SN-1"]
    assert certificates.organizations(leaf) == ["Acme"]


def test_a_certificate_is_valid_in_its_time(authority: Authority) -> None:
    key = new_key("EC")
    valid = [authority.issue(key, "SN-1", begins=days * DAY) for days in (-3, -1, 1)]
    assert [certificates.is_valid(one) for one in valid] == [False, True, False]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"subject=CN = Root\n{text}",
        lambda text: text.replace("BEGIN", "BEGINNING"),
        lambda text: text.replace("MII", "AAA", 1),
        lambda _: "",
    ],
    ids=["crlf", "words", "armour", "content", "nothing"],
)
def test_what_is_no_pem_of_ocpp_is_no_chain(spoil: object) -> None:
    text = Authority.new("Root").pem
    assert len(certificates.read(text + text)) == 2
    assert certificates.read(spoil(text)) == []  # type: ignore[operator]


@pytest.mark.parametrize("algorithm", certificates.HASHES)
def test_a_certificate_has_the_name_that_others_give_it(
    algorithm: str, authority: Authority
) -> None:
    root, leaf = authority.certificate, authority.issue(new_key("EC"), "SN-1")
    for one in (root, leaf):
        named = certificates.hash_data(one, root, algorithm)
        assert named == by_the_simulator(one, root, algorithm)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_is_of_these_bytes_by_that_key(kind: str, authority: Authority) -> None:
    key, data = new_key(kind), b"firmware"
    shown = authority.issue(key, "firmware")
    assert certificates.is_signature(shown, signature(key, data), data)
    assert not certificates.is_signature(shown, signature(key, data), b"Firmware")
    assert not certificates.is_signature(shown, signature(new_key(kind), data), data)
    assert not certificates.is_signature(shown, b64encode(b"none").decode(), data)
    assert not certificates.is_signature(shown, "no base64", data)


def test_a_short_key_is_weak() -> None:
    authority = Authority.new("Root")
    short = rsa.generate_private_key(65537, 1024)
    assert not certificates.is_strong(authority.issue(short, "SN-1"))
    assert all(certificates.is_strong(authority.issue(new_key(kind), "SN-1")) for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_request_is_in_its_names_and_by_its_key(kind: str) -> None:
    key = new_key(kind)
    request = x509.load_pem_x509_csr(signing_request(key, "SN-1", "Acme").encode())
    assert request.is_signature_valid
    assert request.public_key() == key.public_key()
    assert request.subject.rfc4514_string() == "O=Acme,CN=SN-1"


def test_an_authority_is_read_as_it_was_written(authority: Authority) -> None:
    again = Authority.read(authority.key_and_certificate)
    leaf = again.issue(new_key("EC"), "SN-1", begins=timedelta())
    assert certificates.is_signed_by(leaf, authority.certificate)
    assert pem(again.certificate) == authority.pem
