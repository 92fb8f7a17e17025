from typing import Any

import pytest

from benchmarks import figures
from benchmarks.soak.results import Growth, Process, Result, broken, markdown
from tests.benchmarks.samples import result


def held(first: float, last: float) -> Growth:
    return Growth(first=first, last=last, most=last, an_hour=(last - first) * 6)


def process(role: str = "gateway", mb: float = 80.0, files: float = 520.0) -> Process:
    return Process(role=role, memory_mb=held(80, mb), files=held(520, files))


def sample(**more: Any) -> Result:
    told = {
        "at": "2026-11-27T12:00:00+00:00",
        "command": "make soak",
        "machine": result().machine,
        "versions": {"python": "3.11.7"},
        "charge_points": 500,
        "minutes": 20.0,
        "warm_up": 5.0,
        "calls": {"MeterValues": 30_000, "Heartbeat": 6000},
        "answers": figures.latency([10.0, 20.0]),
        "in_the_end": figures.latency([30.0, 40.0]),
        "missed": {},
        "cut": 3,
        "reconnects": 4000,
        "lost": 0,
        "refused": {},
        "transactions": 5000,
        "kwh": 1234.0,
        "commands": 9000,
        "again": {},
        "pages": 3000,
        "unread": {},
        "processes": [process()],
        "number_of_processes": held(8, 8),
        "stored_mb": held(20, 40),
        "loaded_mb": 110.0,
        "settled": 2.0,
        "wrong": [],
        "elsewhere": 0.1,
    }
    return Result.model_validate(told | more)


def test_of_a_run_in_which_all_went_well_no_promise_is_broken() -> None:
    assert broken(sample()) == []
    told = markdown(sample())
    assert "500 charge points made 36,000 calls, 30 a second: 5,000 transactions" in told
    assert "| gateway | 80.0 | 80.0 | +0.0 | 520 | 520 | +0.0 |" in told
    assert "No promise was broken" in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"missed": {"Heartbeat: nothing": 2}}, "a call without its answer, 2 times: Heartbeat"),
        ({"lost": 1}, "1 connection lost"),
        ({"refused": {"cannot connect (503)": 1}}, "a connection refused, 1 time: "),
        ({"again": {"ClearCache: 500": 1}}, "a command asked again, 1 time: ClearCache: 500"),
        ({"unread": {"/fleet: 500": 1}}, "a list not shown, 1 time: /fleet: 500"),
        ({"wrong": ["BENCH-00001: 5 Wh"]}, "the books: BENCH-00001: 5 Wh"),
        ({"number_of_processes": held(8, 11)}, "3 processes more"),
        ({"processes": [process(files=529)]}, "gateway: 9 open files more"),
        ({"processes": [process(mb=84.5)]}, "gateway: 4.5 MB more"),
        ({"processes": [process("emulator", mb=170)]}, "emulator: 90.0 MB more"),
    ],
    ids=range(10),
)
def test_each_promise_that_is_broken_is_told(changes: dict[str, Any], told: str) -> None:
    [found] = broken(sample(**changes))
    assert found.startswith(told)
    assert f"- {told}" in markdown(sample(**changes))


def test_who_stands_for_dynamodb_may_hold_what_is_stored() -> None:
    assert broken(sample(processes=[process("emulator", mb=137)])) == []


def test_memory_of_a_short_run_is_told_and_not_judged() -> None:
    short = sample(minutes=2.0, processes=[process(mb=120)])
    assert broken(short) == []
    assert "memory is not judged" in markdown(short)
