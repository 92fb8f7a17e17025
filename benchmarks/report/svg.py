"""Two kinds of plots as SVG: bars, and how values are spread. Each stands alone, as a file or in a
page: on its own ground, with nothing from outside.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate
from math import ceil, floor, log10

COLOURS = ("#2f6fb0", "#d98c2b", "#5a9a5a", "#b04a5a", "#7a6ab0", "#888888")
WIDTH = 800
LINE = 16  # of a legend

_LEFT, _RIGHT = 225, 90
_ROW, _BAR, _FOOT = 26, 16, 38
_PLOT = WIDTH - _LEFT - _RIGHT


def bars(rows: Sequence[tuple[str, Mapping[str, float]]], unit: str) -> str:
    """A bar for each row, put together from its named parts."""
    names = list(dict.fromkeys(name for _, parts in rows for name in parts))
    most = max((sum(parts.values()) for _, parts in rows), default=0) or 1
    drawn = _bars(rows, names, most)
    legend, height = key([(name, place, False) for place, name in enumerate(names)], _LEFT)
    if len(names) > 1:
        return _rows(len(rows), (*legend, *drawn), unit, height)
    return _rows(len(rows), drawn, unit)


def _bars(
    rows: Sequence[tuple[str, Mapping[str, float]]], names: Sequence[str], most: float
) -> Iterator[str]:
    for place, (label, parts) in enumerate(rows):
        y = place * _ROW + 4
        yield text(_LEFT - 8, y + 12, label, "end")
        ends = list(accumulate(parts.values(), initial=0.0))
        for (name, value), start in zip(parts.items(), ends, strict=False):
            x, width = _LEFT + start / most * _PLOT, value / most * _PLOT
            title = f"<title>{escape(name)}: {value:.4g}</title>"
            yield (
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" '
                f'fill="{colour(names.index(name))}">{title}</rect>'
            )
        yield text(_LEFT + ends[-1] / most * _PLOT + 6, y + 12, f"{ends[-1]:.4g}")


def strips(rows: Sequence[tuple[str, Mapping[float, float]]], unit: str) -> str:
    """How values are spread: each row's percentiles on one logarithmic axis.

    From 1 to 99 % thin, from 25 to 75 % thick, a mark at 50 % with its value.
    """
    values = [value for _, spread in rows for value in (spread[1.0], spread[99.0])]
    least = floor(log10(max(min(values), 0.001)))
    most = max(ceil(log10(max(values))), least + 1)

    def at(value: float) -> float:
        share = (log10(max(value, 10.0**least)) - least) / (most - least)
        return _LEFT + share * _PLOT

    drawn = list(_grid(range(least, most + 1), at, len(rows)))
    for place, (label, spread) in enumerate(rows):
        y = place * _ROW + 12
        drawn.append(text(_LEFT - 8, y + 4, label, "end"))
        drawn.append(_line(at(spread[1.0]), at(spread[99.0]), y, 2))
        drawn.append(_line(at(spread[25.0]), at(spread[75.0]), y, 9))
        middle = at(spread[50.0])
        drawn.append(f'<circle cx="{middle:.1f}" cy="{y}" r="4" fill="{COLOURS[1]}"/>')
        told = f"{spread[50.0]:.3g} / {spread[99.0]:.3g}"
        drawn.append(text(at(spread[99.0]) + 6, y + 4, told))
    return _rows(len(rows), drawn, f"{unit}; p50 / p99")


def _grid(powers: range, at: Callable[[float], float], rows: int) -> Iterator[str]:
    for power in powers:
        x = at(10.0**power)
        yield rule(x, x, 0, rows * _ROW)
        yield text(x, rows * _ROW + 14, f"{10.0**power:g}", "middle")


def _line(start: float, end: float, y: float, width: float) -> str:
    return (
        f'<line x1="{start:.1f}" x2="{end:.1f}" y1="{y}" y2="{y}" '
        f'stroke="{COLOURS[0]}" stroke-width="{width}"/>'
    )


def _rows(rows: int, drawn: Iterable[str], unit: str, above: float = 8) -> str:
    height = rows * _ROW + _FOOT
    return drawing((*drawn, text(_LEFT, rows * _ROW + 28, unit)), -above, height)


def colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def key(names: Iterable[tuple[str, int, bool]], left: float) -> tuple[list[str], float]:
    """Which colour is what, upwards from 0, and the height of it. Of each its name, its colour's
    place, and whether its line is broken: then its mark is narrower.
    """
    x = left
    lines: list[list[tuple[float, int, str, bool]]] = [[]]
    for name, place, broken in names:
        width = 30 + 7 * len(name)
        if lines[-1] and x + width > WIDTH:
            x = left
            lines.append([])
        lines[-1].append((x, place, name, broken))
        x += width
    drawn = []
    for line, marks in enumerate(reversed(lines)):
        y = -LINE * (line + 1)
        for at, place, name, broken in marks:
            size = f'width="{5 if broken else 10}" height="10"'
            drawn.append(f'<rect x="{at:.0f}" y="{y}" {size} fill="{colour(place)}"/>')
            drawn.append(text(at + 14, y + 9, name))
    return drawn, LINE * len(lines) + 8


def rule(x1: float, x2: float, y1: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}" stroke="#d0d7de"/>'


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def drawing(drawn: Iterable[str], top: float, bottom: float) -> str:
    inner = "\n".join(drawn)
    size = f'width="{WIDTH}" height="{bottom - top:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top:g} {WIDTH} {bottom - top:g}" '
        f'{size} role="img" font-family="sans-serif" font-size="12" fill="#1f2328">\n'
        f'<rect y="{top:g}" {size} fill="#ffffff"/>\n{inner}\n</svg>\n'
    )
