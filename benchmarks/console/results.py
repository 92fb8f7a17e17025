"""What was measured of the console, and how that is told."""

from collections.abc import Iterator
from statistics import median

from benchmarks.results import Made, Part

MOST_KILOBYTES, MOST_MILLISECONDS, MOST_SECONDS = 150, 1000, 2.0


class View(Part):
    """`kilobytes`: over the network until charge points are shown, the sign-in included."""

    kilobytes: float
    first_ms: list[int]
    again_ms: list[int]


class Fluid(Part):
    """Of frames while the list is scrolled through; `heap_mb` with all charge points read."""

    frames: int
    median_ms: float
    longest_ms: int
    over_50_ms: int
    heap_mb: int


class Live(Part):
    """From a status's leaving its charge point to its being on the screen."""

    seconds: list[float]


class Poll(Part):
    """One request as the API's function does it; `read_units` are DynamoDB's."""

    path: str
    an_hour: float
    requests: float
    read_units: float
    cpu_ms: float
    dollars: float  # an hour


class Fleet(Part):
    charge_points: int
    transactions: int
    view: View
    loaded_s: float
    fluid: Fluid
    live: Live
    polls: list[Poll]

    @property
    def dollars(self) -> float:
        return sum(each.dollars for each in self.polls)


class Result(Made):
    chromium: str
    elsewhere: float
    prices_of: str
    fleets: list[Fleet]


def markdown(result: Result) -> str:
    return "\n".join(_markdown(result)) + "\n"


def _markdown(result: Result) -> Iterator[str]:
    machine = result.machine
    yield (
        f"{result.at[:10]}, `{result.command}`: {machine.processor}, {machine.cores} cores for"
        f" everything, {result.chromium}, headless, on loopback. Others kept"
        f" {result.elsewhere:g} cores busy meanwhile."
    )
    yield ""
    yield (
        "| charge points | transactions | first view, KB | until it is there, ms | with the files"
        " at hand, ms | all loaded, s | a change is seen after, s (most) | scrolling, ms a frame"
        " (longest) | heap, MB | dollars an hour |"
    )
    yield "|" + "---|" * 10
    for each in result.fleets:
        view, fluid, live = each.view, each.fluid, each.live.seconds
        yield (
            f"| {each.charge_points:,} | {each.transactions:,} | {view.kilobytes:g}"
            f" | {median(view.first_ms):.0f} | {median(view.again_ms):.0f} | {each.loaded_s:g}"
            f" | {median(live):.1f} ({max(live):.1f}) | {fluid.median_ms:g} ({fluid.longest_ms})"
            f" | {fluid.heap_mb} | {each.dollars:.4f} |"
        )
    yield ""
    yield (
        f"Wanted: at most {MOST_KILOBYTES} KB, {MOST_MILLISECONDS} ms, and"
        f" {MOST_SECONDS:g} s until a change is seen. The times until it is there begin with the"
        " address and include signing in anew, which the issuer does without asking."
    )
    for each in result.fleets:
        yield ""
        yield (
            f"What a page that shows {each.charge_points:,} charge points asks for in an hour in"
            f" which nothing happens, at list prices of {result.prices_of}:"
        )
        yield ""
        yield "| path | requests | of DynamoDB, each | read units, each | CPU ms, each | dollars |"
        yield "|" + "---|" * 6
        for poll in each.polls:
            yield (
                f"| `{poll.path}` | {poll.an_hour:,.0f} | {poll.requests:g} | {poll.read_units:g}"
                f" | {poll.cpu_ms:g} | {poll.dollars:.4f} |"
            )
