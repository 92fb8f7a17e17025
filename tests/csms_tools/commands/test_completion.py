"""`csms completion`: a script for each shell."""

import pytest
from click.testing import CliRunner

from csms_tools.cli import csms


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_csms(shell: str) -> None:
    done = CliRunner().invoke(csms, ["completion", shell])
    assert done.exit_code == 0
    assert f"_CSMS_COMPLETE={shell}_complete" in done.output


def test_another_shell_has_none() -> None:
    assert CliRunner().invoke(csms, ["completion", "cmd"]).exit_code == 2
