"""What the pages at the root and in docs/ name is there; the wings listed are the folders."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from csms.wire.mending import Kind
from tests.support import ROOT
from tests.test_wings import ORDERS, places

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
FOLDERS = "|".join(path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != ".")
ANYWHERE = re.compile(rf"(?<![\w./-])(?:{FOLDERS})/[\w./<>-]*\w[\w>]*/?")
QUOTED = re.compile(r"`(?!/|\.venv/)([\w.<>-]+(?:/[\w.<>-]*)+|[\w<>-]+\.(?:py|md|yaml|js|html))`")

WINGS = ("functions", "layers/csms/csms", "tools/csms_tools")


def relative(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: str) -> set[str]:
    return {link for link in re.findall(r"\]\(([^)]+)\)", page) if "://" not in link}


def leads(page: Path, link: str) -> bool:
    """To a file, and where it names a heading, to one that is there."""
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    if not anchor:
        return target.exists()
    headings = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
    return anchor in {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in headings}


def named(page: str) -> set[str]:
    """Paths from the root, in back quotes, drawings and anywhere else; none with a placeholder."""
    without_links = re.sub(r"\]\([^)]+\)", "]", page)
    found = ANYWHERE.findall(without_links) + QUOTED.findall(without_links)
    return {path for path in found if "<" not in path}


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_into_the_project_lead_somewhere(page: Path) -> None:
    broken = {link for link in links(page.read_text()) if not leads(page, link)}
    assert not broken


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_paths_that_are_named_are_there(page: Path) -> None:
    missing = {path for path in named(page.read_text()) if not (ROOT / path).exists()}
    assert not missing


def test_paths_are_found_in_quotes_and_in_drawings() -> None:
    page = (
        "`csms/x.py`, `t.yaml`, `/jobs`, `tests/<a>.py` [a](docs/a.md)\n```\n▼ functions/b/ c\n```"
    )
    assert named(page) == {"csms/x.py", "t.yaml", "functions/b/"}
    assert links(page) == {"docs/a.md"}


def test_a_link_to_a_heading_that_is_not_there_is_broken() -> None:
    page = ROOT / "docs/limits.md"
    assert leads(page, "security.md#limits")
    assert not leads(page, "security.md#no-such-heading")


def listed() -> Iterator[str]:
    """The folders of the list of wings, as paths."""
    [drawing] = re.findall(r"## The wings\n.*?```\n(.*?)```", ARCHITECTURE, re.DOTALL)
    above: list[str] = []
    for line in drawing.splitlines():
        name = line.split()[0]
        above[(len(line) - len(line.lstrip())) // 2 :] = [name]
        yield "".join(above).rstrip("/")


def test_the_list_of_wings_is_that_of_the_folders() -> None:
    packages = {
        relative(path.parent) for wing in WINGS for path in (ROOT / wing).rglob("*/__init__.py")
    }
    assert sorted(listed()) == sorted(packages | set(WINGS))


@pytest.mark.parametrize("folder", [folder for folder in ORDERS if folder != "."])
def test_the_list_of_wings_has_them_from_the_top_down(folder: str) -> None:
    order, wings = places(ORDERS[folder]), list(listed())
    downs = [order[Path(wing).name][0] for wing in wings if Path(wing).parent.as_posix() == folder]
    assert downs == sorted(downs)


def test_the_page_of_the_architecture_stays_one() -> None:
    assert len(ARCHITECTURE.splitlines()) <= 160


def test_the_page_of_tolerance_tells_every_kind_of_fault() -> None:
    page = (ROOT / "docs/tolerance.md").read_text()
    told = re.findall(r"^\| ([A-Z]\w+) \|", page, re.MULTILINE)
    assert told == list(get_args(Kind))


def test_readme_leads_to_every_page() -> None:
    led_to = {link.partition("#")[0] for link in links((ROOT / "README.md").read_text())}
    assert {relative(page) for page in (ROOT / "docs").glob("*.md")} <= led_to
