"""What `make soak` has seen, which of its promises were broken, and how that is told."""

from collections.abc import Iterator

from benchmarks.results import Latency, Made, Part

EMULATOR = "emulator"
MEMORY_SHARE, MEMORY_MB = 0.05, 4.0
FILES = 8
PROCESSES = 2  # workers, that are started where calls wait for one
EMULATOR_SHARE = 1.5
JUDGED = 10.0  # minutes: of shorter runs memory and the number of processes are told and not judged
TOLD = 20  # of what is wrong, so many


class Growth(Part):
    """Medians of the first and of the last third of the time after the warm-up."""

    first: float
    last: float
    most: float
    an_hour: float  # by the straight line that fits best

    @property
    def more(self) -> float:
        return self.last - self.first


class Process(Part):
    """One that has lived through all of it."""

    role: str
    memory_mb: Growth  # resident
    files: Growth  # open


class Result(Made):
    charge_points: int
    minutes: float
    warm_up: float  # minutes of these
    calls: dict[str, int]  # by action
    answers: Latency
    in_the_end: Latency | None = None  # as all stopped at once; before, these were among `answers`
    missed: dict[str, int]  # by what came instead
    cut: int  # calls that were open as their charge point hung up
    reconnects: int
    lost: int  # connections that nobody had ended
    refused: dict[str, int]  # attempts to connect
    transactions: int
    kwh: float
    commands: int
    again: dict[str, int]  # commands that had to be asked again, by why
    pages: int  # of lists
    unread: dict[str, int]  # lists that were not shown, by why
    processes: list[Process]
    number_of_processes: Growth
    stored_mb: Growth  # on the disk
    loaded_mb: float  # of who stands for DynamoDB, restarted with what was stored
    settled: float  # seconds from the end of the work until nothing waited
    wrong: list[str]  # of the books
    elsewhere: float  # cores that other programs kept busy meanwhile

    @property
    def a_second(self) -> float:
        return sum(self.calls.values()) / self.minutes / 60


def broken(result: Result) -> list[str]:
    """The promises that were not kept."""
    found = [
        f"{what}, {counted(count, 'time')}: {said}"
        for what, several in (
            ("a call without its answer", result.missed),
            ("a connection refused", result.refused),
            ("a command asked again", result.again),
            ("a list not shown", result.unread),
        )
        for said, count in several.items()
    ]
    if result.lost:
        found.append(counted(result.lost, "connection") + " lost")
    found += [f"the books: {text}" for text in result.wrong]
    judged = result.minutes >= JUDGED
    if judged and result.number_of_processes.more > PROCESSES:
        found.append(counted(result.number_of_processes.more, "process", "processes") + " more")
    for process in result.processes:
        if process.files.more > FILES:
            files = counted(process.files.more, "open file", "open files")
            found.append(f"{process.role}: {files} more")
        if judged and process.memory_mb.last > allowed(result, process):
            found.append(f"{process.role}: {process.memory_mb.more:.1f} MB more")
    return found


def counted(number: float, one: str, many: str = "") -> str:
    return f"{number:,.0f} {one if number == 1 else many or one + 's'}"


def allowed(result: Result, process: Process) -> float:
    """Megabytes that a process may hold in the end."""
    if process.role == EMULATOR:  # which has the tables in memory
        return EMULATOR_SHARE * result.loaded_mb
    first = process.memory_mb.first
    return first + max(MEMORY_MB, MEMORY_SHARE * first)


def markdown(result: Result) -> str:
    return "\n".join(_markdown(result)) + "\n"


def _markdown(result: Result) -> Iterator[str]:
    machine, answers = result.machine, result.answers
    yield (
        f"{result.at[:10]}, `{result.command}`: {machine.processor}, {machine.cores} cores for"
        f" everything, which other programs kept busy by {result.elsewhere:.1f}; Python"
        f" {result.versions['python']}; {result.minutes:g} minutes, {result.warm_up:g} of them"
        " warm-up."
    )
    yield ""
    yield (
        f"{result.charge_points:,} charge points made {sum(result.calls.values()):,} calls,"
        f" {result.a_second:.0f} a second: {result.transactions:,} transactions with"
        f" {result.calls.get('MeterValues', 0):,} MeterValues and {result.kwh:,.1f} kWh."
        f" Operators sent {result.commands:,} commands and read"
        f" {result.pages:,} pages of lists. Charge points hung up {result.reconnects:,} times,"
        f" {result.cut:,} times with a call open, and came back."
    )
    yield ""
    yield (
        f"Answers after {answers.p50:.0f} ms (p50), {answers.p99:.0f} ms (p99),"
        f" {answers.percentiles[100.0]:.0f} ms at the most; missed: {sum(result.missed.values())}."
        f"{_in_the_end(result.in_the_end)} {result.settled:.0f} s after the end nothing waited."
    )
    yield ""
    yield from _table(result)
    yield ""
    yield (
        "First and last are medians of the first and the last third of the time after the"
        " warm-up; an hour is the slope of the straight line that fits best. No process may hold"
        f" {FILES} open files more at the end, nor {MEMORY_SHARE:.0%} and {MEMORY_MB:g} MB more,"
        " but for the emulator, which has the tables in memory: these were"
        f" {result.stored_mb.more:.1f} MB more on the disk; it may hold {EMULATOR_SHARE:g} times"
        f" the {result.loaded_mb:.1f} MB that it holds when it is started anew with them."
        + ("" if result.minutes >= JUDGED else f" Below {JUDGED:g} minutes memory is not judged.")
    )
    yield ""
    found = broken(result)
    if not found:
        yield "No promise was broken: every transaction, kWh and sample is there once, and every"
        yield "command has one outcome."
    else:
        yield f"**{counted(len(found), 'broken promise')}:**"
        yield ""
        yield from (f"- {text}" for text in found[:TOLD])


def _in_the_end(answers: Latency | None) -> str:
    if answers is None:
        return ""
    return (
        f" As all stopped at the same moment, there were {answers.count:,} answers after"
        f" {answers.p50:.0f} ms (p50), {answers.percentiles[100.0]:.0f} ms at the most."
    )


def _table(result: Result) -> Iterator[str]:
    yield "| process | MB first | MB last | MB an hour | files first | files last | files an hour |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for each in result.processes:
        memory, files = each.memory_mb, each.files
        yield (
            f"| {each.role} | {memory.first:.1f} | {memory.last:.1f} | {memory.an_hour:+.1f} |"
            f" {files.first:.0f} | {files.last:.0f} | {files.an_hour:+.1f} |"
        )
