"""What a charge point costs in a month, against the size of the fleet."""

from benchmarks.report import chart
from benchmarks.report.parts import Plot, Section, Table
from benchmarks.results import Cost

GUIDANCE = 0.35  # dollars: AWS's Guidance for EV charging at 500 charge points


def section(cost: Cost) -> Section:
    fleets = cost.dollars
    series = [
        chart.Series("csms", dict(fleets.items()), 0),
        chart.Series(
            "two servers always on, without a store",
            {fleet: cost.servers / fleet for fleet in fleets if cost.servers / fleet > 0.01},
            1,
        ),
        chart.Series("AWS's guidance", {500: GUIDANCE}, 2),
    ]
    plot = Plot(
        "cost",
        "dollars for a charge point and month against the size of the fleet",
        chart.lines(series, "charge points of the fleet", "dollars for each and month"),
    )
    rows = [(f"{n:,}", f"{each:.3f}", f"{each * n:,.0f}") for n, each in fleets.items()]
    head = ("charge points", "dollars for each and month", "in all")
    more = (
        f"As `csms cost` computes it with prices of {cost.prices}, counts of {cost.counts}: "
        "a heartbeat every 300 s, 5 sessions a day of an hour, samples every 60 s, a year old."
    )
    return Section("Cost against the size of the fleet", [plot, Table(head, rows), more])
