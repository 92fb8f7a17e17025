"""Many at once: a file is imported in parts that the API takes, a list is exported whole."""

import csv
import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import click
import httpx

from csms_tools.commands import Failed, Wrong
from csms_tools.operator.client import Api, Document, Query
from csms_tools.operator.output import Output, columns

MOST_ROWS = 500
CSV = "text/csv"
JSON = "application/json"
_COUNTS = ("created", "changed", "unchanged", "failed")
_WOULD = ("would be created", "would be changed", "unchanged", "would fail")


def imported(api: Api, output: Output, path: str, file: str, *, dry_run: bool) -> None:
    """Raises Wrong for a file that cannot be read, Failed if a row was not taken."""
    results: list[Document] = []
    for media_type, content, rows in _parts(file):
        answer = api.ask(
            "POST",
            path,
            query={"dryRun": dry_run or None},
            content=content,
            headers={"Content-Type": media_type},
        )
        result: Document = answer.json()
        for row in result["rows"]:
            row["row"] += len(results) * MOST_ROWS
        results.append(result)
        if not rows:
            break
    whole: Document = {name: sum(one[name] for one in results) for name in _COUNTS}
    whole |= {"dryRun": dry_run, "rows": [row for one in results for row in one["rows"]]}
    _show(output, whole)
    if whole["failed"]:
        raise Failed(f"{whole['failed']} of {len(whole['rows'])} rows were not taken")


def _show(output: Output, whole: Document) -> None:
    if output.as_json:
        output.document(whole)
        return
    if bad := [row for row in whole["rows"] if row["outcome"] == "error"]:
        output.rows(bad, columns(row="row", id="id", why=_why))
    words = _WOULD if whole["dryRun"] else _COUNTS
    click.echo(
        ", ".join(f"{whole[name]} {said}" for name, said in zip(_COUNTS, words, strict=True))
    )


def _why(row: Document) -> str:
    return "; ".join(f"{one['field']}: {one['message']}" for one in row.get("errors", []))


def _parts(file: str) -> Iterator[tuple[str, bytes, int]]:
    """Media type, body and number of rows of each request; raises Wrong."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise Wrong(f"{file}: {error}") from error
    if text.lstrip().startswith(("{", "[")):
        yield from _json_parts(file, text)
    else:
        yield from _csv_parts(file, text)


def _json_parts(file: str, text: str) -> Iterator[tuple[str, bytes, int]]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Wrong(f"{file}: {error}") from error
    items = document.get("items") if isinstance(document, dict) else document
    if not isinstance(items, list):
        raise Wrong(f"{file}: neither a list, nor an object with `items`")
    for first in range(0, max(len(items), 1), MOST_ROWS):
        part = items[first : first + MOST_ROWS]
        yield JSON, json.dumps({"items": part}).encode(), len(part)


def _csv_parts(file: str, text: str) -> Iterator[tuple[str, bytes, int]]:
    try:
        header, *rows = [row for row in csv.reader(StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise Wrong(f"{file}: neither JSON nor CSV: {error}") from error
    except ValueError:
        raise Wrong(f"{file} is empty") from None
    for first in range(0, max(len(rows), 1), MOST_ROWS):
        part = rows[first : first + MOST_ROWS]
        written = StringIO()
        csv.writer(written).writerows([header, *part])
        yield CSV, written.getvalue().encode(), len(part)


def export(api: Api, output: Output, path: str, query: Query) -> None:
    """All there is, as one CSV file or one JSON document."""
    if output.as_json:
        output.document(list(api.items(path, {**query, "format": "json"})))
        return
    for page in csv_pages(api, path, query):
        click.echo(page.encode(), nl=False)


def csv_pages(api: Api, path: str, query: Query) -> Iterator[str]:
    """Page by page; only the first has the line of names."""
    asked: Query | None = {**query, "format": "csv"}
    first = True
    while asked is not None:
        page = api.ask("GET", path, query=asked)
        names, end, rows = page.text.partition("\r\n")
        yield names + end + rows if first else rows
        asked, first = _next(page), False


def _next(page: httpx.Response) -> Query | None:
    link = page.links.get("next")
    return dict(httpx.URL(link["url"]).params) if link else None
