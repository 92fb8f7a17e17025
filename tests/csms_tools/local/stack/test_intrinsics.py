from typing import Any

import pytest

from csms_tools.local.stack.intrinsics import Resolver
from csms_tools.local.stack.template import TemplateError

TEMPLATE = {
    "Parameters": {"Days": {"Type": "Number"}, "Domain": {"Type": "String"}},
    "Conditions": {
        "Never": {"Fn::Equals": [{"Ref": "Days"}, 0]},
        "Always": {"Fn::Not": [{"Condition": "Never"}]},
        "Both": {"Fn::And": [{"Condition": "Always"}, {"Condition": "Never"}]},
        "Either": {"Fn::Or": [{"Condition": "Always"}, {"Condition": "Never"}]},
    },
    "Mappings": {"Sizes": {"eu-west-1": {"small": "128"}}},
}


@pytest.fixture
def resolve() -> Resolver:
    return Resolver(
        TEMPLATE,
        {"Days": "30", "AWS::Region": "eu-west-1"},
        reference=lambda name: f"<{name}>",
        attribute=lambda name, attribute: f"<{name}.{attribute}>",
    )


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("plain", "plain"),
        (7, 7),
        ({"Ref": "Days"}, "30"),
        ({"Ref": "AWS::Region"}, "eu-west-1"),
        ({"Ref": "Table"}, "<Table>"),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "<Table.Arn>"),
        ({"Fn::GetAtt": "Table.Arn"}, "<Table.Arn>"),
        ({"Fn::GetAtt": ["Nested", "Outputs.Url"]}, "<Nested.Outputs.Url>"),
        (
            {"Fn::Sub": "a ${Days} ${Table} ${Table.Arn} ${!Days}"},
            "a 30 <Table> <Table.Arn> ${Days}",
        ),
        ({"Fn::Sub": ["${own}/${Days}", {"own": {"Ref": "Table"}}]}, "<Table>/30"),
        ({"Fn::Join": ["/", ["a", {"Ref": "Days"}, 3]]}, "a/30/3"),
        ({"Fn::Split": [":", "a:b"]}, ["a", "b"]),
        ({"Fn::Select": [1, {"Fn::Split": [":", {"Fn::Sub": "a:${Days}"}]}]}, "30"),
        ({"Fn::Base64": "hi"}, "aGk="),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "small"]}, "128"),
        ({"Fn::If": ["Always", "yes", {"Ref": "Domain"}]}, "yes"),
        ({"Fn::If": ["Never", {"Ref": "Domain"}, ["no"]]}, ["no"]),
        ([{"Ref": "Days"}, {"Ref": "AWS::NoValue"}], ["30"]),
        ({"a": {"Fn::If": ["Never", 1, {"Ref": "AWS::NoValue"}]}, "b": 2}, {"b": 2}),
        (
            {"Condition": {"Bool": True}, "Effect": "Allow"},
            {"Condition": {"Bool": True}, "Effect": "Allow"},
        ),
    ],
)
def test_intrinsic_functions_are_worked_out(resolve: Resolver, value: Any, result: Any) -> None:
    assert resolve(value) == result


@pytest.mark.parametrize(
    ("condition", "holds"), [("Never", False), ("Always", True), ("Both", False), ("Either", True)]
)
def test_conditions_are_worked_out(resolve: Resolver, condition: str, holds: bool) -> None:
    assert resolve.holds(condition) == holds


def test_what_is_known_only_to_aws_is_refused_when_it_is_asked_for(resolve: Resolver) -> None:
    with pytest.raises(TemplateError, match="Fn::ImportValue"):
        resolve({"Fn::ImportValue": "elsewhere"})
    with pytest.raises(TemplateError, match="parameter Domain has no value"):
        resolve({"Ref": "Domain"})
