"""What strangers bring is read without a crash or a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csms.domain.presented import Presented, identity, sha256


@pytest.mark.parametrize(
    ("segment", "decoded"),
    [
        ("CP1", "CP1"),
        ("cp1", "cp1"),
        ("RDAM%7C123", "RDAM|123"),
        ("CP%201", "CP 1"),
        ("CP+1", "CP+1"),
        ("S%C3%A4ule", "Säule"),
        ("a%2Fb", "a/b"),
        ("", None),
        ("CP%2", None),
        ("CP%", None),
        ("CP%zz", None),
        ("%FF", None),
        ("x" * 255, "x" * 255),
        ("x" * 256, None),
    ],
)
def test_an_identity_is_the_segment_percent_decoded(segment: str, decoded: str | None) -> None:
    assert identity(segment) == decoded


@given(st.text(st.characters(exclude_categories=())))
def test_no_segment_raises(anything: str) -> None:
    found = identity(anything)
    assert found is None or len(found.encode()) <= 255


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("5E" * 32, "5e" * 32),
        (":".join(["5e"] * 32), "5e" * 32),
        ("5e" * 31, None),
        ("5e" * 33, None),
        ("zz" * 32, None),
        ("٣" * 64, None),
        ("", None),
    ],
)
def test_the_digest_of_a_certificate_has_one_spelling(told: str, known: str | None) -> None:
    assert sha256(told) == known


def test_without_a_certificate_its_subject_is_nobodys() -> None:
    assert Presented("CP1", tls=True, subject="CN=SN-7").serial_number is None
    shown = Presented("CP1", tls=True, subject="CN=SN-7", certificate=True)
    assert shown.serial_number == "SN-7"
