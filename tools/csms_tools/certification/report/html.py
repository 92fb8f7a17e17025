"""The report as one HTML file, which loads nothing."""

from collections.abc import Iterator, Sequence
from html import escape

from csms_tools.certification.report import tables
from csms_tools.certification.report.model import Form, Report
from csms_tools.certification.report.tables import Table

STYLE = """
:root { color-scheme: light dark; --line: #8885; --good: #1a7f37; --bad: #c62828; --dim: #777; }
@media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --bad: #ff7b72; --dim: #9a9a9a; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .7rem .2rem 0; text-align: left;
  vertical-align: top; }
pre { border: 1px solid var(--line); padding: .6rem; white-space: pre-wrap;
  overflow-wrap: anywhere; font-size: 12px; }
.pass, .passed, .yes { color: var(--good); } .fail, .failed, .no { color: var(--bad); }
.statement { border-left: 4px solid var(--line); padding-left: .8rem; }
.dim { color: var(--dim); }
.bar { display: inline-block; height: .8em; background: var(--good); min-width: 1px; }
@media print { body { max-width: none; margin: 0; font-size: 10pt; }
  tr, pre.short { break-inside: avoid; } h2 { break-after: avoid; }
  .bar { print-color-adjust: exact; } }
""".strip()

_COLOURED = {"pass", "passed", "yes", "fail", "failed", "no"}


def html(report: Report) -> str:
    body = "\n".join(_body(report))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Certification report: {escape(report.identity.product)}</title>
<style>
{STYLE}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _body(report: Report) -> Iterator[str]:
    yield "<h1>Certification report</h1>"
    yield f"<p><strong>{escape(tables.headline(report))}.</strong></p>"
    yield f'<p class="statement">{escape(report.statement)}</p>'
    for table in (
        tables.identity(report),
        tables.functionalities(report),
        tables.security_extension(report),
        tables.questions(report),
        tables.performance(report),
    ):
        yield from _section(table)
    if (apart := tables.apart(report)).rows:
        yield from _section(apart)
        yield from _histogram(tables.histogram(report))
    yield from _section(tables.cases(report))
    if (editions := tables.editions(report)).rows:
        yield from _section(editions)
    for title, entries in tables.lists(report):
        yield f"<h2>{escape(title)}</h2>"
        yield from _list(entries)
    for form in tables.failing(report):
        yield from _evidence(form)


def _section(table: Table) -> Iterator[str]:
    yield f'<h2>{escape(table.title)}</h2>\n<div class="wide"><table>'
    if any(table.heads):
        yield f"<tr>{''.join(f'<th>{escape(head)}</th>' for head in table.heads)}</tr>"
    for row in table.rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>"
    yield "</table></div>"
    for note in table.notes:
        yield f'<p class="dim">{escape(note)}</p>'


def _cell(text: str) -> str:
    colour = f' class="{text}"' if text in _COLOURED else ""
    return f"<td{colour}>{escape(text)}</td>"


def _histogram(counts: Sequence[tuple[str, int]]) -> Iterator[str]:
    most = max(count for _, count in counts)
    yield "<table>"
    for name, count in counts:
        bar = f'<span class="bar" style="width:{count * 20 / most:.2f}rem"></span>'
        yield f"<tr><td>{escape(name)}</td><td>{bar}</td><td>{count:,}</td></tr>"
    yield "</table>"


def _list(entries: Sequence[str]) -> Iterator[str]:
    if not entries:
        yield "<p>None.</p>"
        return
    yield f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in entries)}</ul>"


def _evidence(form: Form) -> Iterator[str]:
    yield f"<h2>Evidence of {escape(form.id)}</h2>"
    said = [f"not run: {form.not_run}"] if form.not_run else []
    for check in form.checks:
        seen = f"; seen: {check.seen}" if check.seen else ""
        line = f" ({check.line})" if check.line else ""
        said.append(f"{check.verdict}, {check.kind}: {check.expectation}{seen}{line}")
    yield from _list(said)
    frames = "\n".join(f"{one.at:8.3f} {one.speaker:<12} {one.text}" for one in form.frames)
    if frames:
        yield f"<pre>{escape(frames)}</pre>"
