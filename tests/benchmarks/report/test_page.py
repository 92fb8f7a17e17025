import re
from xml.etree import ElementTree

from benchmarks.report import page
from tests.benchmarks.samples import load, result

SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def test_a_page_holds_a_plot_of_each_kind_and_all_are_well_formed() -> None:
    html = page.html(result(load(), load("csms, durable", 1)))
    plots = [ElementTree.fromstring(plot) for plot in SVG.findall(html)]
    told = [" ".join(text.text or "" for text in plot.iter("text")) for plot in plots]
    for words in ("messages/s", "Heartbeat", "ms a message", "MB", "cut until served"):
        assert any(words in each for each in told), words


def test_what_comes_from_elsewhere_is_no_markup() -> None:
    assert "A &lt;fast&gt; one" in page.html(result())


def test_a_system_whose_processes_nobody_knows_has_a_page_too() -> None:
    stranger = load("another").model_copy(
        update={"cpu": {"client": 0.1}, "round_trips": None, "durable": None}
    )
    html = page.html(result(stranger, with_crowd=False))
    assert "another, N = 50" in html
    assert "cut until served" not in html
