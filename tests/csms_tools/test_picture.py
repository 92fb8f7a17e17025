"""The picture of a terminal in README: what is drawn, what it loads, how it is made anew."""

import re
from xml.etree import ElementTree

from csms_tools.picture import COLUMNS, COMMANDS, drawn
from tests.support import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
README = (ROOT / "README.md").read_text()
PICTURE = "docs/terminal.svg"


def texts(svg: str) -> list[str]:
    """The lines that are drawn, without the title."""
    lines: dict[str, str] = {}
    for each in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
        if "textLength" in each.attrib:
            lines[each.attrib["y"]] = lines.get(each.attrib["y"], "") + (each.text or "")
    return [line.replace("\xa0", " ").strip() for line in lines.values()]


def loaded(svg: str) -> list[str]:
    """What it fetches from elsewhere; the namespace is none of it."""
    outside = re.findall(r"(?:href|src)\s*=|@import|@font-face|url\((?!#)", svg)
    return outside + re.findall(r"https?://(?!www\.w3\.org/2000/svg\")", svg)


def test_a_line_goes_on_below_where_the_terminal_ends() -> None:
    first, second, third = texts(drawn(f"{'x' * COLUMNS}tail\n\x1b[1mafter\x1b[0m"))[:3]
    assert (first, second, third) == ("x" * COLUMNS, "tail", "after")


def test_colours_are_drawn() -> None:
    assert "fill: #98a84b" in drawn("\x1b[32mgreen\x1b[0m")
    assert "fill: #98a84b" not in drawn("green")


def test_what_is_drawn_loads_nothing() -> None:
    assert not loaded(drawn("text"))


def test_readme_shows_the_picture_and_says_what_it_is() -> None:
    [alt] = re.findall(rf"^!\[([^\]]+)\]\({PICTURE}\)$", README, re.MULTILINE)
    assert all(command.split()[1] in alt for command in COMMANDS)
    assert README.index(PICTURE) < README.index("\n## ")


def test_the_picture_is_small_and_loads_nothing() -> None:
    svg = (ROOT / PICTURE).read_text()
    assert len(svg) < 60_000
    assert not loaded(svg)
    assert "<script" not in svg


def test_the_picture_is_of_the_commands() -> None:
    shown = texts((ROOT / PICTURE).read_text())
    assert [line[1:] for line in shown if line[:1] == "$"] == [*COMMANDS]


def test_the_picture_can_be_made_anew() -> None:
    [recipe] = re.findall(r"^picture: install ##.*\n\t(.*)$", MAKEFILE, re.MULTILINE)
    assert recipe.endswith(f"-m csms_tools.picture {PICTURE}")
    assert re.search(r"^\.PHONY:.* picture ", MAKEFILE, re.MULTILINE)
    assert "`make picture`" in README
