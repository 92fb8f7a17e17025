"""The little of DER that we read and write ourselves."""

import pytest

from csms.pki.der import INTEGER, SEQUENCE, Malformed, content, element, parts


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_535, 65_536])
def test_what_is_written_is_read(size: int) -> None:
    one, other = element(INTEGER, b"\1"), element(SEQUENCE, b"x" * size)
    assert parts(one + other, INTEGER, SEQUENCE) == [one, other]
    assert content(other) == b"x" * size


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("30", id="no length"),
        pytest.param("3003 0201", id="less than its length says"),
        pytest.param("3080 0000", id="a length that BER alone has"),
        pytest.param("30 84 00000001 05", id="a length of four bytes"),
        pytest.param("3082 01", id="half a length"),
        pytest.param("0201 00", id="another element"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_broken_is_malformed(broken: str) -> None:
    with pytest.raises(Malformed):
        parts(bytes.fromhex(broken), SEQUENCE)
