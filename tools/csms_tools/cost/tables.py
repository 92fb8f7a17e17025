"""An estimate as tables, for a terminal and for Markdown, and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from csms_tools.cost.estimates import Estimate

NEGLIGIBLE = 0.00005  # dollars; what is less is no line of its own


class Table(NamedTuple):
    """`numbers`: how many of the last columns are set to the right."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: int = 2

    def text(self) -> str:
        lines = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        words = len(self.head) - self.numbers
        return "\n".join(
            "  ".join(
                cell.rjust(width) if place >= words else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def markdown(self) -> str:
        words = len(self.head) - self.numbers
        line = ["---"] * words + ["---:"] * self.numbers
        return "\n".join(f"| {' | '.join(row)} |" for row in [self.head, line, *self.rows])


def tables(estimate: Estimate) -> Iterator[Table]:
    each = estimate.each
    for of, found in (
        ("service", estimate.by(lambda line: line.service)),
        ("action", estimate.by(lambda line: line.action)),
    ):
        shown = {name: dollars for name, dollars in found.items() if dollars >= NEGLIGIBLE}
        if rest := sum(found.values()) - sum(shown.values()):
            shown["the rest"] = rest
        rows = [[name, _cents(it), f"{it / each:.0%}"] for name, it in shown.items()]
        yield Table(f"By {of}", [of, "dollars", "share"], [*rows, ["all", _cents(each), "100%"]])
    yield Table("Of what", ["action", "of what", "how many", "dollars"], list(_largest(estimate)))
    sensitive = [[what, _cents(it), f"{it - each:+.4f}"] for what, it in estimate.sensitivity()]
    yield Table("What moves it", ["alone", "dollars", "more"], sensitive)


def _largest(estimate: Estimate) -> Iterator[list[str]]:
    fleet = estimate.fleet.charge_points
    for line in sorted(estimate.lines, key=lambda line: -line.dollars):
        if line.dollars / fleet >= 0.001:
            unit = estimate.prices.prices[line.price].unit
            yield [line.action, unit, _amount(line.amount / fleet), _cents(line.dollars / fleet)]


def _amount(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def _cents(dollars: float) -> str:
    return f"{dollars:.4f}"


def evens(estimate: Estimate) -> Iterator[str]:
    even, assumed = estimate.even(), estimate.prices.assumptions["servers"]
    yield (
        f"{assumed.value:g} servers {assumed.unit}, behind a load balancer, are ${even.servers:.0f}"
        f" a month without their store. Up to {even.below:,.0f} charge points what they would"
        " replace here costs less."
    )
    yield (
        f"AWS's own guidance is ${even.guidance:.2f} for a charge point and month at"
        f" {even.guided}, before any logic; here it is ${even.ours:.3f} there, all in, and"
        + (" less never." if even.above is None else f" less from {even.above:.0f} on.")
    )


def document(estimate: Estimate) -> dict[str, Any]:
    return {
        "region": estimate.prices.region,
        "pricesOf": estimate.prices.date.isoformat(),
        "countsOf": estimate.counts.measured,
        "fleet": {_camel(name): value for name, value in asdict(estimate.fleet).items()},
        "parameters": estimate.parameters,
        "dollarsPerChargePointAndMonth": estimate.each,
        "dollarsPerMonth": estimate.month,
        "byService": estimate.by(lambda line: line.service),
        "byAction": estimate.by(lambda line: line.action),
        "lines": [
            {
                "action": line.action,
                "service": line.service,
                "unit": estimate.prices.prices[line.price].unit,
                "amount": line.amount,
                "dollars": line.dollars,
            }
            for line in estimate.lines
        ],
        "sensitivity": dict(estimate.sensitivity()),
        "breakEven": estimate.even()._asdict(),
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))
