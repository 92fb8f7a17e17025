from benchmarks.growth.results import Compared, Figures, Result, Start, markdown
from tests.benchmarks.samples import result

BEFORE = Figures(p50=10.0, p99=20.0, requests=5, items=50)


def compared(name: str, p50: float, requests: float = 5) -> Compared:
    grown = Figures(p50=p50, p99=30.0, requests=requests, items=50)
    return Compared(
        name=name, before=BEFORE, grown=grown, function_ms=(4.0, 4.1), emulator_ms=(2.0, 2.1)
    )


def sample() -> Result:
    return Result(
        at="2026-11-27T12:00:00+00:00",
        command="make growth",
        machine=result().machine,
        versions={"python": "3.11.7"},
        elsewhere=0.1,
        starts=[
            Start(
                system="grown",
                charge_points=10_000,
                items={"transaction": 100_000, "meter readings": 100_000, "id tag": 100_000},
                seconds=40.2,
                emulator_cpu=25.4,
                emulator_mb=7527,
            )
        ],
        messages=[compared("Heartbeat", 11.0)],
        lists=[compared("/audit", 11.5), compared("/audit?subject=nobody", 12.0, requests=6)],
    )


def test_what_grows_is_counted_and_stands_in_tables() -> None:
    told = markdown(sample())
    assert "| grown | 10,000 | 100,000 | 100,000 | 100,000 | 300,000 | 40 | 25 | 7,527 |" in told
    assert "| `/audit` | 10.0 | 11.5 | 1.15 | 20.0 | 30.0 | 1.50 | 5 | 5 | 50 | 50 |" in told
    assert "2 of 2 within 1.15" not in told
    assert "1 of 2 within 1.15 times the median time, 1 within 1.15 times the requests" in told


def test_of_what_needs_no_request_none_is_no_growth() -> None:
    nothing = Figures(p50=1.0, p99=1.0, requests=0)
    assert Compared(name="/", before=nothing, grown=nothing).ratio_requests == 1
