"""EventBridge rules that fire by the clock and invoke a function."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.template import TemplateError

_UNDERSTOOD = {"ScheduleExpression", "State", "Targets", "Description", "Name"}
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class Schedule:
    id: str
    arn: str
    every: float  # seconds
    function: str
    input: Any  # None: EventBridge's own event


def schedules(resources: Resources) -> Iterator[Schedule]:
    """Raises TemplateError for what cannot be done here; a rule that is disabled is left out."""
    for id, raw in resources.of("AWS::Events::Rule"):
        properties = resources.resolve(raw)
        unknown = properties.keys() - _UNDERSTOOD
        if unknown:
            raise TemplateError(f"{id}: {', '.join(sorted(unknown))} cannot be done here")
        rate = _RATE.fullmatch(properties["ScheduleExpression"])
        if rate is None:
            raise TemplateError(f"{id}: only rate(…) is understood here")
        if properties.get("State", "ENABLED") != "ENABLED":
            continue
        for target in properties["Targets"]:
            given = json.loads(target["Input"]) if "Input" in target else None
            yield Schedule(
                id,
                resources.arn(id),
                int(rate[1]) * _SECONDS[rate[2]],
                resources.function(target["Arn"]),
                given,
            )
