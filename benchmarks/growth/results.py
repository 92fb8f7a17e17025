"""What `make growth` has measured: its shape, and how it is told."""

from collections.abc import Iterator, Sequence

from benchmarks.results import Made, Part

TARGET = 1.15
SHOWN = 12  # lists that are the furthest above the target


class Start(Part):
    """Of `csms up` on a data folder with so many items."""

    system: str
    charge_points: int
    items: dict[str, int]  # by kind
    seconds: float
    emulator_cpu: float  # seconds
    emulator_mb: float


class Figures(Part):
    p50: float  # milliseconds
    p99: float
    requests: float  # to DynamoDB and SQS
    items: int | None = None  # on the page


class Compared(Part):
    """The same asked of both in turn: of an action of charge points, or of a list."""

    name: str
    before: Figures
    grown: Figures
    function_ms: tuple[float, float] | None = None  # CPU, before and grown
    emulator_ms: tuple[float, float] | None = None

    @property
    def ratio(self) -> float:
        return self.grown.p50 / self.before.p50

    @property
    def ratio_p99(self) -> float:
        return self.grown.p99 / self.before.p99

    @property
    def ratio_requests(self) -> float:
        return self.grown.requests / self.before.requests if self.before.requests else 1.0


class Result(Made):
    elsewhere: float  # cores that other programs kept busy meanwhile
    starts: list[Start]
    messages: list[Compared]
    lists: list[Compared]


def markdown(result: Result) -> str:
    return "\n".join(_markdown(result)) + "\n"


def _markdown(result: Result) -> Iterator[str]:
    machine = result.machine
    yield (
        f"{result.at[:10]}, `{result.command}`: {machine.processor}, {machine.cores} cores for"
        f" everything, of which others kept {result.elsewhere:.1f} busy,"
        f" Python {result.versions['python']}, durable. All systems run at once, and are asked"
        " the same in turn; a list that is above the target is measured again, for longer."
    )
    yield ""
    yield (
        "| system | charge points | transactions | items of samples, each of five MeterValues |"
        " id tags | items in all | start, s | emulator's CPU, s | emulator's memory, MB |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    for start in result.starts:
        of_kind = [start.items.get(kind, 0) for kind in ("transaction", "meter readings", "id tag")]
        counts = " | ".join(f"{many:,}" for many in of_kind)
        yield (
            f"| {start.system} | {start.charge_points:,} | {counts} |"
            f" {sum(start.items.values()):,} | {start.seconds:.0f} | {start.emulator_cpu:.0f} |"
            f" {start.emulator_mb:,.0f} |"
        )
    yield ""
    yield f"**Charge points**, empty and grown: {_told(result.messages)}."
    yield ""
    yield from _table("action", result.messages)
    yield ""
    yield f"**Lists**, a page of 50, small and grown: {_told(result.lists)}."
    yield ""
    yield from _table("list", [one for one in result.lists if "?" not in one.name])
    yield ""
    filtered = [one for one in result.lists if "?" in one.name]
    yield f"With a filter: {_told(filtered)}. Those that grow most:"
    yield ""
    yield from _table("list", sorted(filtered, key=lambda one: -one.ratio)[:SHOWN])


def _told(compared: Sequence[Compared]) -> str:
    within = sum(one.ratio <= TARGET for one in compared)
    same = sum(one.ratio_requests <= TARGET for one in compared)
    return (
        f"{within} of {len(compared)} within {TARGET} times the median time,"
        f" {same} within {TARGET} times the requests"
    )


def _pair(spent: tuple[float, float] | None) -> tuple[str, str]:
    return ("", "") if spent is None else (f"{spent[0]:.1f}", f"{spent[1]:.1f}")


def _table(head: str, compared: Sequence[Compared]) -> Iterator[str]:
    yield (
        f"| {head} | p50 ms | grown | ratio | p99 ms | grown | ratio | requests | grown | items |"
        " grown | function's CPU ms | grown | emulator's | grown |"
    )
    yield "|---|" + "---|" * 14
    for one in compared:
        before, grown = one.before, one.grown
        cells = [
            *(f"{before.p50:.1f}", f"{grown.p50:.1f}", f"{one.ratio:.2f}"),
            *(f"{before.p99:.1f}", f"{grown.p99:.1f}", f"{one.ratio_p99:.2f}"),
            *(f"{before.requests:g}", f"{grown.requests:g}"),
            *("" if figures.items is None else str(figures.items) for figures in (before, grown)),
            *(
                f"{spent:.1f}"
                for pair in (one.function_ms, one.emulator_ms)
                for spent in pair or ()
            ),
        ]
        cells += [""] * (14 - len(cells))
        name = one.name.replace("|", "\\|")
        yield f"| `{name}` | {' | '.join(cells)} |"
