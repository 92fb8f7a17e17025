"""What cold starts took, and how that is told."""

import statistics
from collections.abc import Iterator, Sequence

from benchmarks.results import Made, Part

TARGET = 220  # milliseconds of CPU until a function is ready, the interpreter's included


class Used(Part):
    """By one process. Milliseconds, megabytes."""

    interpreter_cpu: float  # before its first line
    init_cpu: float  # until the handler is there, the interpreter included
    first_cpu: float  # of the first message
    init: float  # on the clock, from its being started
    first: float
    memory: float  # the most it has held
    modules: float  # when the handler is there
    modules_after: float  # after the first message


class Start(Part):
    """A function's: the median of its runs, and the least and the most of what matters."""

    function: str
    targeted: bool  # somebody waits for it before anything is charged
    median: Used
    init_cpu: tuple[float, float]
    first_cpu: tuple[float, float]

    @property
    def cpu(self) -> float:
        return self.median.init_cpu + self.median.first_cpu


class Layer(Part):
    platform: str
    seconds: float
    megabytes: float
    zipped_megabytes: float
    packages: dict[str, float]  # megabytes of the largest
    bytecode: bool


class Result(Made):
    runs: int
    elsewhere: float = 0  # cores that other programs kept busy meanwhile
    starts: list[Start]
    layers: list[Layer]  # the one that is deployed, and this machine's

    @property
    def slowest(self) -> Start:
        return max((it for it in self.starts if it.targeted), key=lambda it: it.median.init_cpu)


def start(function: str, runs: Sequence[Used], *, targeted: bool) -> Start:
    median = {
        name: round(statistics.median(getattr(run, name) for run in runs), 1)
        for name in Used.model_fields
    }
    return Start(
        function=function,
        targeted=targeted,
        median=Used.model_validate(median),
        init_cpu=_range([run.init_cpu for run in runs]),
        first_cpu=_range([run.first_cpu for run in runs]),
    )


def markdown(result: Result) -> str:
    return "\n".join(_markdown(result)) + "\n"


def _markdown(result: Result) -> Iterator[str]:
    machine, slowest = result.machine, result.slowest
    layer = "the layer with bytecode, " if result.layers else ""
    yield (
        f"{result.at[:10]}, `{result.command}`: a fresh process for each function, median of"
        f" {result.runs} runs (least to most). {machine.processor}, {machine.cores} cores for"
        f" everything, Python {result.versions['function']}, {layer}"
        "DynamoDB, SQS and @connections over TLS on loopback. CPU of the interpreter is in that of"
        f" the start. Others kept {result.elsewhere:g} cores busy meanwhile."
    )
    yield ""
    yield (
        "| function | start, CPU ms | first message, CPU ms | both | start, ms | first message, ms"
        " | peak, MB | modules |"
    )
    yield "|" + "---|" * 8
    for each in result.starts:
        used = each.median
        yield (
            f"| {each.function} | {used.init_cpu:.0f} ({_spelled(each.init_cpu)})"
            f" | {used.first_cpu:.0f} ({_spelled(each.first_cpu)}) | {each.cpu:.0f}"
            f" | {used.init:.0f} | {used.first:.0f} | {used.memory:.0f}"
            f" | {used.modules:.0f} |"
        )
    yield ""
    yield (
        f"The slowest of the action functions and the authorizer, {slowest.function}, is ready"
        f" after {slowest.median.init_cpu:.0f} ms of CPU (at most {TARGET} wanted),"
        f" {slowest.median.interpreter_cpu:.0f} of them the interpreter's."
    )
    yield ""
    yield "| layer | MB | zipped, MB | built in, s | the largest, MB |"
    yield "|" + "---|" * 5
    for built in result.layers:
        largest = ", ".join(f"{name} {size}" for name, size in built.packages.items())
        yield (
            f"| {built.platform} | {built.megabytes} | {built.zipped_megabytes} | {built.seconds}"
            f" | {largest} |"
        )


def _range(values: Sequence[float]) -> tuple[float, float]:
    return round(min(values), 1), round(max(values), 1)


def _spelled(both: tuple[float, float]) -> str:
    return f"{both[0]:.0f} to {both[1]:.0f}"
