"""Of template.yaml what has a price: memory, logs, tables, what is paid for by the month."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from csms import metrics
from csms.wire.actions import CHARGE_POINT_ACTIONS
from csms_tools.template_yaml import parsed

TEMPLATE = Path(__file__).parents[3] / "template.yaml"
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"
PLACE = re.compile(r"table/\$\{(\w+)\}(?:/index/(\w+))?")

Place = tuple[str, str]
"""A table, or an index as StateTable.by_time, and what is done there: read, write."""


class WrongParameter(ValueError):
    pass


class Deployment(NamedTuple):
    """`memory` by function, in MB; `infrequent`: the tables of that class; days of retention.

    `minimum_units` a second of provisioned capacity, none on demand; `target_use`: a part of it.
    `metrics` and `alarms`: how many are paid for; `counts`: functions write lines of metrics.
    """

    memory: Mapping[str, int]
    platform_logs: bool
    infrequent: frozenset[str]
    managed_keys: int
    backups: bool
    metrics: int
    counts: bool
    alarms: int
    message_log_days: int
    logs_everything: bool
    log_days: int
    minimum_units: Mapping[Place, int]
    target_use: float


def deployment(parameters: Mapping[str, str], template: Path = TEMPLATE) -> Deployment:
    """As it is with these parameters; raises WrongParameter."""
    document = _read(template)
    declared = document["Parameters"]
    for name, value in parameters.items():
        if fault := _fault(declared.get(name), value):
            raise WrongParameter(f"{name}={value}: {fault}")
    values = {name: str(one.get("Default", "")) for name, one in declared.items()} | dict(
        parameters
    )

    def resolved(value: Any) -> Any:
        return values[value["Ref"]] if isinstance(value, dict) and "Ref" in value else value

    common = document["Globals"]["Function"]
    resources = document["Resources"]

    def of(kind: str) -> dict[str, Any]:
        return {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}

    tables = of("AWS::DynamoDB::Table")
    level = resolved(common["LoggingConfig"].get("SystemLogLevel", "INFO"))
    return Deployment(
        memory={
            name: one.get("MemorySize", common["MemorySize"])
            for name, one in of("AWS::Serverless::Function").items()
        },
        platform_logs=level != "WARN",
        infrequent=frozenset(
            name for name, one in tables.items() if resolved(one.get("TableClass")) == INFREQUENT
        ),
        managed_keys=sum(
            one.get("SSESpecification", {}).get("SSEEnabled", False) for one in tables.values()
        ),
        backups=any("PointInTimeRecoverySpecification" in one for one in tables.values()),
        metrics=len(of("AWS::Logs::MetricFilter")) + _counted(values.get("Metrics", "None")),
        counts=values.get("Metrics", "None") != "None",
        alarms=sum(map(_alarmed, of("AWS::CloudWatch::Alarm").values()))
        if values["AlarmAddress"]
        else 0,
        message_log_days=int(values["MessageLogRetentionDays"]),
        logs_everything=values.get("MessageLog", "All") == "All",
        log_days=int(values["LogRetentionDays"]),
        minimum_units={
            _place(one): int(resolved(one["MinCapacity"]))
            for one in of("AWS::ApplicationAutoScaling::ScalableTarget").values()
            if values["TableCapacity"] == "Provisioned"
        },
        target_use=_target(of("AWS::ApplicationAutoScaling::ScalingPolicy").values()),
    )


def _place(target: Mapping[str, Any]) -> Place:
    found = PLACE.fullmatch(target["ResourceId"]["Fn::Sub"])
    assert found
    kind = "write" if "Write" in target["ScalableDimension"] else "read"
    return ".".join(name for name in found.groups() if name), kind


def _target(policies: Iterable[Mapping[str, Any]]) -> float:
    (percent,) = {
        one["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] for one in policies
    }
    return float(percent) / 100


def _alarmed(alarm: Mapping[str, Any]) -> int:
    """An alarm is paid for by the metrics that it looks at."""
    return sum("MetricStat" in one for one in alarm.get("Metrics", [])) or 1


def _counted(chosen: str) -> int:
    """How many metrics functions make of what they count."""
    if chosen == "None":
        return 0
    by_action = len(metrics.BY_ACTION) * (len(CHARGE_POINT_ACTIONS) + 1)
    return len(metrics.UNITS) + (by_action if chosen == "ByAction" else 0)


def _fault(parameter: Mapping[str, Any] | None, value: str) -> str | None:
    if parameter is None:
        return "there is no such parameter in template.yaml"
    if "AllowedValues" in parameter and value not in map(str, parameter["AllowedValues"]):
        return f"it is one of {', '.join(map(str, parameter['AllowedValues']))}"
    if parameter["Type"] != "Number":
        return None
    if not value.isdecimal():
        return "it is a whole number"
    least, most = parameter.get("MinValue", 0), parameter.get("MaxValue", int(value))
    return None if least <= int(value) <= most else f"it is from {least} to {most}"


def parameters_of(template: Path = TEMPLATE) -> set[str]:
    return set(_read(template)["Parameters"])


@cache
def _read(template: Path) -> dict[str, Any]:
    document: dict[str, Any] = parsed(template.read_text())
    return document
