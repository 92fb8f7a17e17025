"""What a run of the benchmark leaves behind: the shape of `benchmarks/results/*.json`."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

PERCENTS = (1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 100.0)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Latency(_Part):
    """Milliseconds from a call's leaving to its answer, at each of PERCENTS."""

    count: int
    percentiles: dict[float, float]

    @property
    def p50(self) -> float:
        return self.percentiles[50.0]

    @property
    def p99(self) -> float:
        return self.percentiles[99.0]


class Load(_Part):
    """So many charge points that never rest, for some seconds."""

    system: str
    durable: bool | None  # before it is answered; None: not known
    charge_points: int
    seconds: float
    messages: int
    missed: int  # calls without the answer they should have had
    latency: Latency
    by_action: dict[str, Latency]
    cpu: dict[str, float]  # milliseconds a message, by process
    memory: dict[str, float]  # megabytes at the end, by process
    round_trips: float | None  # requests to DynamoDB and SQS a message
    elsewhere: float  # cores that other programs kept busy meanwhile

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds


class Crowd(_Part):
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
    storm_latency: Latency  # of each, from the cut to the boot's answer
    storm_retries: int  # connections that did not come about at the first attempt
    elsewhere: float


class Machine(_Part):
    processor: str
    cores: int
    memory_gb: float
    kernel: str
    sync_ms: float  # one fdatasync in the directory of the data, median


class Result(_Part):
    at: str
    command: str
    machine: Machine
    versions: dict[str, str]
    loads: list[Load]
    crowd: Crowd | None


def write(result: Result, path: Path) -> None:
    path.write_text(result.model_dump_json(indent=1) + "\n")


def read(path: Path) -> Result:
    """Raises ValidationError if it is no such file."""
    return Result.model_validate_json(path.read_text())
