"""A charge point that is faulty for a while, and the list that its manufacturer is sent."""

import json
import subprocess
import time
from typing import Any

import pytest

from tests.conversations.running import CSMS, PATIENCE, Csms
from tests.stored import orphans_of, transactions_of

SPOKEN = {
    ("BootNotification", "chargePointModel", "TooLong"),
    ("MeterValues", "meterValue.sampledValue.unit", "UnknownWord"),
    ("StatusNotification", "status", "UnknownWord"),
    ("StatusNotification", "timestamp", "TimeFormat"),
    ("StopTransaction", "idTag", "TooLong"),
    ("StopTransaction", "meterStop", "Fraction"),
    ("StopTransaction", "reason", "UnknownWord"),
}


def run(*words: str) -> str:
    done = subprocess.run([CSMS, *words], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def kinds(listed: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(one["action"], one["member"], one["kind"]) for one in listed}


def noted(charge_point_id: str) -> list[dict[str, Any]]:
    """No answer waits until it is noted."""
    end = time.monotonic() + PATIENCE
    while True:
        listed: list[dict[str, Any]] = json.loads(run("deviations", charge_point_id, "--json"))
        if kinds(listed) >= SPOKEN or time.monotonic() > end:
            return listed
        time.sleep(0.2)


def test_how_a_faulty_one_speaks_is_listed_and_costs_no_transaction(
    csms: Csms, charge_point_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSMS_API", csms.api)
    simulated = ["--url", csms.ws, "--id", charge_point_id, "--id-tag", "CARD-1", "--faulty"]
    hurried = ["--sessions", "2", "--time-scale", "60", "--duration", "240"]
    run("simulate", *simulated, *hurried, "--set", "MeterValueSampleInterval=20")
    assert kinds(noted(charge_point_id)) == SPOKEN
    charged = transactions_of(charge_point_id)
    assert charged
    for one in charged:
        assert one.stopped_at, one
        assert one.meter_stop is not None
        assert one.energy is not None
        assert one.energy == one.meter_stop - (one.meter_start or 0)
    assert orphans_of(charge_point_id) == []
    heading, *lines = run("deviations", charge_point_id).splitlines()
    assert heading.split("  ")[0] == "charge point"
    assert len(lines) == len(SPOKEN)
    (unit,) = (line for line in lines if "meterValue.sampledValue.unit" in line)
    assert unit.split()[:4] == [
        charge_point_id,
        "MeterValues",
        "meterValue.sampledValue.unit",
        "UnknownWord",
    ]
    assert unit.split()[-1] == '"Hz"'
    assert charge_point_id in run("deviations", "--all")
