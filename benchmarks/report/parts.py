"""What a page is made of, and how that becomes Markdown beside files, or HTML that needs none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

PLOTS = "plots"  # the folder beside the page

_STYLE = """\
:root { font: 15px/1.5 system-ui, sans-serif; color: #1f2328; background: #ffffff; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
svg { width: 100%; height: auto; }
table { border-collapse: collapse; }
td, th { padding: 0.1rem 0.8rem; text-align: right; white-space: nowrap; }
td:first-child, th:first-child { text-align: left; padding-left: 0; }"""


@dataclass(frozen=True)
class Plot:
    name: str  # of its file, without .svg
    told: str  # for whoever does not see it
    drawing: str


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """A text is a paragraph."""

    title: str
    parts: Sequence[str | Plot | Table]


def plots(sections: Sequence[Section]) -> dict[str, str]:
    """The files that the Markdown shows, by name."""
    found = (part for section in sections for part in section.parts if isinstance(part, Plot))
    return {f"{plot.name}.svg": plot.drawing for plot in found}


def markdown(title: str, sections: Sequence[Section]) -> str:
    blocks = [f"# {title}"]
    for section in sections:
        blocks.append(f"## {section.title}")
        blocks.extend(_markdown(part) for part in section.parts)
    return "\n\n".join(blocks) + "\n"


def _markdown(part: str | Plot | Table) -> str:
    match part:
        case Plot(name, told, _):
            return f"![{told}]({PLOTS}/{name}.svg)"
        case Table():
            return table(part)
        case str():
            return part


def table(part: Table) -> str:
    """As Markdown."""
    lines = [part.head, ["---", *["---:"] * (len(part.head) - 1)], *part.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def html(title: str, sections: Sequence[Section]) -> str:
    body = [f"<h1>{escape(title)}</h1>"]
    for section in sections:
        body.append(f"<h2>{escape(section.title)}</h2>")
        for part in section.parts:
            body.extend(_html(part))
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
            f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>",
            *body,
            "</html>\n",
        )
    )


def _html(part: str | Plot | Table) -> Iterator[str]:
    match part:
        case Plot(_, _, drawing):
            yield drawing
        case Table(head, rows):
            yield "<table>"
            yield _row(head, "th")
            yield from (_row(row, "td") for row in rows)
            yield "</table>"
        case str():
            told = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(part))
            yield f"<p>{told.replace('`', '')}</p>"


def _row(cells: Sequence[str], kind: str) -> str:
    return f"<tr>{''.join(f'<{kind}>{escape(cell)}</{kind}>' for cell in cells)}</tr>"
