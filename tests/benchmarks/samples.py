"""Results, as a run of the benchmark makes them."""

from benchmarks import figures
from benchmarks.results import Cost, Crowd, Load, Machine, Result
from benchmarks.systems import OURS


def load(
    system: str = OURS,
    charge_points: int = 50,
    *,
    per_second: int = 300,
    milliseconds: float = 100.0,
    elsewhere: float = 0.0,
) -> Load:
    latency = figures.latency([milliseconds * (1 + place / 100) for place in range(100)])
    return Load(
        system=system,
        durable=True,
        charge_points=charge_points,
        seconds=2.0,
        messages=per_second * 2,
        missed=0,
        latency=latency,
        by_action={"Heartbeat": latency, "StopTransaction": latency},
        cpu={"gateway": 0.5, "workers": 3.0, "client": 0.1},
        memory={"gateway": 70.0, "workers": 100.0, "client": 18.0},
        round_trips=2.5,
        elsewhere=elsewhere,
    )


def crowd() -> Crowd:
    latency = figures.latency([5.0, 6.0, 7.0])
    return Crowd(
        system=OURS,
        durable=True,
        charge_points=1000,
        interval=10,
        connecting=6.5,
        memory={"gateway": 85.0},
        memory_each={"gateway": 11.2},
        heartbeats=latency,
        missed=0,
        storm=4.2,
        storm_latency=latency,
        storm_retries=0,
        elsewhere=0.1,
    )


def cost() -> Cost:
    return Cost(
        prices="2026-05-01", counts="2026-05-02", dollars={10: 0.4, 1000: 0.16}, servers=89.0
    )


def result(*loads: Load, with_crowd: bool = True) -> Result:
    return Result(
        at="2026-06-01T12:00:00+00:00",
        command="make bench",
        machine=Machine(
            processor="A <fast> one", cores=2, memory_gb=8, kernel="6.1.0-x", sync_ms=0.2
        ),
        versions={"python": "3.11.7", "websockets": "17.0"},
        runs=figures.grouped(loads or [load()]),
        crowd=crowd() if with_crowd else None,
        cost=cost(),
    )
