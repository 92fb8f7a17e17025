"""How answers are shown: tables on a terminal, aligned lines in a pipe, or one JSON document."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import click

from csms_tools.operator.client import Document, Items
from csms_tools.operator.texts import visible as visible

Cell = Callable[[Document], object]


@dataclass(frozen=True)
class Column:
    """`cell`: what stands in it, as a path of members or as a function of the item."""

    heading: str
    cell: str | Cell
    gives_way: int | None = None
    """Where the terminal is too narrow: the first is 0."""

    def of(self, item: Document) -> str:
        return spelled(found(item, self.cell) if isinstance(self.cell, str) else self.cell(item))


def columns(*gives_way: str, **cells: str | Cell) -> list[Column]:
    """`gives_way`: what is left out on a narrow terminal, in this order."""
    assert cells.keys() >= set(gives_way)
    places = {name: place for place, name in enumerate(gives_way)}
    return [
        Column(heading.replace("_", " "), cell, places.get(heading))
        for heading, cell in cells.items()
    ]


def is_terminal() -> bool:
    return sys.stdout.isatty()


@dataclass(frozen=True)
class Output:
    """`wide`: on a terminal, too, all columns and whole times."""

    as_json: bool = False
    wide: bool = False
    terminal: bool = field(default_factory=lambda: is_terminal())

    def items(
        self,
        items: Items,
        table: Sequence[Column],
        rows: Callable[[Document], Iterable[Document]] = lambda item: [item],
        *,
        last_first: str | None = None,
    ) -> None:
        """A list, an item being a row or several; that there is more of it is told beside it.

        `last_first`: a member by which to sort what has come in another order.
        """
        all_ = list(items)
        if last_first:
            all_.sort(key=lambda item: str(item.get(last_first, "")), reverse=True)
        if self.as_json:
            self.document(all_)
        else:
            self.rows([row for item in all_ for row in rows(item)], table)
        if items.more:
            click.echo(f"the first {len(all_)}; --limit or --all shows more", err=True)

    def whole(self, documents: Sequence[Document], table: Sequence[Column]) -> None:
        """A list that has no pages."""
        if self.as_json:
            self.document(documents)
        else:
            self.rows(documents, table)

    def rows(self, rows: Iterable[Document], table: Sequence[Column]) -> None:
        lines = [[column.of(row) for column in table] for row in rows]
        headings = [column.heading for column in table]
        if not lines:
            click.echo("there are none", err=not self.terminal)
        if self.terminal:
            self._drawn(table, headings, lines)
            return
        widths = [max(map(len, cells)) for cells in zip(headings, *lines, strict=True)]
        for line in [headings, *lines]:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            click.echo("  ".join(cells).rstrip())

    def _drawn(
        self, table: Sequence[Column], headings: Sequence[str], lines: Sequence[Sequence[str]]
    ) -> None:
        if not lines:
            return
        from csms_tools.operator.tables import draw

        given = [column for column in table if column.gives_way is not None]
        given.sort(key=lambda column: column.gives_way or 0)
        draw(headings, lines, [column.heading for column in given], all_=self.wide)

    def one(self, item: Document) -> None:
        """One thing, member by member."""
        if self.as_json:
            self.document(item)
            return
        members = list(_flat(item))
        width = max((len(name) for name, _ in members), default=0)
        for name, value in members:
            click.echo(f"{name.ljust(width)}  {value}".rstrip())

    def done(self, said: str, document: object = None) -> None:
        """What has been done: in words, or as what was answered."""
        if self.as_json:
            self.document({} if document is None else document)
        else:
            click.echo(visible(said))

    def document(self, document: object) -> None:
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))

    def line(self, document: Document) -> None:
        """One of a stream."""
        click.echo(json.dumps(document, ensure_ascii=False))

    def waiting(self, said: str) -> AbstractContextManager[object]:
        """Something moves on the terminal while the block lasts."""
        if self.as_json or not sys.stderr.isatty():
            return nullcontext()
        from rich.console import Console
        from rich.text import Text

        return Console(stderr=True).status(Text(visible(said)))


def found(item: Mapping[str, Any], path: str) -> object:
    """What stands at a path like connection.sourceIp; None where there is no such."""
    value: Any = item
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def spelled(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return visible(value)
        case dict() | list():
            return visible(json.dumps(value, separators=(",", ":"), ensure_ascii=False))
        case _:
            return str(value)


def _flat(value: object, name: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _flat(member, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for number, member in enumerate(value):
            yield from _flat(member, f"{name}.{number}")
    elif isinstance(value, list):
        yield name, ", ".join(map(spelled, value))
    else:
        yield visible(name), spelled(value)
