"""What a fleet costs on AWS, by its size, as `csms cost` tells it."""

from benchmarks.results import Cost
from csms_tools.cost.estimates import Estimate
from csms_tools.cost.fleet import Fleet

FLEETS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000)


def cost() -> Cost:
    estimates = {fleet: Estimate(Fleet(charge_points=fleet), {}) for fleet in FLEETS}
    of_all = estimates[FLEETS[0]]
    return Cost(
        prices=of_all.prices.date.isoformat(),
        counts=of_all.counts.measured,
        dollars={fleet: round(estimate.each, 4) for fleet, estimate in estimates.items()},
        servers=round(of_all.even().servers, 2),
    )
