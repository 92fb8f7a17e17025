"""README tells of the latest certification report what that says, and nothing else."""

import json

from csms_tools.certification.report.markdown import BEGIN, END, summary, with_summary
from csms_tools.certification.report.writing import read
from tests.support import ROOT

FOLDER = ROOT / "docs" / "certification"
REPORT = read(FOLDER)
README = (ROOT / "README.md").read_text()


def test_readme_tells_what_the_report_says() -> None:
    assert with_summary(README, REPORT) == README, (
        'make certify ARGS="--report docs/certification --summary README.md" writes both'
    )


def test_the_summary_counts_what_the_report_has() -> None:
    cases = json.loads((FOLDER / "report.json").read_text())["cases"]
    told = README.partition(BEGIN)[2].partition(END)[0]
    for one in REPORT.functionalities:
        passed = sum(case["passed"] for case in cases if case["functionality"] == one.name)
        assert f"| {one.name} | {one.result} | {passed} of {one.of} |" in told


def test_the_page_of_the_report_has_the_same_figures() -> None:
    page = (FOLDER / "report.md").read_text()
    headline = summary(REPORT).partition("**")[2].partition("**")[0]
    assert f"**{headline}.**" in page
    for one in REPORT.functionalities:
        assert f"| {one.name} | {one.result} | {one.passed} of {one.of} |" in page
