"""`csms cost`: what a deployment costs a month, from measured counts and a dated list of prices."""

import json
import math

import click

from csms_tools.commands import Wrong

MINUTES_A_DAY, CONNECTORS = 24 * 60, 2


class _Number(click.FloatRange):
    """NaN is neither below nor above a limit."""

    def convert(
        self, value: float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no number.", param, ctx)
        return number


@click.command()
@click.option("--charge-points", type=click.IntRange(1), default=10_000, show_default=True)
@click.option("--sessions-per-day", type=_Number(0), default=5, show_default=True)
@click.option("--session-minutes", type=_Number(0), default=60, show_default=True)
@click.option("--heartbeat", type=click.IntRange(1, 600), default=300, show_default=True)
@click.option(
    "--meter-interval",
    type=click.IntRange(0),
    default=60,
    show_default=True,
    help="Seconds between MeterValues of a transaction; 0 for none.",
)
@click.option("--boots-per-month", type=_Number(0), default=1, show_default=True)
@click.option(
    "--commands-per-day",
    type=_Number(0),
    default=1,
    show_default=True,
    help="By operators, for each charge point.",
)
@click.option("--reservations-per-day", type=_Number(0), default=0, show_default=True)
@click.option("--firmware-updates-per-year", type=_Number(0), default=0, show_default=True)
@click.option(
    "--months",
    type=_Number(0),
    default=12,
    show_default=True,
    help="How long the fleet has been running: what it has stored grows.",
)
@click.option(
    "--traced", type=_Number(0, 1), default=0, help="The part of invocations that X-Ray records."
)
@click.option(
    "--parameter",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="A parameter of template.yaml that differs from its default; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True)
def cost(parameters: tuple[str, ...], as_json: bool, **of_fleet: float) -> None:
    """What a charge point costs a month on AWS, all in, at list prices."""
    from csms_tools.cost.deployment import WrongParameter
    from csms_tools.cost.estimates import Estimate
    from csms_tools.cost.fleet import Fleet
    from csms_tools.cost.tables import document, evens, tables

    fleet = Fleet(**of_fleet)  # type: ignore[arg-type]
    if fleet.sessions_per_day * fleet.session_minutes > MINUTES_A_DAY * CONNECTORS:
        raise Wrong(f"{CONNECTORS} connectors have no time for so many sessions so long")
    estimate = Estimate(fleet, dict(_pair(one) for one in parameters))
    try:
        if as_json:
            click.echo(json.dumps(document(estimate), indent=2))
            return
        click.echo(
            f"${estimate.each:.4f} for a charge point and month, ${estimate.month:,.2f} in all"
        )
        listed, counted = estimate.prices, estimate.counts
        click.echo(f"prices of {listed.region}, {listed.date}; counts of {counted.measured}\n")
        for table in tables(estimate):
            click.echo(f"{table.text()}\n")
        for sentence in evens(estimate):
            click.echo(sentence)
    except WrongParameter as error:
        raise Wrong(str(error)) from error


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise Wrong(f"--parameter: {text} is not NAME=VALUE")
    return name, value
