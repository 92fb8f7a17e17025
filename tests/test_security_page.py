"""The page about security: its commands are there, its tests too, and its lists are the code's."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from csms.store.reported import security_events
from csms.wire.security_events import CRITICAL
from csms_tools.cli import csms
from tests.support import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()
COMMANDS = sorted(
    {told.strip("`$ ") for told in re.findall(r"(?:^ *\$ |`)csms [^`\n]+`?", PAGE, re.M)}
)


def section(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(heading: str) -> list[list[str]]:
    lines = [line for line in section(heading).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def words_of(command: str) -> Iterator[tuple[click.Command, list[str]]]:
    """The command that is meant, and what is left for it."""
    _, *words = shlex.split(command)
    found: click.Command = csms
    with click.Context(csms) as context:
        while isinstance(found, click.Group) and words and found.get_command(context, words[0]):
            following = found.get_command(context, words.pop(0))
            assert following
            found = following
        if isinstance(found, click.Group):  # without a word of its own it lists
            found = found.get_command(context, "list") or found
    yield found, words


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_typed_can_be_typed(command: str) -> None:
    for found, words in words_of(command):
        assert found is not csms, "no such command"
        known = {name for each in found.params for name in each.opts + each.secondary_opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_commands_are_found() -> None:
    assert "csms charge-points raise CP7 --root ca.pem" in COMMANDS
    assert len(COMMANDS) > 20


def test_every_threat_names_tests_that_are_there() -> None:
    written = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^ *(?:async )?def (test_\w+)", written, re.M))
    (_, *threats) = rows("Threats")
    for threat, answer, proofs in threats:
        named = re.findall(r"`(test_\w+)`", proofs)
        assert threat, proofs
        assert answer, threat
        assert named, threat
        assert set(named) <= there, threat


def test_each_kind_of_ours_is_told_and_the_critical_ones_as_such() -> None:
    ours = {row[0]: row[1] == "yes" for row in rows("Security events") if len(row) == 3}
    told = {kind: ours.get(kind) for kind in security_events.KINDS}
    assert told == {kind: kind in security_events.CRITICAL for kind in security_events.KINDS}


def test_what_is_critical_of_what_charge_points_report_is_told() -> None:
    assert {name for name in CRITICAL if name not in section("Security events")} == set()


def test_it_stays_short() -> None:
    assert len(PAGE.splitlines()) <= 255
