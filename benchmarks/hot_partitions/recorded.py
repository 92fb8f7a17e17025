"""What each kind of message asks for, as `tests/partitions.py` has recorded of the real functions.

Durations are those that `csms cost` computes with.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from csms_tools.cost import counts, deployment
from csms_tools.cost.bill import busy
from csms_tools.cost.counts import Share
from csms_tools.cost.prices import prices

FILE = Path(__file__).with_name("recorded.json")
LIKE = (
    "connect"  # takes the CPU of what has not been measured: refusals, and one in the other's place
)


class Touch(NamedTuple):
    """A partition of a table or an index, `where`; `pattern` of its key, and units."""

    where: str
    kind: str
    pattern: str
    units: float


class Kind(NamedTuple):
    """A step with its answer. `requests` of API Gateway: frames in, out, and an upgrade.

    `seconds` that each function is busy with it.
    """

    name: str
    frames: int
    requests: int
    executions: int
    seconds: Mapping[str, float]
    invocations: Mapping[str, int]
    touches: list[Touch]

    @property
    def connects(self) -> bool:
        return self.name.partition(",")[0] == "connect"


def kinds(file: Path = FILE) -> dict[str, Kind]:
    told = json.loads(file.read_text())["kinds"]
    return {name: _kind(name, one) for name, one in told.items()}


def _kind(name: str, told: Mapping[str, Any]) -> Kind:
    steps, memory = counts.counts().steps, deployment.deployment({}).memory
    cpu = {share.function: share.cpu for share in steps.get(name, steps[LIKE]).shares}
    touched: Counter[str] = Counter()
    seconds, invocations, posts, executions = {}, {}, 0, 0
    for function, of in told["functions"].items():
        counted = of["counted"]
        share = Share(function, counted, cpu.get(function, 0))
        seconds[function] = busy(share, memory[function], prices()) / 1000
        invocations[function] = counted["invocations"]
        posts += counted.get("posts", 0)
        executions += counted.get("states requests", 0)
        touched.update(of["touched"])
    frames = told["frames"]
    upgrades = name.partition(",")[0] == "connect"
    touches = [_touch(words, units) for words, units in touched.items()]
    return Kind(name, frames, frames + upgrades + posts, executions, seconds, invocations, touches)


def _touch(words: str, units: float) -> Touch:
    where, kind, pattern = words.split(" ", 2)
    return Touch(where, kind, pattern, units)
