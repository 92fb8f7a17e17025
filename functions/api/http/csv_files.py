"""CSV, out and in (RFC 4180): what is written is safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from api.http.problems import Problem, bad_field

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DEFUSED = "'"


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A text that begins like a formula gets an apostrophe in front; None is an empty field."""
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(header)
    lines.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() if value.lstrip(_DEFUSED).startswith(_FORMULA):
            return _DEFUSED + value
        case _:
            return str(value)


def read_rows(text: str, most: int, known: Sequence[str]) -> list[Mapping[str, str]]:
    """Rows by the names of the first line, of which the first known has to be there.

    Empty fields are left out. Raises Problem.
    """
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        if not header or len(set(header)) < len(header):
            raise Problem(400, "the first line should name the columns, each once")
        if unknown := [name for name in header if name not in known]:
            raise bad_field(unknown[0], f"there is no such column; there are: {', '.join(known)}")
        if known[0] not in header:
            raise bad_field(known[0], "this column is missing")
        rows: list[Mapping[str, str]] = []
        for line in lines:
            if not line:
                continue
            if len(rows) == most:
                raise Problem(413, f"at most {most} rows at once")
            if len(line) != len(header):
                raise Problem(400, f"line {lines.line_num} has not as many fields as the first")
            rows.append(
                {name: _read(name, cell) for name, cell in zip(header, line, strict=True) if cell}
            )
    except csv.Error as error:
        raise Problem(400, f"the body is not CSV: line {lines.line_num}") from error
    return rows


def _read(name: str, cell: str) -> str:
    """What was defused comes back as it was; a password has never been written by us."""
    if name != "password" and cell.lstrip(_DEFUSED).startswith(_FORMULA):
        return cell.removeprefix(_DEFUSED)
    return cell
