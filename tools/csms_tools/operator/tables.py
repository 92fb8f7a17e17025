"""Tables as wide as the terminal: what gives way is chosen, and no value is split."""

import re
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest

import click

from csms_tools.folding import folded

GAP = "  "
TEXTS = frozenset(
    {
        "connectors",
        "description",
        "details",
        "example",
        "info",
        "known",
        "limits",
        "may have meant",
        "payload",
        "reason",
        "remedy",
        "told",
        "transactions",
        "value",
        "wanted",
        "why",
    }
)
"""Columns of words, which may end in `…` where an id may not."""
PROSE = frozenset({"description", "may have meant", "reason", "remedy", "told", "why"})
"""Those of sentences, which go on in the next line instead."""
DIGEST = "sha256"
"""A column of which a terminal that is not `wide` has as many digits as tell digests apart."""
DIGITS = 12  # at least
SHORTEST = 24  # of a text that has been cut
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)(?:\.\d+)?Z")


@dataclass(frozen=True)
class Layout:
    """`gives_way`: the headings of what is left out first, after empty columns; then the last ones.

    The first column that is not named stays in any case. What has given way comes back if a wider
    one that went after it has made room.
    """

    headings: Sequence[str]
    gives_way: Sequence[str]
    lines: Sequence[Sequence[str]]
    width: int
    left_out: list[str] = field(default_factory=list)

    def drawn(self) -> list[list[str]]:
        """The cells that fit, the headings first; `left_out` says what does not.

        Where a sentence goes on, another row follows, which is empty elsewhere.
        """
        kept = list(range(len(self.headings)))
        empty, gone = self._empty(), []
        for place in [*empty, *self._order()]:
            if self._least(kept) <= self.width or len(kept) == 1:
                break
            if place in kept:
                kept.remove(place)
                gone.append(place)
        for place in reversed(gone):
            if place not in empty and self._least([*kept, place]) <= self.width:
                kept = sorted([*kept, place])
        missed = [place for place in gone if place not in kept and place not in empty]
        self.left_out.extend(self.headings[place] for place in missed)
        widths = self._cut(kept)
        drawn = []
        for line in [self.headings, *self.lines]:
            cells = [
                folded(line[place], width) if self.headings[place] in PROSE else [line[place]]
                for place, width in zip(kept, widths, strict=True)
            ]
            drawn += [
                [cut(cell, width).ljust(width - wide(cell, width)) for cell, width in row]
                for row in (
                    zip(each, widths, strict=True) for each in zip_longest(*cells, fillvalue="")
                )
            ]
        return drawn

    def _empty(self) -> list[int]:
        return [
            place
            for place in range(1, len(self.headings))
            if not any(line[place] for line in self.lines)
        ]

    def _order(self) -> list[int]:
        named = [self.headings.index(each) for each in self.gives_way if each in self.headings]
        rest = [place for place in range(len(self.headings)) if place not in named]
        return [*named, *reversed(rest[1:])]

    def _natural(self, place: int) -> int:
        return max(
            columns_of(cell) for cell in (self.headings[place], *(row[place] for row in self.lines))
        )

    def _least(self, kept: Sequence[int]) -> int:
        """How narrow it can be."""
        return self._sum(
            [
                min(self._natural(place), SHORTEST)
                if self._is_text(place)
                else self._natural(place)
                for place in kept
            ]
        )

    def _cut(self, kept: Sequence[int]) -> list[int]:
        widths = [self._natural(place) for place in kept]
        for number in reversed(range(len(kept))):
            if self._is_text(kept[number]) and (over := self._sum(widths) - self.width) > 0:
                widths[number] = max(min(widths[number], SHORTEST), widths[number] - over)
        return widths

    def _is_text(self, place: int) -> bool:
        return self.headings[place] in TEXTS

    @staticmethod
    def _sum(widths: Sequence[int]) -> int:
        return sum(widths) + len(GAP) * (len(widths) - 1)


def draw(
    headings: Sequence[str], lines: Sequence[Sequence[str]], gives_way: Sequence[str], *, all_: bool
) -> None:
    """On a terminal; with `all_` however wide that is."""
    width = shutil.get_terminal_size((80, 24)).columns
    now = datetime.now(UTC)
    shown = lines
    if not all_:
        shown = [[short(cell, now) for cell in line] for line in digested(headings, lines)]
    natural = max(width, 1 << 20) if all_ else width
    layout = Layout(headings, gives_way, shown, natural)
    first, *rest = (GAP.join(cells).rstrip() for cells in layout.drawn())
    click.secho(first, bold=True)
    longest = max(map(columns_of, [first, *rest]))
    click.echo("─" * (longest if all_ else min(longest, width)))
    for line in rest:
        click.echo(line)
    if layout.left_out:
        click.echo(f"not shown: {', '.join(layout.left_out)}; --wide shows all", err=True)


def digested(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """With the first digits of digests, which commands take, too."""
    if DIGEST not in headings:
        return [list(line) for line in lines]
    place = headings.index(DIGEST)
    digests = {line[place] for line in lines}
    most = DIGITS
    while len({each[:most] for each in digests}) < len(digests):
        most += 1
    return [[*line[:place], line[place][:most], *line[place + 1 :]] for line in lines]


def short(text: str, now: datetime) -> str:
    """Times of UTC without what is seldom asked for: of today the time, else without seconds."""
    today = f"{now:%Y-%m-%d}"
    return _TIME.sub(
        lambda time: time[2] + time[3] if time[1] == today else f"{time[1]} {time[2]}", text
    )


def cut(text: str, width: int) -> str:
    if columns_of(text) <= width:
        return text
    kept = ""
    for each in text:
        if columns_of(kept + each) >= width:
            break
        kept += each
    return kept + "…"


def wide(text: str, width: int) -> int:
    """How many columns more than characters the text takes once it is cut."""
    shown = cut(text, width)
    return columns_of(shown) - len(shown)


def columns_of(text: str) -> int:
    """Of a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )
