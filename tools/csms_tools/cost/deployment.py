"""Of template.yaml what has a price: memory, logs, tables, what is paid for by the month."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from samtranslator.yaml_helper import yaml_parse

from csms import metrics
from csms.wire.actions import CHARGE_POINT_ACTIONS

TEMPLATE = Path(__file__).parents[3] / "template.yaml"
INFREQUENT = "STANDARD_INFREQUENT_ACCESS"


class WrongParameter(ValueError):
    pass


class Deployment(NamedTuple):
    """`memory` by function, in MB; `infrequent`: the tables of that class; days of retention.

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
    log_days: int


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
        log_days=int(values["LogRetentionDays"]),
    )


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
    if parameter["Type"] == "Number" and not value.isdecimal():
        return "it is a whole number"
    return None


def parameters_of(template: Path = TEMPLATE) -> set[str]:
    return set(_read(template)["Parameters"])


@cache
def _read(template: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml_parse(template.read_text())
    return document
