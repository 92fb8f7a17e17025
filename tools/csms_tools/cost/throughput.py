"""What is asked of tables and of their indexes a month, and what is provisioned for it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from csms_tools.cost.capacity import provisioned
from csms_tools.cost.counts import Step
from csms_tools.cost.deployment import Deployment, Place
from csms_tools.cost.fleet import DAYS, RECONCILED, Fleet, swings
from csms_tools.cost.prices import Prices

HOURS = DAYS * 24
ASKED = {" write units": ("write", 1.0), " half read units": ("read", 0.5)}


class Hours(NamedTuple):
    """Of provisioned units: for each that is used, and in all where none is.

    Empty for tables on demand.
    """

    of_a_unit: dict[Place, float]
    idle: dict[Place, float]


def units(counted: Mapping[str, int]) -> Iterator[tuple[Place, float]]:
    for name, number in counted.items():
        for ending, (kind, each) in ASKED.items():
            if name.endswith(ending):
                yield (name.removesuffix(ending), kind), number * each


def hours(steps: Mapping[str, Step], fleet: Fleet, deployment: Deployment, prices: Prices) -> Hours:
    steady: defaultdict[Place, float] = defaultdict(float)
    swinging: defaultdict[Place, float] = defaultdict(float)
    times = {name: of_one * fleet.charge_points for name, of_one in fleet.times().items()}
    for name, number in (times | {"reconcile": RECONCILED}).items():
        for share in steps[name].shares:
            for place, each in units(share.counted):
                (swinging if swings(name) else steady)[place] += each * number
    found = Hours({}, {})
    for place, minimum in deployment.minimum_units.items():
        of_all = HOURS * provisioned(
            steady[place] / HOURS / 3600,
            swinging[place] / HOURS / 3600,
            midday=prices.assumed("midday"),
            minimum=minimum,
            target=deployment.target_use,
        )
        used = steady[place] + swinging[place]
        if used:
            found.of_a_unit[place] = of_all / used
        else:
            found.idle[place] = of_all
    return found
