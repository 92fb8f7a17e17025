"""Two kinds of plots as SVG, for a page that needs nothing else."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate
from math import ceil, floor, log10

COLOURS = ("#2f6fb0", "#d98c2b", "#5a9a5a", "#b04a5a", "#7a6ab0", "#888888")

_LEFT, _RIGHT, _WIDTH = 225, 90, 800
_ROW, _BAR, _FOOT = 26, 16, 34
_PLOT = _WIDTH - _LEFT - _RIGHT


def bars(rows: Sequence[tuple[str, Mapping[str, float]]], unit: str) -> str:
    """A bar for each row, put together from its named parts."""
    names = list(dict.fromkeys(name for _, parts in rows for name in parts))
    most = max((sum(parts.values()) for _, parts in rows), default=0) or 1
    return _drawing(len(rows), _bars(rows, names, most), _legend(names), unit)


def _bars(
    rows: Sequence[tuple[str, Mapping[str, float]]], names: Sequence[str], most: float
) -> Iterator[str]:
    for place, (label, parts) in enumerate(rows):
        y = place * _ROW + 4
        yield _text(_LEFT - 8, y + 12, label, "end")
        ends = list(accumulate(parts.values(), initial=0.0))
        for (name, value), start in zip(parts.items(), ends, strict=False):
            x, width = _LEFT + start / most * _PLOT, value / most * _PLOT
            colour = COLOURS[names.index(name) % len(COLOURS)]
            title = f"<title>{escape(name)}: {value:.4g}</title>"
            yield (
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{colour}">'
                f"{title}</rect>"
            )
        yield _text(_LEFT + ends[-1] / most * _PLOT + 6, y + 12, f"{ends[-1]:.4g}")


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
        drawn.append(_text(_LEFT - 8, y + 4, label, "end"))
        drawn.append(_line(at(spread[1.0]), at(spread[99.0]), y, 2))
        drawn.append(_line(at(spread[25.0]), at(spread[75.0]), y, 9))
        middle = at(spread[50.0])
        drawn.append(f'<circle cx="{middle:.1f}" cy="{y}" r="4" fill="{COLOURS[1]}"/>')
        told = f"{spread[50.0]:.3g} / {spread[99.0]:.3g}"
        drawn.append(_text(at(spread[99.0]) + 6, y + 4, told))
    return _drawing(len(rows), drawn, [], f"{unit}; p50 / p99")


def _grid(powers: range, at: Callable[[float], float], rows: int) -> Iterator[str]:
    for power in powers:
        x = at(10.0**power)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{rows * _ROW}" class="grid"/>'
        yield _text(x, rows * _ROW + 14, f"{10.0**power:g}", "middle")


def _line(start: float, end: float, y: float, width: float) -> str:
    return (
        f'<line x1="{start:.1f}" x2="{end:.1f}" y1="{y}" y2="{y}" '
        f'stroke="{COLOURS[0]}" stroke-width="{width}"/>'
    )


def _legend(names: Sequence[str]) -> Iterator[str]:
    if len(names) < 2:
        return
    x = float(_LEFT)
    for place, name in enumerate(names):
        colour = COLOURS[place % len(COLOURS)]
        yield f'<rect x="{x:.0f}" y="-16" width="10" height="10" fill="{colour}"/>'
        yield _text(x + 14, -7, name)
        x += 30 + 7 * len(name)


def _drawing(rows: int, drawn: Iterable[str], legend: Iterable[str], unit: str) -> str:
    height = rows * _ROW + _FOOT
    inner = "\n".join((*legend, *drawn, _text(_LEFT, rows * _ROW + 28, unit)))
    return f'<svg viewBox="0 -20 {_WIDTH} {height + 20}" role="img">\n{inner}\n</svg>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
