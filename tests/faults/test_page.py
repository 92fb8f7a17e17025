import re
from pathlib import Path

import pytest

from csms_tools.local.gateway.platform import Platform
from tests.faults.page import COMMAND, elsewhere, quiet, replaced, row
from tests.faults.table import ELSEWHERE, HERE, Elsewhere, Fault
from tests.support import ROOT

PAGE = (ROOT / "docs/reliability.md").read_text()
SUITE = {
    f"{path.relative_to(ROOT).as_posix()}::{name}"
    for path in Path(__file__).parent.glob("test_*.py")
    if path.stem != "test_page"
    for name in re.findall(r"^async def (test_\w+)", path.read_text(), re.MULTILINE)
}


def test_the_page_has_the_faults_of_the_suite() -> None:
    [made] = re.findall(r"<!-- made -->\n.*?(\n\|.*?)\n<!-- end -->", PAGE, re.DOTALL)
    told = re.findall(r"^\| (.*?) \| (.*?) \| nothing \| .+ \|$", made, re.MULTILINE)
    assert told == [(fault.name, fault.injected) for fault in HERE]


def test_the_suite_has_the_faults_of_the_table() -> None:
    assert {fault.test.partition("[")[0] for fault in HERE} == SUITE


@pytest.mark.parametrize("fault", ELSEWHERE, ids=lambda fault: fault.name.replace(" ", "-"))
def test_what_is_shown_elsewhere_is_there(fault: Elsewhere) -> None:
    path, _, name = fault.test.partition("::")
    assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_the_page_tells_of_what_is_shown_elsewhere_and_of_the_bound() -> None:
    assert elsewhere(ELSEWHERE) in PAGE
    assert f"at most {Platform().in_flight} messages" in PAGE
    assert f"at most {Platform().handshakes} handshakes" in PAGE


def test_seconds_are_the_longest_and_not_finer_than_they_are() -> None:
    fault = Fault("it fails", "so", "")
    assert row(fault, [0.2, 0.9]) == "| it fails | so | nothing | less than a second |\n"
    assert row(fault, [0.2, 3.4]) == "| it fails | so | nothing | 3 s |\n"


def test_what_is_made_anew_is_what_stands_between_the_marks() -> None:
    page = "a\n<!-- made -->\nold\n<!-- end -->\nb\n<!-- elsewhere -->\nold\n<!-- end -->\n"
    made = "a\n<!-- made -->\nnew\n<!-- end -->\nb\n<!-- elsewhere -->\nold\n<!-- end -->\n"
    assert replaced(page, "made", "new") == made


def test_the_page_says_whether_the_machine_was_quiet_and_how_it_was_made() -> None:
    assert quiet(0.2) == "Nothing else ran on them."
    assert "its load was 3.2 before the start" in quiet(3.2)
    assert PAGE.count(COMMAND) >= 2
