"""What was measured of each thing that a charge point does, by `tests/measuring.py`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

FILE = Path(__file__).with_name("counts.json")


class Share(NamedTuple):
    """What one function has in a step: counts by their names, and its CPU in milliseconds."""

    function: str
    counted: Mapping[str, int]
    cpu: float


class Step(NamedTuple):
    """One message with its answer, or what else happens once.

    `bytes_in` and `bytes_out`: of each frame. `stored`: bytes by table and the days they stay.
    """

    name: str
    shares: list[Share]
    bytes_in: list[int]
    bytes_out: list[int]
    stored: Mapping[str, Mapping[str, int]]


class Counts(NamedTuple):
    measured: str
    machine: str
    steps: dict[str, Step]
    steps_without_log: dict[str, Step]
    steps_of_telling_log: dict[str, Step]


def counts(file: Path = FILE) -> Counts:
    told = json.loads(file.read_text())
    request = told["milliseconds a request"]

    def step(name: str, counted: Mapping[str, Any]) -> Step:
        shares = [
            Share(function, each, told["milliseconds"][name][function] + _requests(each, request))
            for function, each in counted["functions"].items()
        ]
        return Step(name, shares, counted["bytes in"], counted["posted"], counted["stored"])

    with_log, without_log, telling_log = (
        {name: step(name, counted) for name, counted in told[key].items()}
        for key in ("steps", "steps without a message log", "steps with a telling message log")
    )
    return Counts(
        told["measured"],
        f"{told['machine']}, Python {told['python']}",
        with_log,
        without_log,
        telling_log,
    )


def _requests(counted: Mapping[str, int], request: Mapping[str, float]) -> float:
    sent = counted.get("dynamodb requests", 0) + counted.get("sqs requests", 0)
    return sent * request["send"] + counted.get("posts", 0) * request["post"]
