"""`csms completion`: a script for each shell."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from csms_tools.cli import csms


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_asks_csms(shell: str) -> None:
    done = CliRunner().invoke(csms, ["completion", shell])
    assert done.exit_code == 0
    assert f"_CSMS_COMPLETE={shell}_complete" in done.output


@pytest.mark.parametrize(
    ("line", "words", "replies"),
    [
        ("csms  regi", "csms regi", ["registration"]),
        ("csms call CP1 TriggerM", "csms call CP1 TriggerM", ["TriggerMessage"]),
        ("csms call CP1 Reset ", "csms call CP1 Reset ''", ["type="]),
        ("csms call CP1 Reset type=", "csms call CP1 Reset type =", ["Hard", "Soft"]),
        ("csms call CP1 Reset type=S", "csms call CP1 Reset type = S", ["Soft"]),
        ("csms call  A:1 Reset ty", "csms call A : 1 Reset ty", ["type="]),
    ],
)
def test_bash_gets_back_the_part_that_it_asks_for(
    line: str, words: str, replies: list[str]
) -> None:
    """Bash parts words at `=` and `:`, and puts the reply in place of the last part."""
    script = f"""
        eval "$(csms completion bash)"
        compopt() {{ :; }}
        COMP_LINE='{line}' COMP_POINT={len(line)} COMP_WORDS=({words})
        COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
        _csms_completion csms
        for each in "${{COMPREPLY[@]}}"; do echo "$each"; done
    """
    here = str(Path(sys.executable).parent)
    around = {**os.environ, "PATH": f"{here}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=around, stdout=subprocess.PIPE, text=True)
    assert done.stdout.split() == replies


def test_another_shell_has_none() -> None:
    assert CliRunner().invoke(csms, ["completion", "cmd"]).exit_code == 2
