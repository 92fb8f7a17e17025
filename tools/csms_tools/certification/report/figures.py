"""Response times in figures."""

from collections.abc import Sequence
from statistics import fmean, median

from csms_tools.certification.report.model import Bin, Figures, Paper

ALL, AUTHORIZE = "OCPP response time", "response time Authorize"

PAPER = (Paper(ALL, 0.23, 0.65, 0.26), Paper(AUTHORIZE, 0.24, 0.31, 0.25))

BOUNDS = (1, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 50, 100, 200, 500, 1000)  # milliseconds


def both(answered: Sequence[tuple[str, float]]) -> list[Figures]:
    """Of all CALLs, and of Authorize."""
    return [
        figures(ALL, [seconds for _, seconds in answered]),
        figures(AUTHORIZE, [seconds for action, seconds in answered if action == "Authorize"]),
    ]


def figures(name: str, seconds: Sequence[float]) -> Figures:
    if not seconds:
        return Figures(name, 0)
    ordered = sorted(seconds)
    least_of_99 = -(-len(ordered) * 99 // 100)  # rounded up
    return Figures(
        name,
        len(ordered),
        ordered[0],
        ordered[-1],
        fmean(ordered),
        median(ordered),
        ordered[least_of_99 - 1],
    )


def histogram(seconds: Sequence[float]) -> list[Bin]:
    """From the first bin that has any to the last."""
    bins = []
    below = 0
    for bound in (*BOUNDS, None):
        up_to = sum(bound is None or one * 1000 < bound for one in seconds)
        bins.append(Bin(bound, up_to - below))
        below = up_to
    filled = [at for at, one in enumerate(bins) if one.count]
    return bins[filled[0] : filled[-1] + 1] if filled else []
