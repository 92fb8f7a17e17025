"""`docs/cost.md` has tables that are made from the prices and the counts.

`python -m csms_tools.cost.page PAGE` writes them between their marks.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from csms_tools.cost.estimates import CHEAPEST, Estimate, provisioned
from csms_tools.cost.fleet import Fleet
from csms_tools.cost.prices import Prices
from csms_tools.cost.tables import Table, evens, tables

_PART = re.compile(r"(<!-- made -->\n).*?(<!-- end -->)", re.DOTALL)


def page_with_figures(page: str) -> str:
    """The page with what stands between the marks `<!-- made -->` and `<!-- end -->` made anew."""
    made = "\n".join(_made(Estimate(Fleet(), {})))
    return _PART.sub(lambda part: f"{part[1]}{made}\n{part[2]}", page)


def _made(estimate: Estimate) -> Iterator[str]:
    listed, counted = estimate.prices, estimate.counts
    fleet = estimate.fleet.charge_points
    yield (
        f"**${estimate.each:.3f}** for a charge point and month, at {fleet:,} charge points:"
        f" list prices of {listed.region}, {listed.date}; counts of {counted.measured}"
        f" ({counted.machine})."
    )
    others = dict(estimate.sensitivity())
    yield (
        "With samples every 300 s instead of 60 s it is"
        f" ${others['meter values every 300 s']:.3f}, every 900 s"
        f" ${others['meter values every 900 s']:.3f}, with none ${others['no meter values']:.3f}.\n"
    )
    minima = ", ".join(f"`{name}={value}`" for name, value in provisioned(estimate.fleet).items())
    of_all = others[f"{CHEAPEST}, for all to be back"]
    yield (
        f"With `MessageLog=Telling` and {minima} it is **${others[CHEAPEST]:.4f}**:"
        " [what one gives up for it](#below-eight-cents). There half of the fleet is back after an"
        f" outage before capacity has followed; for all to be it is ${of_all:.4f}.\n"
    )
    for table in tables(estimate):
        yield f"## {table.title}\n\n{table.markdown()}\n"
    yield "## What else would cost\n"
    for sentence in evens(estimate):
        yield f"- {sentence}"
    yield ""
    for table in _listed(listed):
        yield f"## {table.title}\n\n{table.markdown()}\n"


def _listed(listed: Prices) -> Iterator[Table]:
    prices = [
        [one.source, one.unit, f"${one.dollars:g} for {one.for_:,}", one.read or "**nowhere**"]
        for one in listed.prices.values()
    ]
    yield Table("The prices", ["source", "unit", "dollars", "read in"], prices, numbers=0)
    assumed = [
        [name.replace("-", " "), f"{one.value:g} {one.unit}", one.source]
        for name, one in listed.assumptions.items()
    ]
    yield Table("What is assumed", ["what", "how much", "why"], assumed, numbers=0)


def main() -> None:
    page = Path(sys.argv[1])
    page.write_text(page_with_figures(page.read_text()))


if __name__ == "__main__":
    main()
