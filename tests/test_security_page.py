"""The page about security: its tests are there, and its lists are those of the code."""

import re

from csms.store.reported import security_events
from csms.wire.security_events import CRITICAL
from tests.support import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text()


def section(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(heading: str) -> list[list[str]]:
    lines = [line for line in section(heading).splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


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
