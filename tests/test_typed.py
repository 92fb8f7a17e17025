"""What the pages tell to type can be typed: commands of `csms` with their options, and `make`."""

import re
import shlex
from pathlib import Path

import click
import pytest

from csms_tools.cli import csms
from tests.support import ROOT

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
TYPED = re.compile(r"(?:^ *\$ |`)(csms [^`\n]+)|\$\((csms [^`\n)]+)\)", re.MULTILINE)
MADE = re.compile(r"(?:`|^ *\$ )make ([a-z]+)", re.MULTILINE)
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def typed(page: str) -> set[str]:
    """Those that go on in the next line are one."""
    found = TYPED.findall(page.replace("\\\n", " "))
    return {(alone or within).strip() for alone, within in found}


def meant(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command, and what is left for it."""
    words = list(words)
    found: click.Command = csms
    with click.Context(csms) as context:
        while isinstance(found, click.Group) and words and found.get_command(context, words[0]):
            following = found.get_command(context, words.pop(0))
            assert following
            found = following
        if isinstance(found, click.Group):  # without a word of its own it lists
            found = found.get_command(context, "list") or found
    return found, words


def unknown(command: str) -> set[str]:
    """Options that there are not; all of it where there is no such command."""
    _, *words = shlex.split(re.split(r" [>|<&] |; ", command)[0])
    found, left = meant(words)
    if found is csms and not words[0].startswith("-"):
        return {command}
    known = {name for each in found.params for name in each.opts + each.secondary_opts}
    known |= {"--help", "--version"}
    return {word.partition("=")[0] for word in left if word.startswith("--")} - known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_typed_can_be_typed(page: Path) -> None:
    wrong = {command: gone for command in typed(page.read_text()) if (gone := unknown(command))}
    assert not wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_made_can_be_made(page: Path) -> None:
    assert set(MADE.findall(page.read_text())) <= TARGETS


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("csms charge-points raise CP7 --root ca.pem", set()),
        ("csms charge-points raise CP7 --roots ca.pem", {"--roots"}),
        ("csms charging CP7", {"csms charging CP7"}),
        ("csms id-tags --json > tags.json", set()),
        ("csms --version", set()),
    ],
)
def test_commands_are_found(command: str, wrong: set[str]) -> None:
    assert typed(f"$ {command}\n `{command}`") == {command}
    assert unknown(command) == wrong


def test_a_command_of_two_lines_is_one() -> None:
    assert typed("$ csms profile set prod \\\n    --api URL\n") == {
        "csms profile set prod      --api URL"
    }
