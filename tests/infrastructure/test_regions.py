"""A stack of the same name in each region of an account (docs/regions.md)."""

import json
from typing import Any

import pytest

from csms_tools.local.stack.resources import REGION
from csms_tools.local.stack.template import translated
from csms_tools.rehearsal.second_region import OF_THE_ACCOUNT
from tests.support import ROOT

OF_A_REGION = {
    "AWS::ApiGateway::Account",
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::Authorizer",
    "AWS::ApiGatewayV2::Integration",
    "AWS::ApiGatewayV2::Route",
    "AWS::ApiGatewayV2::Stage",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::CloudWatch::Alarm",
    "AWS::Cognito::UserPool",
    "AWS::Cognito::UserPoolClient",
    "AWS::Cognito::UserPoolGroup",
    "AWS::Cognito::UserPoolResourceServer",
    "AWS::DynamoDB::Table",
    "AWS::Events::Rule",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Logs::LogGroup",
    "AWS::Logs::MetricFilter",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
    "AWS::SSM::Parameter",
    "AWS::SecretsManager::Secret",
    "AWS::StepFunctions::StateMachine",
}
RESOURCES: dict[str, Any] = translated(ROOT / "template.yaml", {}, REGION)["Resources"]


def name(resource: dict[str, Any]) -> Any:
    """None where CloudFormation draws one."""
    found: Any = resource.get("Properties", {})
    for member in (OF_THE_ACCOUNT[resource["Type"]] or "").split("."):
        found = found.get(member) if found else None
    return found


def test_of_every_type_it_is_known_whether_its_names_are_of_a_region_or_of_the_account() -> None:
    types = {resource["Type"] for resource in RESOURCES.values()}
    assert types == OF_A_REGION | OF_THE_ACCOUNT.keys()


@pytest.mark.parametrize("kind", sorted(OF_THE_ACCOUNT))
def test_a_name_of_the_whole_account_carries_the_region_or_is_drawn(kind: str) -> None:
    names = {id: name(one) for id, one in RESOURCES.items() if one["Type"] == kind}
    assert names
    for id, given in names.items():
        told = json.dumps(given)
        # the id of a stack ends with digits that no other stack has
        assert given is None or "${AWS::Region}" in told or "AWS::StackId" in told, id
