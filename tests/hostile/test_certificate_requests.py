"""Hostile certificate requests: no crash, and no key or name that its owner has not signed.

`make test` takes 1,200 of them, always the same; `make fuzz` takes 21,600, others each time.
"""

from base64 import b64decode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from csms.pki import der
from csms.pki.requests import CertificateRequest, UnfitRequest, read
from tests.certificates import armoured, csr, csr_of_version, key
from tests.hostile.effort import examples

pytestmark = pytest.mark.timeout(1_800, method="thread")

GOOD = [
    b64decode("".join(text.splitlines()[1:-1]))
    for kind in ("EC", "RSA")
    for text in (csr(key(kind)), csr_of_version(2, key(kind)))
]
KEYS = [key(kind).public_key() for kind in ("EC", "RSA")]

PLACE = st.integers(0, 1_000)
CHANGE = st.one_of(
    st.tuples(st.just("flip"), PLACE, st.integers(1, 255)),
    st.tuples(st.just("cut"), PLACE, st.integers(1, 40)),
    st.tuples(st.just("put"), PLACE, st.binary(min_size=1, max_size=8)),
    st.tuples(st.just("again"), PLACE, st.integers(1, 40)),
    st.tuples(st.just("number"), PLACE, st.sampled_from([0, 1, 0x7F, 0x80, 0x81, 0x84, 0xFF])),
)
ELEMENT = st.recursive(
    st.builds(der.element, st.integers(0, 255), st.binary(max_size=12)),
    lambda inner: st.builds(
        lambda tag, parts: der.element(tag, *parts),
        st.sampled_from([0x30, 0x31, 0xA0, 0x02, 0x03]),
        st.lists(inner, max_size=5),
    ),
    max_leaves=20,
)


def changed(encoded: bytes, changes: list[tuple[str, int, int | bytes]]) -> bytes:
    for how, place, what in changes:
        at = place % (len(encoded) + 1)
        before, after = encoded[:at], encoded[at:]
        match how, what:
            case "flip", int() if after:
                after = bytes([after[0] ^ what]) + after[1:]
            case "number", int() if after:
                after = bytes([what]) + after[1:]
            case "cut", int():
                after = after[what:]
            case "again", int():
                after = after[:what] + after
            case "put", bytes():
                after = what + after
        encoded = before + after
    return encoded


def read_or_refused(text: str) -> CertificateRequest | None:
    try:
        return read(text)
    except UnfitRequest:
        return None


def as_it_was_signed(request: CertificateRequest | None) -> bool:
    return request is None or (
        request.public_key in KEYS
        and (request.common_name, request.organizations) == ("SN-1", ("Acme",))
    )


@examples(200)
@given(text=st.text() | st.binary(max_size=400).map(armoured))
def test_whatever_is_no_request_is_refused(text: str) -> None:
    assert read_or_refused(text) is None


@examples(100)
@given(encoded=ELEMENT)
def test_other_der_is_refused(encoded: bytes) -> None:
    assert read_or_refused(armoured(encoded)) is None


@examples(600)
@given(encoded=st.sampled_from(GOOD), changes=st.lists(CHANGE, min_size=1, max_size=4))
def test_nothing_that_was_signed_can_be_changed(
    encoded: bytes, changes: list[tuple[str, int, int | bytes]]
) -> None:
    assert as_it_was_signed(read_or_refused(armoured(changed(encoded, changes))))


@examples(100)
@given(text=st.sampled_from([csr(), csr_of_version(2, key("EC"))]), data=st.data())
def test_pem_that_is_damaged_says_what_was_signed_or_nothing(
    text: str, data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.text(max_size=3)) + text[at + data.draw(PLACE) % 3 :]
    assert as_it_was_signed(read_or_refused(text))


@examples(100)
@given(
    version=st.integers(0, 127),
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=16),
)
def test_whatever_a_name_holds_is_read_as_it_is(version: int, name: str) -> None:
    private = key("EC")
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    request = read_or_refused(csr_of_version(version, private, subject))
    assert request
    assert request.common_name == name


@examples(100)
@given(one=st.sampled_from(GOOD), other=st.sampled_from(GOOD), take=st.integers(0, 2))
def test_parts_of_one_do_not_go_with_parts_of_another(one: bytes, other: bytes, take: int) -> None:
    parts, others = (der.parts(der.content(each)) for each in (one, other))
    mixed = [others[at] if at == take else part for at, part in enumerate(parts)]
    request = read_or_refused(armoured(der.element(der.SEQUENCE, *mixed)))
    assert as_it_was_signed(request)
    if take == 2 and one != other:
        assert request is None
