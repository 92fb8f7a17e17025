from benchmarks import figures
from benchmarks.operators_results import (
    Commands,
    Pages,
    Result,
    markdown,
    told_of_commands,
    told_of_pages,
)
from tests.benchmarks.samples import result

FAST = figures.latency([20.0, 30.0, 40.0])


def sample() -> Result:
    return Result(
        at="2026-11-22T12:00:00+00:00",
        command="make benchapi",
        machine=result().machine,
        versions={"python": "3.11.7"},
        commands=[
            Commands(
                charge_points=50,
                per_second=50.04,
                command=FAST,
                socket=figures.latency([4.0]),
                missed=0,
                requests=12.5,
            )
        ],
        pages=[Pages(transactions=100_000, page=FAST, requests=5.0, function_ms=9.04)],
    )


def test_the_figures_stand_in_two_tables() -> None:
    told = markdown(sample())
    assert "| 50 | 50 | 30.0 | 40.0 | 4.0 | 4.0 | 12.5 |" in told
    assert "| 100,000 | 30.0 | 40.0 | 5.0 | 9.0 |" in told
    assert told.startswith("2026-11-22, `make benchapi`")


def test_each_run_is_told_in_a_line() -> None:
    [run], [listed] = sample().commands, sample().pages
    said = told_of_commands(run)
    assert said.startswith("N = 50    50.0 commands/s, p50 30.0 ms, p99 40.0 ms, 12.5 requests")
    assert told_of_pages(listed).startswith(
        "100,000 transactions: a page p50 30.0 ms, 5.0 requests"
    )
