import pytest

from csms_tools.rehearsal.report import SUCCESS, Broken, Report


def test_a_part_tells_what_it_checked_and_what_it_cannot_see(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = Report()
    with report.part("Built") as part:
        part.check("it is there", [])
        part.left_open.append("whether it runs")
    assert not report.wrong
    assert capsys.readouterr().out.splitlines() == [
        "Built (0 s)",
        "  ok     it is there",
        "  open   whether it runs",
    ]
    page = report.page("Made now.")
    assert "Made now. All of it is as it should be." in page
    assert SUCCESS in page
    assert "- it is there\n\nNot seen here:\n\n- whether it runs" in page


def breaks(why: str) -> None:
    raise Broken(why)


def test_a_part_that_breaks_is_wrong_and_the_next_one_begins() -> None:
    report = Report()
    with report.part("Built") as part:
        part.check("it is there", ["half of it is not"])
        breaks("make ended with 2")
    with report.part("Linted") as part:
        part.check("nothing to say", [])
    assert [len(part.wrong) for part in report.parts] == [2, 0]
    assert report.wrong
    assert "**wrong**: make ended with 2" in report.page("")
