"""Hashing a password for the template's parameter."""

import pytest
from click.testing import CliRunner

from csms.credentials import matches
from csms_tools.commands.hash_password import hash_password


def test_the_hash_of_what_is_read_is_printed_and_nothing_else() -> None:
    done = CliRunner().invoke(hash_password, input="welcome-to-the-fleet\n")
    assert done.exit_code == 0
    assert done.output.startswith("scrypt$")
    assert matches(b"welcome-to-the-fleet", done.output.rstrip("\n"))


@pytest.mark.parametrize("password", ["", "fifteen-letters", "twenty-one-letters---", "4f" * 15])
def test_a_password_that_ocpp_cannot_carry_is_refused(password: str) -> None:
    done = CliRunner().invoke(hash_password, input=password + "\n")
    assert done.exit_code == 2
    assert "16 to 20 characters" in done.output
