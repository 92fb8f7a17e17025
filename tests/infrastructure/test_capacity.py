"""Tables are on demand unless a deployment wants provisioned capacity, which follows the load."""

from typing import Any

import pytest

from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.stack import REGION
from csms_tools.local.stack.tables import tables
from csms_tools.local.stack.template import translated
from tests.infrastructure.template import RESOURCES, TEMPLATE, of_type
from tests.support import ROOT

TARGETS = of_type("AWS::ApplicationAutoScaling::ScalableTarget")
POLICIES = of_type("AWS::ApplicationAutoScaling::ScalingPolicy")
MINIMA = ("StateMinimumUnits", "HistoryMinimumUnits", "IndexMinimumUnits")
GIVEN = {
    "TableCapacity": "Provisioned",
    "StateMinimumUnits": "100",
    "HistoryMinimumUnits": "45",
    "IndexMinimumUnits": "15",
}


def loaded(parameters: dict[str, str]) -> Resources:
    return Resources(translated(ROOT / "template.yaml", parameters, REGION), parameters, "http://")


@pytest.fixture(scope="module")
def provisioned() -> Resources:
    return loaded(GIVEN)


def test_by_default_tables_are_on_demand_and_nothing_follows_their_load() -> None:
    resources = loaded({})
    for table in tables(resources):
        assert table.definition["BillingMode"] == "PAY_PER_REQUEST"
        assert "ProvisionedThroughput" not in str(table.definition)
    assert list(resources.of("AWS::ApplicationAutoScaling::ScalableTarget")) == []
    assert list(resources.of("AWS::ApplicationAutoScaling::ScalingPolicy")) == []


def test_provisioned_tables_begin_with_their_minimum(provisioned: Resources) -> None:
    begun = {}
    for table in tables(provisioned):
        assert table.definition["BillingMode"] == "PROVISIONED"
        begun[table.id] = units(table.definition)
        for index in table.definition["GlobalSecondaryIndexes"]:
            begun[f"{table.id}.{index['IndexName']}"] = units(index)
    assert begun == {
        "StateTable": (100, 100),
        "StateTable.by_time": (5, 15),
        "StateTable.by_name": (5, 5),
        "HistoryTable": (5, 45),
        "HistoryTable.by_time": (5, 45),
    }
    assert begun == least(provisioned)


def units(of: Any) -> tuple[int, int]:
    throughput = of["ProvisionedThroughput"]
    return throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]


def least(provisioned: Resources) -> dict[str, tuple[int, int]]:
    """What auto scaling leaves to each table and index."""
    found: dict[str, dict[str, int]] = {}
    for _, raw in provisioned.of("AWS::ApplicationAutoScaling::ScalableTarget"):
        target = provisioned.resolve(raw)
        _, kind, dimension = target["ScalableDimension"].split(":")
        place = target["ResourceId"].removeprefix("table/").replace("/index/", ".")
        assert kind == ("index" if "." in place else "table")
        found.setdefault(place, {})[dimension] = int(target["MinCapacity"])
        assert target["MaxCapacity"] == "4000"
    return {
        place: (of["ReadCapacityUnits"], of["WriteCapacityUnits"]) for place, of in found.items()
    }


def test_each_of_them_is_followed_to_seventy_percent_of_use() -> None:
    assert len(POLICIES) == len(TARGETS) == 10
    followed = {policy["ScalingTargetId"]["Ref"] for policy in POLICIES.values()}
    assert followed == {*TARGETS}
    for policy in POLICIES.values():
        kind = "Write" if "Write" in policy["ScalingTargetId"]["Ref"] else "Read"
        target = TARGETS[policy["ScalingTargetId"]["Ref"]]
        assert target["ScalableDimension"].endswith(f":{kind}CapacityUnits")
        assert policy["TargetTrackingScalingPolicyConfiguration"] == {
            "TargetValue": 70,
            "PredefinedMetricSpecification": {
                "PredefinedMetricType": f"DynamoDB{kind}CapacityUtilization"
            },
        }
    for name in (*TARGETS, *POLICIES):
        assert RESOURCES[name]["Condition"] == "CapacityIsProvisioned"
    assert len({str(policy["PolicyName"]) for policy in POLICIES.values()}) == len(POLICIES)


def test_no_minimum_is_above_the_maximum() -> None:
    declared = TEMPLATE["Parameters"]
    assert {declared[name]["MaxValue"] for name in MINIMA} == {declared["MaximumUnits"]["MinValue"]}


def test_the_danger_is_told_where_the_choice_is_made() -> None:
    told = TEMPLATE["Parameters"]["TableCapacity"]["Description"]
    assert "throttled" in told
    assert "minimum" in told
