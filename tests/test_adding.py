"""docs/adding-an-action.md names all places that know every action of charge points, and no other.

They are found by their names: a file that has the name of each of the 14 belongs to every action.
"""

import re
from functools import cache

import pytest

from tests.actions import ACTIONS
from tests.support import ROOT
from tests.test_template import snake_case

PAGE = (ROOT / "docs" / "adding-an-action.md").read_text()
STEPS = re.search(r"\n## 1\. .*(?=\n## 5\. )", PAGE, re.DOTALL)
NOT_OF_AN_ACTION = re.compile(
    r"benchmarks/|docs/certification/|docs/decisions/|tests/releases/|CHANGELOG\.md"
)
"""What was measured, and what was said at a time."""


FOLDERS = ("docs", "events", "functions", "infrastructure", "layers", "tests", "tools")
BUILT = "functions/api/console/static/"


@cache
def texts() -> dict[str, str]:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")]
    found = {path.relative_to(ROOT).as_posix(): path for path in (*ROOT.glob("*.*"), *paths)}
    return {
        name: path.read_text()
        for name, path in found.items()
        if path.suffix in (".py", ".md", ".json", ".yaml")
        and not (NOT_OF_AN_ACTION.match(name) or name.startswith(BUILT))
    }


def places(action: str) -> set[str]:
    """Where it is named, or what is named by it, as the page names those of any action."""
    snake = snake_case(action)
    word = re.compile(rf"(?<![A-Za-z])({action}|{snake})(?![A-Za-z])")
    own = re.compile(rf"(?<![A-Za-z_]){snake}\.py$|(?<=/test_){snake}\.py$")
    return {
        own.sub("<action>.py", name).replace(f"/{action}.json", "/<Action>.json")
        for name, text in texts().items()
        if word.search(text) or own.search(name)
    }


def named() -> set[str]:
    assert STEPS
    found = set(re.findall(r"`([\w/<>.-]+/[\w<>.-]+\.(?:py|json|md)|\w+\.(?:yaml|md))`", STEPS[0]))
    return {name for name in found if not NOT_OF_AN_ACTION.match(name)}


OF_ALL = set.intersection(*map(places, ACTIONS))


@pytest.mark.parametrize("needed", sorted(OF_ALL))
def test_what_knows_every_action_is_a_step(needed: str) -> None:
    assert needed in named()


def test_no_step_is_more_than_every_action_takes() -> None:
    wherever_it_needs_them = {
        "layers/csms/csms/wire/errors.py",
        "layers/csms/csms/store/table/keys.py",
    }
    assert named() - OF_ALL == wherever_it_needs_them


def test_there_are_five() -> None:
    assert re.findall(r"^## (\d)\. ", PAGE, re.MULTILINE) == ["1", "2", "3", "4", "5"]
