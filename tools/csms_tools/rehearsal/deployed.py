"""A stack as it stands in the emulator, and what the template says it should be."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from csms_tools.local.stack.intrinsics import Resolver
from csms_tools.local.stack.template import Properties, translated
from csms_tools.rehearsal.emulator import Aws

ACCOUNT = "000000000000"
_HASHED = {"AWS::Lambda::LayerVersion", "AWS::Lambda::Version"}
_HASH = 10  # digits that SAM puts behind such a logical id, of an address that differs
_ARN = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "AWS::IAM::Role": "arn:aws:iam::{account}:role/{name}",
    "AWS::Lambda::Function": "arn:aws:lambda:{region}:{account}:function:{name}",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{name}",
}


class Unknown(Exception):
    """An attribute that only its service knows."""


def logical(id: str, kind: str) -> str:
    return id[:-_HASH] if kind in _HASHED else id


class Stack:
    """`found`: logical id -> type and physical id."""

    def __init__(self, aws: Aws, name: str, template: Path, parameters: Mapping[str, str]) -> None:
        self.aws = aws
        self.folder = template.parent
        cloud = aws.client("cloudformation")
        (self.described,) = cloud.describe_stacks(StackName=name)["Stacks"]
        pages = cloud.get_paginator("list_stack_resources").paginate(StackName=name)
        self.found: dict[str, tuple[str, str]] = {
            logical(one["LogicalResourceId"], one["ResourceType"]): (
                one["ResourceType"],
                one["PhysicalResourceId"],
            )
            for page in pages
            for one in page["StackResourceSummaries"]
        }
        self.template = translated(template, parameters, aws.region)
        defaults = {
            id: str(declared["Default"])
            for id, declared in self.template["Parameters"].items()
            if "Default" in declared
        }
        pseudo = {
            "AWS::Region": aws.region,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": name,
            "AWS::StackId": self.described["StackId"],
        }
        self.resolve = Resolver(
            self.template, {**defaults, **parameters, **pseudo}, self.physical, self.attribute
        )

    def wanted(self) -> Iterator[tuple[str, Properties]]:
        """Logical id and resource, of those whose condition holds."""
        for id, resource in self.template["Resources"].items():
            if "Condition" not in resource or self.resolve.holds(resource["Condition"]):
                yield logical(id, resource["Type"]), resource

    def of(self, kind: str) -> Iterator[tuple[str, Properties]]:
        """Logical id and properties, unresolved."""
        for id, resource in self.wanted():
            if resource["Type"] == kind:
                yield id, resource.get("Properties", {})

    def physical(self, id: str) -> str:
        """What !Ref gives. Raises Unknown for what is not there."""
        declared = self.template["Resources"].get(id, {}).get("Type", "")
        try:
            return self.found[logical(id, declared)][1]
        except KeyError:
            raise Unknown(id) from None

    def attribute(self, id: str, name: str) -> str:
        """What !GetAtt gives. Raises Unknown."""
        kind = self.template["Resources"].get(id, {}).get("Type", "")
        if name == "Arn" and kind in _ARN:
            last = self.physical(id).rpartition("/")[2]
            return _ARN[kind].format(region=self.aws.region, account=ACCOUNT, name=last)
        if name == "Arn" and self.physical(id).startswith("arn:"):
            return self.physical(id)
        if (kind, name) == ("AWS::SSM::Parameter", "Value"):
            return str(self.resolve(self.template["Resources"][id]["Properties"]["Value"]))
        raise Unknown(f"{id}.{name}")

    def outputs(self) -> dict[str, str]:
        return {one["OutputKey"]: one["OutputValue"] for one in self.described.get("Outputs", [])}

    def wanted_outputs(self) -> dict[str, Any]:
        """Unresolved."""
        return {
            id: output["Value"]
            for id, output in self.template["Outputs"].items()
            if "Condition" not in output or self.resolve.holds(output["Condition"])
        }
