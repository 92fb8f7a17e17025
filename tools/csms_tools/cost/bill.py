"""The bill of a month, in lines: a service, what of it, and for which action."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import NamedTuple

from csms import metrics
from csms.wire.actions import CHARGE_POINT_ACTIONS
from csms_tools import workflow_pages
from csms_tools.cost.counts import Counts, Share, Step
from csms_tools.cost.deployment import Deployment, Place
from csms_tools.cost.fleet import CONNECTED_MINUTES, DAYS, RECONCILED, Fleet
from csms_tools.cost.prices import Prices
from csms_tools.cost.throughput import Hours, hours, units

GB = 1024**3
FRAME = 32 * 1024  # bytes of one message of API Gateway
FIXED = "whatever the fleet"
METRIC_LINE, METRIC_VALUE = 212, 4  # bytes of a line of metrics, and of each value in it
KEYS_AN_HOUR = 12  # for each caller and table: DynamoDB asks KMS again after five minutes

SERVICES = {
    "lambda": "Lambda",
    "websocket": "API Gateway",
    "http": "API Gateway",
    "write": "DynamoDB requests",
    "read": "DynamoDB requests",
    "table": "DynamoDB storage",
    "queue": "SQS",
    "state": "Step Functions",
    "log": "CloudWatch",
    "metric": "CloudWatch",
    "alarm": "CloudWatch",
    "trace": "X-Ray",
    "edge": "CloudFront",
    "secret": "Secrets Manager",
    "key": "KMS",
}


class Line(NamedTuple):
    """`amount` of the price's unit, and dollars: for the whole fleet, in a month."""

    action: str
    price: str
    amount: float
    dollars: float

    @property
    def service(self) -> str:
        return SERVICES[self.price.partition("-")[0]]


def bill(fleet: Fleet, counts: Counts, deployment: Deployment, prices: Prices) -> list[Line]:
    steps = _steps(counts, deployment)
    of = _Of(fleet, deployment, prices, hours(steps, fleet, deployment, prices))
    taken: dict[tuple[str, str], float] = {}
    for name, times in fleet.times().items():
        for price, amount in of.step(steps[name]):
            key = name.partition(",")[0], price
            taken[key] = taken.get(key, 0) + amount * times * fleet.charge_points
    for name, price, amount in of.metric_lines(steps):
        taken[name, price] = taken.get((name, price), 0) + amount
    for machine, times in fleet.executions().items():
        amount = workflow_pages.transitions(machine) * times * fleet.charge_points
        taken[machine, "state-transition"] = amount
    taken["connected", "websocket-minute"] = CONNECTED_MINUTES * fleet.charge_points
    for price, amount in [
        *of.fixed(),
        *((it, x * RECONCILED) for it, x in of.step(steps["reconcile"])),
    ]:
        taken[FIXED, price] = taken.get((FIXED, price), 0) + amount
    return [
        Line(action, price, amount, prices.of(price, amount))
        for (action, price), amount in taken.items()
        if amount
    ]


def _steps(counts: Counts, deployment: Deployment) -> Mapping[str, Step]:
    if not deployment.message_log_days:
        return counts.steps_without_log
    return counts.steps if deployment.logs_everything else counts.steps_of_telling_log


def busy(share: Share, memory: int, prices: Prices) -> float:
    """Milliseconds: CPU on the part of a core that the memory brings, then the waiting.

    See docs/cost.md.
    """
    counted, assumed = share.counted, prices.assumed
    core = min(1, memory / assumed("full-core-megabytes")) / assumed("core-speed")
    waits = (
        counted.get("dynamodb requests", 0) * assumed("table-wait")
        + counted.get("posts", 0) * assumed("post-wait")
        + counted.get("sqs requests", 0) * assumed("queue-wait")
    )
    return share.cpu / core + waits


class _Of(NamedTuple):
    """What one of a thing takes, by the names of prices."""

    fleet: Fleet
    deployment: Deployment
    prices: Prices
    hours: Hours

    def step(self, step: Step) -> Iterator[tuple[str, float]]:
        for share in step.shares:
            yield from self._function(share)
        frames = [*step.bytes_in, *step.bytes_out]
        yield "websocket-message", sum(ceil(each / FRAME) for each in frames)
        yield "edge-to-origin", sum(step.bytes_in) / GB
        yield "edge-out", sum(step.bytes_out) / GB
        if step.name == "connect":
            yield "edge-request", 1
            yield "edge-function", 1
        if step.name == "command":
            yield "http-request", 1
        for table, kept in step.stored.items():
            yield from self._stored(table, kept)

    def _function(self, share: Share) -> Iterator[tuple[str, float]]:
        counted, invocations = share.counted, share.counted["invocations"]
        yield "lambda-invocation", invocations
        yield "lambda-gb-second", self._gb_seconds(share)
        yield "trace", invocations * self.fleet.traced
        for place, asked in units(counted):
            if (each := self.hours.of_a_unit.get(place)) is None:
                yield self._price(place, "unit"), asked
            else:
                yield self._price(place, "capacity"), asked * each
        # Lambda takes each task from the queue, and deletes it
        taken = 2 * invocations if share.function == "Tasks" else 0
        yield "queue-request", counted.get("sqs requests", 0) + taken
        own = self.prices.assumed("platform-log-bytes") if self.deployment.platform_logs else 0
        yield from self._logged((counted.get("log bytes", 0) + own * invocations) / GB)

    def _logged(self, gigabytes: float) -> Iterator[tuple[str, float]]:
        yield "log-ingestion", gigabytes
        kept = min(self.deployment.log_days / DAYS, self.fleet.months)
        yield "log-storage", gigabytes * kept

    def metric_lines(self, steps: Mapping[str, Step]) -> Iterator[tuple[str, str, float]]:
        """Of each action, of the whole fleet in a month.

        An environment writes one a minute, or one when it has a hundred values, and never more
        than it has messages; as many environments are there as are busy at the same time, and one.
        """
        if not self.deployment.counts:
            return
        messages: dict[str, float] = {}
        minutes: dict[str, float] = {}
        for name, times in self.fleet.times().items():
            action = name.partition(",")[0]
            if action in CHARGE_POINT_ACTIONS:
                number, [share] = times * self.fleet.charge_points, steps[name].shares[:1]
                memory = self.deployment.memory[share.function]
                took = busy(share, memory, self.prices) / 60_000
                messages[action] = messages.get(action, 0) + number
                minutes[action] = minutes.get(action, 0) + number * took
        for action, number in messages.items():
            written = CONNECTED_MINUTES + minutes[action] + number / metrics.MOST
            size = min(number, written) * METRIC_LINE + number * METRIC_VALUE
            for price, amount in self._logged(size / GB):
                yield action, price, amount

    def _gb_seconds(self, share: Share) -> float:
        memory, assumed = self.deployment.memory[share.function], self.prices.assumed
        invocations = share.counted["invocations"]
        cold = assumed("cold-starts") * assumed("cold-start") * invocations
        return memory / 1024 * (busy(share, memory, self.prices) + cold) / 1000

    def _stored(self, table: str, kept: Mapping[str, int]) -> Iterator[tuple[str, float]]:
        """What lies there of one a month, after so many months."""
        kind = self._class(table)
        for days, size in kept.items():
            months = self.fleet.months
            if days != "ever":
                months = min(months, float(days) / DAYS)
            yield f"table-storage{kind}", size / GB * months
            if self.deployment.backups:
                yield "table-backup", size / GB * months

    def _price(self, place: Place, of: str) -> str:
        where, kind = place
        table = where.partition(".")[0]
        return f"{kind}-{of}{self._class(table)}"

    def _class(self, table: str) -> str:
        return "-ia" if table in self.deployment.infrequent else ""

    def fixed(self) -> Iterator[tuple[str, float]]:
        yield "secret", 1  # what CloudFront shows to the authorizer
        yield "metric", self.deployment.metrics
        scaling = len(self.deployment.minimum_units) * self.prices.assumed("scaling-alarms")
        yield "alarm", self.deployment.alarms + scaling
        for place, idle in self.hours.idle.items():
            yield self._price(place, "capacity"), idle
        yield "queue-request", self.prices.assumed("empty-receives") * CONNECTED_MINUTES
        callers = len(self.deployment.memory)
        yield "key-request", callers * self.deployment.managed_keys * KEYS_AN_HOUR * DAYS * 24
