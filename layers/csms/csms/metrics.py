"""What is counted for CloudWatch, in its Embedded Metric Format.

A line a message would cost as much as half of what else a message is logged by. So the first of a
quiet minute is written at once, and what comes after it together, a minute later or a hundred
later; what an environment has not written when it ends is lost. There is no dimension but, where
the template wants it, the action; docs/cost.md says what it costs.
"""

import json
import os
from dataclasses import dataclass, field

from csms.telemetry import logger
from csms.wire.actions import CHARGE_POINT_ACTIONS

EVERY = 60.0  # seconds
MOST = 100  # values of a metric in a line, as CloudWatch takes them
OTHER = "Other"

UNITS = {
    "AnswerMilliseconds": "Milliseconds",
    "RefusedCalls": "Count",
    "InternalErrors": "Count",
    "CommandMilliseconds": "Milliseconds",
    "CommandsFailed": "Count",
    "SecurityEvents": "Count",
}
BY_ACTION = ("AnswerMilliseconds", "RefusedCalls", "InternalErrors")


@dataclass
class _Kept:
    since: float = 0.0
    written: float = 0.0
    number: int = 0
    values: dict[str, list[int]] = field(default_factory=dict)


_kept: dict[str, _Kept] = {}


def answered(action: str | None, milliseconds: int, error: str | None, at: float) -> None:
    """From receipt until the answer was posted; `error`: the code of a CALLERROR."""
    values = {"AnswerMilliseconds": milliseconds}
    if error:
        values["InternalErrors" if error == "InternalError" else "RefusedCalls"] = 1
    dimension = ""
    if _chosen() == "ByAction":
        dimension = action if action in CHARGE_POINT_ACTIONS else OTHER
    _keep(dimension, values, at)


def command_ended(milliseconds: int | None, at: float) -> None:
    """With how long the charge point took for its answer; None where it has not done it."""
    told = {"CommandsFailed": 1} if milliseconds is None else {"CommandMilliseconds": milliseconds}
    _keep("", told, at)


def security_event(at: float) -> None:
    _keep("", {"SecurityEvents": 1}, at, at_once=True)


def _chosen() -> str:
    return os.environ.get("METRICS", "None")


def _keep(action: str, values: dict[str, int], at: float, *, at_once: bool = False) -> None:
    if _chosen() == "None":
        return
    kept = _kept.setdefault(action, _Kept())
    kept.since = kept.since or at
    kept.number += 1
    for name, value in values.items():
        kept.values.setdefault(name, []).append(max(value, 0))
    if at_once or at - kept.written >= EVERY or kept.number >= MOST:
        logger.write(_line(action, kept))
        _kept[action] = _Kept(written=at)


def _line(action: str, kept: _Kept) -> str:
    told = {
        name: values if UNITS[name] == "Milliseconds" else sum(values)
        for name, values in kept.values.items()
    }
    dimensions = [[], ["Action"]] if action else [[]]
    metrics = [{"Name": name, "Unit": UNITS[name]} for name in told]
    described = {
        "Timestamp": int(kept.since * 1000),
        "CloudWatchMetrics": [
            {
                "Namespace": os.environ["METRICS_NAMESPACE"],
                "Dimensions": dimensions,
                "Metrics": metrics,
            }
        ],
    }
    line = {"_aws": described, **({"Action": action} if action else {}), **told}
    return json.dumps(line, separators=(",", ":"))
