import re

import pytest

from benchmarks.figures import latency
from benchmarks.report import svg


def widths(drawing: str) -> list[float]:
    return [float(width) for width in re.findall(r'width="([\d.]+)" height="16"', drawing)]


def test_bars_are_as_long_as_their_values() -> None:
    drawing = svg.bars([("one", {"a": 1.0, "b": 3.0}), ("two", {"a": 2.0, "b": 0.0})], "ms")
    a, b, half, nothing = widths(drawing)
    assert (b, half, nothing) == pytest.approx((3 * a, 2 * a, 0), abs=0.3)
    assert a + b == pytest.approx(svg._PLOT, abs=0.2), "the longest fills the plot"
    assert ">one<" in drawing
    assert ">4<" in drawing, "the sum at the end of the bar"


def test_nothing_can_be_drawn() -> None:
    assert widths(svg.bars([("none", {"a": 0.0})], "ms")) == [0]


def test_strips_stand_on_a_logarithmic_axis() -> None:
    drawing = svg.strips(
        [(f"{each}", latency([each]).percentiles) for each in (1.0, 10.0, 100.0)], "ms"
    )
    first, second, third = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawing))
    assert abs((third - second) - (second - first)) < 0.2
    assert second > first
