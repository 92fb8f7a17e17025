"""What reaches further than what is named is listed here, with the reason why nothing less will do.

It looks at the template as SAM gives it to CloudFormation, with all that SAM adds.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from csms_tools.local.stack.resources import REGION
from csms_tools.local.stack.template import translated
from tests.support import ROOT

Statement = dict[str, Any]

RESOURCES = {
    "/POST/@connections/*": "API Gateway makes up the id of a connection",
    "/DELETE/@connections/*": "API Gateway makes up the id of a connection",
    "${FilesBucket.Arn}/images/*": "an object has the name of the file that somebody brings",
    "${FilesBucket.Arn}/uploads/*": "an object has the name of the file that somebody brings",
}
"""By how the resource of a policy ends."""

OF_AWS = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole": (
        "SAM gives it to each function: writing logs, to any group of the account"
    ),
}
"""Policies of AWS's own that roles have."""


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    found: dict[str, Any] = translated(ROOT / "template.yaml", {}, REGION)["Resources"]
    return found


def of(resources: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    yield from (one["Properties"] for one in resources.values() if one["Type"] == kind)


def alternatives(value: Any) -> Iterator[Any]:
    """What a property may be, whichever conditions hold."""
    if isinstance(value, list):
        for one in value:
            yield from alternatives(one)
    elif isinstance(value, dict) and "Fn::If" in value:
        yield from alternatives(value["Fn::If"][1:])
    elif value != {"Ref": "AWS::NoValue"}:
        yield value


def identity_statements(resources: dict[str, Any]) -> list[Statement]:
    documents = [one["PolicyDocument"] for one in of(resources, "AWS::IAM::ManagedPolicy")]
    for role in of(resources, "AWS::IAM::Role"):
        documents += [policy["PolicyDocument"] for policy in role.get("Policies", [])]
    return [one for document in documents for one in alternatives(document["Statement"])]


def resource_statements(resources: dict[str, Any]) -> list[Statement]:
    kinds = ("AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy")
    documents = [one["PolicyDocument"] for kind in kinds for one in of(resources, kind)]
    return [one for document in documents for one in alternatives(document["Statement"])]


def spelled(resource: Any) -> str:
    text: str = resource["Fn::Sub"] if "Fn::Sub" in resource else json.dumps(resource)
    return text


def test_what_a_role_may_do_is_named_and_so_is_on_what(resources: dict[str, Any]) -> None:
    used = set()
    for statement in identity_statements(resources):
        assert "NotAction" not in statement
        assert "NotResource" not in statement
        assert all("*" not in action for action in alternatives(statement["Action"])), statement
        for resource in map(spelled, alternatives(statement["Resource"])):
            if "*" in resource:
                (reason,) = (each for each in RESOURCES if resource.endswith(each))
                used.add(reason)
                assert resource.removesuffix(reason).count("*") == 0, resource
    assert used == RESOURCES.keys(), "a reason that nothing needs"


def test_roles_have_no_policies_of_aws_but_those_that_sam_gives_them(
    resources: dict[str, Any],
) -> None:
    attached = {
        arn
        for role in of(resources, "AWS::IAM::Role")
        for arn in alternatives(role.get("ManagedPolicyArns", []))
        if isinstance(arn, str)
    }
    assert attached == OF_AWS.keys()


def test_a_role_is_for_one_service(resources: dict[str, Any]) -> None:
    services = set()
    for role in of(resources, "AWS::IAM::Role"):
        (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
        (service,) = alternatives(statement["Principal"]["Service"])
        services.add(service)
        assert {*statement["Principal"]} == {"Service"}
    assert services == {"lambda.amazonaws.com", "states.amazonaws.com", "apigateway.amazonaws.com"}


def test_whoever_is_no_role_of_ours_is_a_service_and_comes_from_us(
    resources: dict[str, Any],
) -> None:
    """Everybody, and everything, stand only in what is denied."""
    for statement in resource_statements(resources):
        if statement["Effect"] == "Deny":
            continue
        assert {*statement["Principal"]} == {"Service"}
        assert "*" not in str(statement["Action"])
        assert {"aws:SourceArn", "aws:SourceAccount"} & statement["Condition"][
            "StringEquals"
        ].keys()
    for permission in of(resources, "AWS::Lambda::Permission"):
        assert permission["Action"] == "lambda:InvokeFunction"
        assert "SourceArn" in permission, permission


def test_nothing_is_allowed_twice(resources: dict[str, Any]) -> None:
    """What is removed in one place would be allowed by the other."""
    shared = {
        name: [*alternatives(one["Properties"]["PolicyDocument"]["Statement"])]
        for name, one in resources.items()
        if one["Type"] == "AWS::IAM::ManagedPolicy"
    }
    for role in of(resources, "AWS::IAM::Role"):
        statements = [
            statement
            for arn in alternatives(role.get("ManagedPolicyArns", []))
            if isinstance(arn, dict) and arn.get("Ref") in shared
            for statement in shared[arn["Ref"]]
        ]
        for policy in role.get("Policies", []):
            statements += alternatives(policy["PolicyDocument"]["Statement"])
        listed = [
            (action, json.dumps(resource))
            for statement in statements
            for action in alternatives(statement["Action"])
            for resource in alternatives(statement["Resource"])
        ]
        assert len(listed) == len(set(listed)), listed


def test_no_function_deletes_from_the_history(resources: dict[str, Any]) -> None:
    """The audit trail is there: what stands in it ends by its time alone."""
    of_history = [
        action
        for statement in identity_statements(resources)
        if "HistoryTable" in str(statement["Resource"])
        for action in alternatives(statement["Action"])
    ]
    assert "dynamodb:PutItem" in of_history
    assert not [action for action in of_history if "Delete" in action]
