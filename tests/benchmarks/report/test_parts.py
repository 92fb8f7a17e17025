from benchmarks.report import parts
from benchmarks.report.parts import Plot, Section, Table

SECTIONS = [
    Section("One", ["Some **loud** `words` <b>", Plot("a", "what is seen", "<svg>drawn</svg>")]),
    Section("Two", [Table(("head", "of it"), [("a", "1 < 2")])]),
]


def test_markdown_shows_plots_from_files() -> None:
    assert parts.markdown("Title", SECTIONS) == (
        "# Title\n\n## One\n\nSome **loud** `words` <b>\n\n![what is seen](plots/a.svg)\n\n"
        "## Two\n\n| head | of it |\n| --- | ---: |\n| a | 1 < 2 |\n"
    )
    assert parts.plots(SECTIONS) == {"a.svg": "<svg>drawn</svg>"}


def test_html_needs_no_files_and_what_comes_from_elsewhere_is_no_markup() -> None:
    html = parts.html("Title", SECTIONS)
    assert "<p>Some <b>loud</b> words &lt;b&gt;</p>\n<svg>drawn</svg>" in html
    assert "<td>1 &lt; 2</td>" in html
    assert "src=" not in html
