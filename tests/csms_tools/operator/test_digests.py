"""Which digest is meant: whole, by its first digits, or with the colons of OpenSSL."""

import pytest

from csms_tools.commands import Wrong
from csms_tools.operator.digests import whole

ONE, OTHER = "5f3c" + "0" * 60, "5f3d" + "0" * 60


@pytest.mark.parametrize("told", [ONE, "5F:3C:" + "00:" * 29 + "00", "5f3c", "5F:3C"])
def test_one_is_named_by_its_digits(told: str) -> None:
    assert whole(told, lambda: [ONE, OTHER], "of CP1") == ONE


def test_one_that_is_whole_need_not_be_known() -> None:
    assert whole(ONE, list, "of CP1") == ONE


def test_one_that_is_listed_twice_is_one() -> None:
    assert whole("5f", lambda: [ONE, ONE], "of CP1") == ONE


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("5f3", "2 certificates begin with 5f3"),
        ("ab", "no certificates begin with ab"),
        ("xyz", "'xyz' is no SHA-256"),
        (ONE + "0", "is no SHA-256"),
        ("", "is no SHA-256"),
    ],
)
def test_what_names_none_or_several_is_refused(told: str, said: str) -> None:
    with pytest.raises(Wrong, match=said):
        whole(told, lambda: [ONE, OTHER], "certificates")
