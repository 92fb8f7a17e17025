import re
from xml.etree import ElementTree

import pytest

from benchmarks.report import chart
from benchmarks.report.chart import BOTTOM, LEFT, RIGHT, Axis, Series


def points(drawing: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.split())]
        for line in re.findall(r'<polyline points="([^"]+)"', drawing)
    ]


def test_both_axes_are_logarithmic() -> None:
    [line] = points(chart.lines([Series("one", {1: 2, 10: 20, 100: 200}, 0)], "N", "ms"))
    (x1, y1), (x2, y2), (x3, y3) = line
    assert (x1, x3) == (LEFT, RIGHT)
    assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    assert BOTTOM > y1 > y3


def test_a_drawing_says_what_is_what_and_is_well_formed() -> None:
    drawn = chart.lines(
        [
            Series("a < b", {1: 5, 50: 7}, 0, spread={1: (4, 6)}),
            Series("other", {50: 7}, 1, broken=True),
        ],
        "charge points",
        "ms",
    )
    ElementTree.fromstring(drawn)
    for told in ("a &lt; b", "other", "ms, against charge points", ">50<", "stroke-dasharray"):
        assert told in drawn
    assert drawn.count('opacity="0.4"') == 1


def test_one_point_has_a_drawing() -> None:
    [[(x, _)]] = points(chart.lines([Series("one", {50: 300}, 0)], "N", "ms"))
    assert LEFT < x < RIGHT


@pytest.mark.parametrize(
    ("least", "most", "ticks"),
    [
        (1.5, 60, [2, 5, 10, 20, 50]),
        (0.01, 100, [0.01, 0.1, 1, 10, 100]),
    ],
)
def test_ticks_are_round(least: float, most: float, ticks: list[float]) -> None:
    assert list(Axis(least, most, 0, 1).ticks()) == pytest.approx(ticks)
