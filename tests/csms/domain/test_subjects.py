"""Names in certificates: what is read is what stands there, or nothing."""

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.subjects import Subject, read


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("CN=SN-7", "SN-7"),
        ("cn=SN-7,O=Vendor", "SN-7"),
        ("O=Vendor + CN=SN-7", "SN-7"),
        ("2.5.4.3=SN-7,O=Vendor", "SN-7"),
        (r"O=Vendor\, CN=SN-8, CN=SN-7", "SN-7"),
        (r"O=Vendor\\, CN=SN-7", "SN-7"),
        (r"CN=SN\,7", "SN,7"),
        (r"CN=S\C3\A4ule", "Säule"),
        (r"CN= SN 7\  ", "SN 7 "),
        ("CN=SN=7", "SN=7"),
        ("CN=SN-7,CN=SN-8", None),
        ("CN=SN-7,2.5.4.3=SN-8", None),
        ("CN=SN-7,OID.2.5.4.3=SN-8", None),
        ("CN=#0C04534E2D37", None),
        (r"CN=\C3", None),
        ("CN=SN-7,", None),
        ("CN=SN-7,Inc.", None),
        ("CN=SN-7;O=Vendor", None),
        ("/CN=SN-7", None),
        ('O="Vendor, CN=SN-8", C=NL', None),
        ("CN=", None),
        ("", None),
    ],
)
def test_a_common_name_is_read_without_doubt(subject: str, name: str | None) -> None:
    assert read(subject).common_name == name


def test_organizations_are_as_many_as_it_names() -> None:
    assert read(r"O=A\, B, CN=1, O=C, OU=D").organizations == {"A, B", "C"}
    assert read("O=A,O=").organizations == {"A"}
    assert read('O=A,O="B"') == Subject()


KINDS = (
    NameOID.COMMON_NAME,
    NameOID.ORGANIZATION_NAME,
    NameOID.ORGANIZATIONAL_UNIT_NAME,
    ObjectIdentifier("1.2.3.4.5"),
)
ATTRIBUTES = st.tuples(st.sampled_from(KINDS), st.text(min_size=1, max_size=20))


@given(st.lists(st.lists(ATTRIBUTES, min_size=1, max_size=2, unique_by=lambda it: it[0])))
def test_whatever_stands_in_a_certificate_is_what_is_read(
    names: list[list[tuple[ObjectIdentifier, str]]],
) -> None:
    made = x509.Name(
        x509.RelativeDistinguishedName([x509.NameAttribute(kind, text) for kind, text in several])
        for several in names
    )
    shown = read(made.rfc4514_string())
    common = [text for several in names for kind, text in several if kind == KINDS[0]]
    assert shown.common_name == (common[0] if len(common) == 1 else None)
    assert shown.organizations == {
        text for several in names for kind, text in several if kind == KINDS[1]
    }


@given(st.text(st.sampled_from('CNO=,+; "#\\5e.a/') | st.characters(exclude_categories=())))
def test_no_name_raises(anything: str) -> None:
    read(anything)
