"""Certificate signing requests: which are fit to be signed, and what they say."""

import hashlib
import warnings
from base64 import b64decode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from csms.pki import der
from csms.pki.requests import UnfitRequest, read
from tests.certificates import armoured, csr, csr_of_version, key, signing_request, subject


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_a_request_says_who_wants_which_key_certified(kind: str) -> None:
    request = read(csr(key(kind)))
    assert request.common_name == "SN-1"
    assert request.organizations == ("Acme",)
    assert request.subject == "CN=SN-1,O=Acme"
    assert request.public_key == key(kind).public_key()
    assert request.key_type == kind
    assert request.digest == hashlib.sha256(request.der).hexdigest()


@pytest.mark.parametrize("version", [1, 2, 127])
@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_another_version_is_overlooked(kind: str, version: int) -> None:
    text = csr_of_version(version, key(kind))
    with pytest.raises(x509.InvalidVersion):
        x509.load_pem_x509_csr(text.encode())
    request = read(text)
    assert request.common_name == "SN-1"
    assert request.public_key == key(kind).public_key()


@pytest.mark.parametrize("kind", ["RSA", "EC"])
def test_a_version_that_was_put_in_afterwards_is_not_overlooked(kind: str) -> None:
    signed = signing_request(key(kind)).public_bytes(Encoding.DER)
    forged = signed.replace(b"\x02\x01\x00", b"\x02\x01\x02", 1)
    with pytest.raises(UnfitRequest, match="signature"):
        read(armoured(forged))


@pytest.mark.parametrize(
    "text", [csr(), csr_of_version(2, key("EC"))], ids=["version 0", "version 2"]
)
def test_a_name_that_was_changed_afterwards_is_noticed(text: str) -> None:
    body = b64decode("".join(text.splitlines()[1:-1]))
    with pytest.raises(UnfitRequest, match="signature"):
        read(armoured(body.replace(b"SN-1", b"SN-2")))


def test_how_its_lines_end_and_what_it_is_called_does_not_matter() -> None:
    text = csr().replace("\n", "\r\n").replace("CERTIFICATE REQ", "NEW CERTIFICATE REQ")
    assert read(f"\n {text} \n").common_name == "SN-1"


def test_rsa_may_sign_with_pss() -> None:
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject())
    salted = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
    signing = key("RSA")
    assert isinstance(signing, rsa.RSAPrivateKey)
    signed = builder.sign(signing, hashes.SHA256(), rsa_padding=salted)
    assert read(signed.public_bytes(Encoding.PEM).decode()).key_type == "RSA"


def test_a_request_without_a_common_name_has_none() -> None:
    assert read(csr(name=subject(None))).common_name is None
    assert read(csr(name=subject(organization=""))).organizations == ()


@pytest.mark.filterwarnings("ignore:Attribute's length:UserWarning")
def test_a_name_that_is_too_long_or_empty_is_read_as_it_is() -> None:
    names = [
        x509.NameAttribute(NameOID.COMMON_NAME, "S" * 70, _validate=False),
        x509.NameAttribute(NameOID.COUNTRY_NAME, "", _validate=False),
    ]
    text = csr(name=x509.Name(names))
    with warnings.catch_warnings(action="error"):
        assert read(text).common_name == "S" * 70


TWO_NAMES = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each) for each in ("A", "B")])
WHOLE = signing_request().public_bytes(Encoding.DER)
PLAIN = x509.CertificateSigningRequestBuilder().subject_name(subject())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "not one", id="nothing"),
        pytest.param(csr() * 2, "not one", id="two"),
        pytest.param(csr().replace("REQUEST", ""), "not one", id="another kind of PEM"),
        pytest.param(armoured(b""), "cannot be read", id="nothing in it"),
        pytest.param(armoured(b"xy").replace("=", ""), "base64", id="no padding"),
        pytest.param(armoured(WHOLE[:-3]), "cannot be read", id="cut off"),
        pytest.param(armoured(WHOLE + b"\0"), "cannot be read", id="too much of it"),
        pytest.param(armoured(der.element(der.SEQUENCE)), "cannot be read", id="an empty one"),
        pytest.param(csr(key("RSA", 1024)), "too weak", id="RSA 1024"),
        pytest.param(csr(ec.generate_private_key(ec.SECP192R1())), "too weak", id="EC 192"),
        pytest.param(csr(name=TWO_NAMES), "more than one", id="two common names"),
        pytest.param(
            PLAIN.sign(ed25519.Ed25519PrivateKey.generate(), None)
            .public_bytes(Encoding.PEM)
            .decode(),
            "neither RSA",
            id="Ed25519",
        ),
    ],
)
def test_an_unfit_request_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(UnfitRequest, match=reason) as refused:
        read(text)
    assert reason in refused.value.reason
