"""Private keys are made, written and read."""

import pytest

from csms.pki import private_keys
from csms.pki.private_keys import KINDS, Unusable
from tests.certificates import root


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_again(kind: str) -> None:
    made = root(kind)
    text = private_keys.pem(made.private_key)
    assert private_keys.read(text, made.path[0]).private_numbers() == (
        made.private_key.private_numbers()
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("sesame", "cannot be read", id="no key"),
        pytest.param(
            "-----BEGIN PRIVATE KEY-----\n"
            "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
            "-----END PRIVATE KEY-----\n",
            "neither RSA nor of a curve",
            id="Ed25519",
        ),
        pytest.param(private_keys.pem(root("RSA").private_key), "is not that of", id="another"),
    ],
)
def test_a_key_that_cannot_be_used_is_told_without_it(text: str, why: str) -> None:
    with pytest.raises(Unusable, match=why) as failure:
        private_keys.read(text, root("EC").path[0])
    assert "sesame" not in str(failure.value)
    assert failure.value.__cause__ is None
