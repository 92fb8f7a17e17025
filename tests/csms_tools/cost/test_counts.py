"""The counts that `csms cost` computes with are those of today's functions."""

import json

import pytest

from csms_tools.cost.counts import FILE, counts
from csms_tools.cost.fleet import Fleet
from tests import counting

TOLD = json.loads(FILE.read_text())
AGAIN = "count anew: .venv/bin/python -m tests.measuring, then -m csms_tools.cost.page docs/cost.md"


@pytest.mark.parametrize(
    ("key", "environment"),
    [
        ("steps", {}),
        ("steps without a message log", {"MESSAGE_LOG_RETENTION_DAYS": "0"}),
        ("steps with a telling message log", {"MESSAGE_LOG": "Telling"}),
    ],
)
def test_what_is_counted_today_is_what_the_file_has(key: str, environment: dict[str, str]) -> None:
    counted, told = counting.counts(**environment), TOLD[key]
    assert list(counted) == list(told), AGAIN
    for name, step in counted.items():
        stored, was_stored = step.pop("stored"), told[name]["stored"]
        assert step | {"stored": was_stored} == told[name], AGAIN
        assert stored.keys() == was_stored.keys(), AGAIN
        for table, of_days in stored.items():
            # numbers and ids, as how long an answer took, have more digits or fewer, packed or not
            assert of_days == pytest.approx(was_stored[table], rel=0.02, abs=12), AGAIN


def test_whatever_a_fleet_does_was_measured() -> None:
    assert {*Fleet().times(), "reconcile"} <= counts().steps.keys()


def test_the_cpu_of_a_step_has_that_of_its_requests() -> None:
    [heartbeat] = counts().steps["Heartbeat"].shares
    own, request = TOLD["milliseconds"]["Heartbeat"]["Heartbeat"], TOLD["milliseconds a request"]
    asked = heartbeat.counted["dynamodb requests"] * request["send"] + request["post"]
    assert heartbeat.cpu == pytest.approx(own + asked)
