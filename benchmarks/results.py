"""What the benchmark leaves behind: the shape of `benchmarks/results/*.json`."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

LINE = 300  # characters of a JSON file's line: what fits into one is not divided
PERCENTS = (1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 100.0)
SPREAD = (50.0, 99.0)
SHOWN = (1, 50)  # charge points, where each action is told of


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Latency(Part):
    """Milliseconds from a call's leaving to its answer, at each of PERCENTS."""

    count: int
    percentiles: dict[float, float]
    of_runs: dict[float, list[float]] = {}  # of several runs, at SPREAD, that of each

    @property
    def p50(self) -> float:
        return self.percentiles[50.0]

    @property
    def p99(self) -> float:
        return self.percentiles[99.0]

    def spread(self, percent: float) -> list[float]:
        """That of each run; where they are not known, that of all."""
        return self.of_runs.get(percent) or [self.percentiles[percent]]


class Load(Part):
    """One run: so many charge points that never rest, for some seconds."""

    system: str
    durable: bool | None  # before it is answered; None: not known
    charge_points: int
    seconds: float
    messages: int
    missed: int  # calls without the answer they should have had
    latency: Latency
    by_action: dict[str, Latency]  # empty where it was not kept
    cpu: dict[str, float]  # milliseconds a message, by process
    memory: dict[str, float]  # megabytes at the end, by process
    round_trips: float | None  # requests to DynamoDB and SQS a message
    elsewhere: float  # cores that other programs kept busy meanwhile

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds


class Runs(Part):
    """The runs of one system with one number of charge points.

    A list has a figure for each run, as `Load` has it; of latencies the median of the runs is kept
    at each of PERCENTS, and that of each run at SPREAD.
    """

    system: str
    durable: bool | None
    charge_points: int
    seconds: list[float]
    messages: list[int]
    missed: list[int]
    latency: Latency
    by_action: dict[str, Latency]
    cpu: dict[str, list[float]]
    memory: dict[str, list[float]]
    round_trips: list[float] | None
    elsewhere: list[float]

    @property
    def per_second(self) -> list[float]:
        return [
            messages / seconds
            for messages, seconds in zip(self.messages, self.seconds, strict=True)
        ]

    @property
    def cpu_of_system(self) -> list[float]:
        """Of all its processes together; empty if they are not known."""
        used = [each for role, each in self.cpu.items() if role != "client"]
        return [round(sum(run), 3) for run in zip(*used, strict=True)]


class Crowd(Part):
    """Many charge points that are connected and only heartbeat; then all at once lose the line."""

    system: str
    durable: bool | None
    charge_points: int
    interval: float  # seconds between two heartbeats of one
    connecting: float  # seconds until all were connected and booted, fifty at a time
    memory: dict[str, float]  # megabytes with all connected, by process
    memory_each: dict[str, float]  # kilobytes more for each of them, by process
    heartbeats: Latency
    missed: int  # answers, before and after the storm
    storm: float  # seconds until every one was connected again and its boot answered
    storm_latency: Latency | None  # of each, from the cut to the boot's answer; None: of nobody
    storm_retries: int  # connections that did not come about at the first attempt
    elsewhere: float
    seconds: float | None = None  # of heartbeats before the storm


class Machine(Part):
    processor: str
    cores: int
    memory_gb: float
    kernel: str
    sync_ms: float  # one fdatasync in the directory of the data, median
    load_before: float | None = None  # of the minute before the start, as uptime tells it


class Cost(Part):
    """Dollars for a charge point and month on AWS, by the size of the fleet: `csms cost`."""

    prices: str  # their date
    counts: str  # when and on what what is billed was counted
    dollars: dict[int, float]
    servers: float  # what servers that are always on cost a month, without a store


class Made(Part):
    """What every result says of how it was made."""

    at: str
    command: str
    machine: Machine
    versions: dict[str, str]


class Result(Made):
    runs: list[Runs]
    crowd: Crowd | None
    cost: Cost | None = None

    def find(self, system: str, charge_points: int) -> Runs | None:
        wanted = (system, charge_points)
        return next((one for one in self.runs if (one.system, one.charge_points) == wanted), None)

    def of(self, system: str) -> list[Runs]:
        """The fewest charge points first."""
        runs = [one for one in self.runs if one.system == system]
        return sorted(runs, key=lambda one: one.charge_points)

    @property
    def systems(self) -> list[str]:
        return list(dict.fromkeys(one.system for one in self.runs))


def text(result: BaseModel) -> str:
    """JSON for readers: an object or a list that fits on a line is on one."""
    return f"{_laid_out(result.model_dump(mode='json', exclude_defaults=True), '')}\n"


def _laid_out(value: Any, margin: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(margin + line) <= LINE:
        return line
    inner = f"{margin} "
    if isinstance(value, dict):
        parts = [f"{json.dumps(name)}: {_laid_out(each, inner)}" for name, each in value.items()]
    else:
        parts = [_laid_out(each, inner) for each in value]
    within = f",\n{inner}".join(parts)
    return f"{line[0]}\n{inner}{within}\n{margin}{line[-1]}"


def write(result: Result, path: Path) -> None:
    path.write_text(text(result))


def newest(folder: Path) -> Path:
    """Files are named by their date. Raises ValueError if there is none."""
    return max(folder.glob("*.json"))


def read(path: Path) -> Result:
    """Raises ValidationError if it is no such file."""
    return Result.model_validate_json(path.read_text())
