"""The report in Markdown, and its summary for README."""

import re
from collections.abc import Iterator, Sequence

from csms_tools.certification.report import tables
from csms_tools.certification.report.functionalities import TRAPS
from csms_tools.certification.report.model import Form, Report
from csms_tools.certification.report.tables import Table

BEGIN, END = "<!-- csms certify: begin -->", "<!-- csms certify: end -->"


def markdown(report: Report) -> str:
    return "\n".join(_lines(report)) + "\n"


def summary(report: Report) -> str:
    """In a few lines; `with_summary` puts it into a page."""
    table = tables.functionalities(report)
    heads = ("functionality", "result", "cases")
    rows = [row[:3] for row in table.rows if row[0] != TRAPS or report.cases]
    about = report.identity
    run = f"{about.began[:10]}, {about.machine}, Python {about.python}, {about.network}"
    return "\n".join(
        [
            f"**{tables.headline(report)}** ({escaped(run)}).",
            "",
            *_table(Table("", heads, rows)),
            "",
            report.statement,
        ]
    )


def with_summary(page: str, report: Report) -> str:
    """The page with the summary between its markers. Raises ValueError if it has none."""
    before, begun, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"there is no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{summary(report)}\n{END}{after}"


def escaped(text: str) -> str:
    """In one line, and nothing in it is Markdown or HTML."""
    line = " ".join(text.split())
    line = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # An underscore within a word means nothing, and names of cases have them.
    line = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", line)
    line = re.sub(r"([\\`*\[\]|~#!])(?!_)", r"\\\1", line)
    return line.replace("://", ":&#47;/")


def _lines(report: Report) -> Iterator[str]:
    yield from ("# Certification report", "", f"**{tables.headline(report)}.** {report.statement}")
    for table in (
        tables.identity(report),
        tables.functionalities(report),
        tables.security_extension(report),
        tables.questions(report),
        tables.performance(report),
    ):
        yield from _section(table)
    yield from _apart(report)
    yield from _section(tables.cases(report))
    if (editions := tables.editions(report)).rows:
        yield from _section(editions)
    for title, entries in tables.lists(report):
        yield from ("", f"## {title}", "")
        yield from ([f"- {escaped(each)}" for each in entries] or ["None."])
    for form in tables.failing(report):
        yield from _evidence(form)


def _section(table: Table) -> Iterator[str]:
    yield from ("", f"## {table.title}", "")
    yield from _table(table)
    for note in table.notes:
        yield from ("", escaped(note))


def _table(table: Table) -> Iterator[str]:
    yield _row(table.heads)
    yield "|" + "---|" * len(table.heads)
    yield from (_row([escaped(cell) for cell in row]) for row in table.rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _apart(report: Report) -> Iterator[str]:
    table, counts = tables.apart(report), tables.histogram(report)
    if not table.rows:
        return
    yield from _section(table)
    most = max(count for _, count in counts)
    yield from ("", "```")
    for name, count in counts:
        yield f"{name:<15} {'#' * -(-count * 50 // most):<50} {count:>6,}"
    yield "```"


def _evidence(form: Form) -> Iterator[str]:
    yield from ("", f"## Evidence of {escaped(form.id)}", "")
    for check in form.checks:
        seen = f"; seen: {escaped(check.seen)}" if check.seen else ""
        line = f" ({escaped(check.line)})" if check.line else ""
        yield f"- {check.verdict}, {check.kind}: {escaped(check.expectation)}{seen}{line}"
    if form.not_run:
        yield f"- not run: {escaped(form.not_run)}"
    if not form.frames:
        return
    texts = [f"{one.at:8.3f} {one.speaker:<12} {_visible(one.text)}" for one in form.frames]
    longest = max((len(run) for text in texts for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield from ("", fence, *texts, fence)


def _visible(text: str) -> str:
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )
