from pathlib import Path

import pytest

from csms_tools.workflow_pages import FOLDER, drawing, page_with_machines, prices
from tests.support import ROOT

PAGE = ROOT / "docs" / "workflows.md"
DEFINITION = {
    "StartAt": "Try",
    "States": {
        "Try": {
            "Type": "Task",
            "Next": "Judge",
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}],
        },
        "Judge": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.outcome", "StringEquals": "Again", "Next": "Try"}],
            "Default": "Done",
        },
        "Done": {"Type": "Succeed"},
        "Failed": {"Type": "Fail"},
    },
}


def test_the_page_is_that_of_the_definitions() -> None:
    assert page_with_machines(PAGE.read_text()) == PAGE.read_text()


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.asl.json")), ids=lambda file: file.stem)
def test_every_machine_has_its_place_on_the_page(file: Path) -> None:
    assert f"<!-- {file.name.removesuffix('.asl.json')} -->" in PAGE.read_text()


def test_every_way_is_drawn() -> None:
    assert drawing(DEFINITION).splitlines()[2:-1] == [
        "    [*] --> Try",
        "    Try --> Judge",
        "    Try --> Failed: States.ALL",
        "    Judge --> Try: outcome is Again",
        "    Judge --> Done: else",
        "    Done --> [*]",
        "    Failed --> [*]",
    ]


def test_a_way_costs_what_its_transitions_cost() -> None:
    assert prices(DEFINITION).splitlines()[2:] == ["| Done | 4 | 0.100 |", "| Failed | 3 | 0.075 |"]
