"""The four forms of a report: complete, and harmless whatever a CSMS has said."""

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from csms_tools.certification.report.html import html
from csms_tools.certification.report.junit import junit
from csms_tools.certification.report.markdown import (
    BEGIN,
    END,
    escaped,
    markdown,
    summary,
    with_summary,
)
from csms_tools.certification.report.writing import read, write
from tests.csms_tools.certification.fakes import a_case, a_result, failed, frame
from tests.csms_tools.certification.report.made import EVIL, a_report, hostile


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.found


def test_html_loads_nothing_and_runs_nothing() -> None:
    page = html(hostile())
    assert not {tag for tag, _ in tags(page)} & {"script", "img", "link", "iframe", "a", "object"}
    assert not any(name in ("src", "href") for _, named in tags(page) for name in named)
    assert "default-src 'none'" in page
    assert "url(" not in page


def test_html_is_dark_light_and_printed() -> None:
    page = html(a_report())
    for each in ("color-scheme: light dark", "prefers-color-scheme: dark", "@media print"):
        assert each in page


def test_what_a_csms_says_is_no_markdown() -> None:
    outside_of_blocks = re.sub(r"^(`{3,})$.*?^\1$", "", markdown(hostile()), flags=re.M | re.S)
    assert "alert" in outside_of_blocks
    assert "<script>" not in outside_of_blocks
    line = escaped(EVIL)
    assert "\n" not in line
    assert "\x00" not in line
    for active in ("|", "`", "**", "[", "<", "#"):
        assert not re.search(rf"(?<!\\){re.escape(active)}", line.replace("&#47;", "")), active


def test_frames_cannot_end_the_block_they_stand_in() -> None:
    page = markdown(hostile())
    [fence] = set(re.findall(r"^`{4,}$", page, re.MULTILINE))
    assert fence == "`" * 5


def test_junit_is_xml_whatever_a_csms_says() -> None:
    root = fromstring(junit(hostile()))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("2", "1", "1")
    [failure] = root.iter("failure")
    assert "BootNotification is Accepted" in str(failure.get("message"))
    assert "cases/core/booting.py:17" in str(failure.text)


def test_a_case_that_has_passed_is_a_test_without_a_failure() -> None:
    root = fromstring(junit(a_report(a_result())))
    [test] = root.iter("testcase")
    assert list(test) == []
    assert test.get("name") == "TC_001 Case TC_001"


@pytest.mark.parametrize("form", [markdown, html])
def test_every_form_says_that_it_is_no_certificate(form: object) -> None:
    assert "no certificate of the Open Charge Alliance" in form(a_report())  # type: ignore[operator]


@pytest.mark.parametrize("form", [markdown, html])
def test_a_failure_shows_expectation_line_and_frames(form: object) -> None:
    said = frame("[3,1,{status:Rejected}]")
    page = form(a_report(a_result(a_case(), failed(), frames=[said])))  # type: ignore[operator]
    for each in ("BootNotification is Accepted", "cases/core/booting.py:17", said.text):
        assert each in page


@pytest.mark.parametrize("form", [markdown, html])
def test_response_times_stand_beside_those_of_the_paper(form: object) -> None:
    answered = [("Authorize", 0.0123)]
    page = form(a_report(a_result(answered=answered)))  # type: ignore[operator]
    for each in ("0.23", "0.65", "0.26", "0.24", "0.31", "0.25", "0.01", "12.3"):
        assert each in page


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    report = hostile()
    write(report, tmp_path)
    assert markdown(read(tmp_path)) == (tmp_path / "report.md").read_text()
    assert {path.name for path in tmp_path.iterdir()} == {
        "report.md",
        "report.html",
        "report.json",
        "junit.xml",
    }


def test_the_summary_goes_between_its_markers_and_nowhere_else() -> None:
    report = a_report(a_result())
    page = f"# A\n{BEGIN}\nold\n{END}\nb\n"
    assert with_summary(page, report) == f"# A\n{BEGIN}\n{summary(report)}\n{END}\nb\n"
    assert "1 of 77 cases passed" in summary(report)


def test_a_page_without_markers_has_no_summary() -> None:
    with pytest.raises(ValueError, match="there is no"):
        with_summary("# A\n", a_report())


@pytest.mark.parametrize("form", [markdown, html])
def test_where_editions_differ_both_sequences_are_told(form: object) -> None:
    two = [a_result(a_case(number="TC_067", edition=edition)) for edition in ("2024-04", "later")]
    page = form(a_report(*two))  # type: ignore[operator]
    for each in ("Where editions differ", "TC_067@2024-04", "TC_067@later"):
        assert each in page
    assert "Where editions differ" not in form(a_report(a_result()))  # type: ignore[operator]
