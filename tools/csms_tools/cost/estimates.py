"""The bill of a fleet by service and by action, what moves it, and what else would cost."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import NamedTuple

from csms_tools.cost import counts as measured
from csms_tools.cost import deployment as deployed
from csms_tools.cost.bill import FIXED, Line, bill
from csms_tools.cost.counts import Counts
from csms_tools.cost.deployment import INFREQUENT, Deployment
from csms_tools.cost.fleet import DAYS, Fleet
from csms_tools.cost.prices import Prices, prices

STORE = {"DynamoDB requests", "DynamoDB storage"}  # which servers would need as well
TELLING = {"MessageLog": "Telling"}
CHEAPEST = "a telling message log and provisioned capacity"
FOR_A_STORM = {  # units a second for 10,000 charge points that come back, as docs/limits.md has it
    "StateMinimumUnits": 150,
    "HistoryMinimumUnits": 67,
    "IndexMinimumUnits": 22,
}
LEAST, MOST = 5, 2_000  # of a minimum
VCPUS, MEMORY = 1, 2  # of a server, the memory in GB


class Estimate:
    def __init__(
        self,
        fleet: Fleet,
        parameters: Mapping[str, str],
        *,
        counts: Path = measured.FILE,
        template: Path = deployed.TEMPLATE,
    ) -> None:
        self.fleet, self.parameters, self.template = fleet, dict(parameters), template
        self.counts: Counts = measured.counts(counts)
        self.prices: Prices = prices()

    @cached_property
    def lines(self) -> list[Line]:
        return self._lines(self.fleet, {})

    def _lines(self, fleet: Fleet, parameters: Mapping[str, str]) -> list[Line]:
        deployment = self._deployment(parameters)
        return bill(fleet, self.counts, deployment, self.prices)

    def _deployment(self, parameters: Mapping[str, str]) -> Deployment:
        return deployed.deployment(self.parameters | dict(parameters), self.template)

    @property
    def month(self) -> float:
        return sum(line.dollars for line in self.lines)

    @property
    def each(self) -> float:
        """Dollars for a charge point and month."""
        return self.month / self.fleet.charge_points

    def by(self, of: Callable[[Line], str]) -> dict[str, float]:
        """Dollars for a charge point and month, the most first."""
        found: dict[str, float] = {}
        for line in self.lines:
            dollars = line.dollars / self.fleet.charge_points
            found[of(line)] = found.get(of(line), 0) + dollars
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    def sensitivity(self) -> Iterator[tuple[str, float]]:
        """What changes, alone, and dollars for a charge point and month then."""
        fleet = self.fleet
        for what, changed, parameters in [
            *((f"heartbeat {s} s", replace(fleet, heartbeat=s), {}) for s in (60, 120, 300)),
            ("no meter values", replace(fleet, meter_interval=0), {}),
            *(
                (f"meter values every {s} s", replace(fleet, meter_interval=s), {})
                for s in (30, 60, 300, 900)
            ),
            ("a telling message log", fleet, TELLING),
            ("provisioned capacity", fleet, provisioned(fleet)),
            (CHEAPEST, fleet, provisioned(fleet) | TELLING),
            (
                f"{CHEAPEST}, for all to be back",
                fleet,
                provisioned(fleet, back=1) | TELLING,
            ),
            ("no message log", fleet, {"MessageLogRetentionDays": "0"}),
            ("history in Standard-IA", fleet, {"HistoryTableClass": INFREQUENT}),
            *((f"{m} months old", replace(fleet, months=m), {}) for m in (1, 12, 36)),
            *((f"{n} sessions a day", replace(fleet, sessions_per_day=n), {}) for n in (1, 5, 10)),
            ("X-Ray traces 5 %", replace(fleet, traced=0.05), {}),
            *(
                (f"{n:,} charge points", replace(fleet, charge_points=n), {})
                for n in (100, 1_000, 10_000, 100_000)
            ),
        ]:
            if parameters.keys() <= self._declared():
                dollars = sum(line.dollars for line in self._lines(changed, parameters))
                yield what, dollars / changed.charge_points
        yield from ((f"functions of {m} MB", self.with_memory(m)) for m in (256, 512, 1024, 1769))

    def with_memory(self, megabytes: int) -> float:
        """Dollars for a charge point and month, if every function had so much."""
        deployment = self._deployment({})
        memory = dict.fromkeys(deployment.memory, megabytes)
        lines = bill(self.fleet, self.counts, deployment._replace(memory=memory), self.prices)
        return sum(line.dollars for line in lines) / self.fleet.charge_points

    def _declared(self) -> set[str]:
        return deployed.parameters_of(self.template)

    def even(self) -> "Even":
        fixed = sum(line.dollars for line in self.lines if line.action == FIXED)
        growing = [line for line in self.lines if line.action != FIXED]
        all_of_it = sum(line.dollars for line in growing) / self.fleet.charge_points
        replaced = sum(line.dollars for line in growing if line.service not in STORE)
        servers, assumed = self._servers(), self.prices.assumed
        guided = assumed("guidance-dollars") / assumed("guidance-charge-points")
        there = int(assumed("guidance-charge-points"))
        return Even(
            servers=servers,
            below=max(0.0, servers - fixed) / (replaced / self.fleet.charge_points),
            guidance=guided,
            guided=there,
            ours=fixed / there + all_of_it,
            above=fixed / (guided - all_of_it) if all_of_it < guided else None,
        )

    def _servers(self) -> float:
        of, hours = self.prices.of, DAYS * 24
        server = of("server-vcpu-hour", VCPUS) + of("server-gb-hour", MEMORY)
        return hours * (self.prices.assumed("servers") * server + of("balancer-hour", 1))


def provisioned(fleet: Fleet, *, back: float = 0.5) -> dict[str, str]:
    """Parameters with which that part of the fleet is back before auto scaling has followed."""
    many = fleet.charge_points * back
    minima = {
        name: str(min(MOST, max(LEAST, ceil(many * units / 10_000))))
        for name, units in FOR_A_STORM.items()
    }
    return {"TableCapacity": "Provisioned"} | minima


class Even(NamedTuple):
    """Dollars a month for `servers`, which cost less than what they replace not `below` so many
    charge points; `guidance` for one at `guided` charge points, where it is `ours` here, and
    `above` how many it is less.
    """

    servers: float
    below: float
    guidance: float
    guided: int
    ours: float
    above: float | None
