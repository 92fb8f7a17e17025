from csms_tools.cost.page import page_with_figures
from tests.support import ROOT


def test_the_page_has_the_figures_of_today() -> None:
    page = (ROOT / "docs" / "cost.md").read_text()
    made = page_with_figures(page)
    assert page == made, "make them anew: .venv/bin/python -m csms_tools.cost.page docs/cost.md"


def test_what_stood_between_the_marks_is_gone() -> None:
    page = page_with_figures("before\n<!-- made -->\nold\n<!-- end -->\nafter\n")
    assert page.startswith("before\n<!-- made -->\n**$0.")
    assert page.endswith("<!-- end -->\nafter\n")
    assert "\nold\n" not in page
