"""Lines against a number, both axes logarithmic, as SVG."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import floor, log10

from benchmarks.report.svg import colour, drawing, key, rule, text

LEFT, RIGHT, TOP, BOTTOM = 60.0, 770.0, 0.0, 300.0
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Series:
    """`spread`: what was least and most where the line is the median."""

    name: str
    points: Mapping[float, float]
    colour: int
    spread: Mapping[float, tuple[float, float]] | None = None
    broken: bool = False


@dataclass(frozen=True)
class Axis:
    """From one value to another, at least a factor apart, onto so many pixels."""

    least: float
    most: float
    start: float
    end: float

    @classmethod
    def of(cls, values: Sequence[float], start: float, end: float) -> "Axis":
        least, most = min(values), max(values)
        if most < least * 2:
            least, most = least / 1.5, most * 1.5
        return cls(least, most, start, end)

    def at(self, value: float) -> float:
        share = log10(value / self.least) / log10(self.most / self.least)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> Iterator[float]:
        """1, 2, 5, 10 and so on; of many decades only the powers of ten."""
        decades = log10(self.most / self.least)
        powers = range(floor(log10(self.least)), floor(log10(self.most)) + 1)
        for power in powers:
            for step in STEPS if decades < 3 else STEPS[:1]:
                if self.least * 0.999 <= step * 10.0**power <= self.most * 1.001:
                    yield step * 10.0**power


def lines(series: Sequence[Series], across: str, up: str) -> str:
    """A line for each; `across` and `up` are what the axes are of. Values are above 0."""
    xs = [x for one in series for x in one.points]
    ys = [y for one in series for y in one.points.values()]
    ys += [y for one in series for both in (one.spread or {}).values() for y in both]
    horizontal = Axis.of(xs, LEFT, RIGHT)
    vertical = Axis.of([min(ys) / 1.1, max(ys) * 1.1], BOTTOM, TOP)
    legend, height = key([(one.name, one.colour, one.broken) for one in series], LEFT)
    drawn = [
        *legend,
        *_axes(sorted(set(xs)), horizontal, vertical),
        text(LEFT, BOTTOM + 34, f"{up}, against {across}"),
    ]
    for one in series:
        drawn.extend(_line(one, colour(one.colour), horizontal, vertical))
    return drawing(drawn, -height, BOTTOM + 44)


def _axes(xs: Sequence[float], horizontal: Axis, vertical: Axis) -> Iterator[str]:
    for x in xs:
        at = horizontal.at(x)
        yield rule(at, at, TOP, BOTTOM)
        yield text(at, BOTTOM + 16, f"{x:,g}", "middle")
    for y in vertical.ticks():
        at = vertical.at(y)
        yield rule(LEFT, RIGHT, at, at)
        yield text(LEFT - 6, at + 4, f"{y:,.10g}", "end")


def _line(one: Series, stroke: str, horizontal: Axis, vertical: Axis) -> Iterator[str]:
    points = sorted(one.points.items())
    path = " ".join(f"{horizontal.at(x):.1f},{vertical.at(y):.1f}" for x, y in points)
    dashes = ' stroke-dasharray="5 4"' if one.broken else ""
    yield f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="2"{dashes}/>'
    for x, y in points:
        title = f"<title>{escape(one.name)}, {x:g}: {y:.4g}</title>"
        yield (
            f'<circle cx="{horizontal.at(x):.1f}" cy="{vertical.at(y):.1f}" r="3.5" '
            f'fill="{stroke}">{title}</circle>'
        )
    for x, (least, most) in (one.spread or {}).items():
        at = horizontal.at(x)
        yield (
            f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{vertical.at(least):.1f}" '
            f'y2="{vertical.at(most):.1f}" stroke="{stroke}" stroke-width="5" opacity="0.4"/>'
        )
