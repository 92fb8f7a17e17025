"""The same build under the same name in another region: nothing of the first is taken or lost."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from csms_tools.rehearsal.comparison import Wrong, resources
from csms_tools.rehearsal.deployed import Stack
from csms_tools.rehearsal.deploying import deploy
from csms_tools.rehearsal.report import Part

OTHER = "eu-central-1"
OF_THE_ACCOUNT = {
    "AWS::Budgets::Budget": "Budget.BudgetName",
    "AWS::CloudFront::Distribution": None,
    "AWS::CloudFront::Function": "Name",
    "AWS::CloudFront::OriginAccessControl": "OriginAccessControlConfig.Name",
    "AWS::CloudFront::ResponseHeadersPolicy": "ResponseHeadersPolicyConfig.Name",
    "AWS::CloudFront::TrustStore": "Name",
    "AWS::CloudWatch::Dashboard": "DashboardName",
    "AWS::Cognito::UserPoolDomain": "Domain",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::S3::Bucket": "BucketName",
}
"""Types whose names no two regions of an account may share, and the property that names one.

Without it CloudFormation, or the service, draws a name of its own. Domains of Cognito are unique
in a region; that they differ costs nothing.
"""


def shared(first: Mapping[str, tuple[str, str]], second: Mapping[str, tuple[str, str]]) -> Wrong:
    """Both: logical id -> type and physical id."""
    return [
        f"{id} is {name} in both"
        for id, (kind, name) in sorted(first.items())
        if kind in OF_THE_ACCOUNT and second.get(id) == (kind, name)
    ]


def rehearse(first: Stack, template: Path, parameters: Mapping[str, str], part: Part) -> None:
    """Raises Broken."""
    host = {"DomainName": f"{OTHER}.{parameters['DomainName']}"}
    second = deploy(replace(first.aws, region=OTHER), template, {**parameters, **host})
    told = f"sam deploy --region {OTHER} of the same build, under the same name"
    part.checked.append(f"{told}: {len(second.found)} resources")
    part.check("every resource of the template is there, too", resources(second))
    kinds = {kind for kind, _ in first.found.values()}
    named = ", ".join(sorted(kind.removeprefix("AWS::") for kind in OF_THE_ACCOUNT.keys() & kinds))
    part.check(f"names of the whole account differ ({named})", shared(first.found, second.found))
    part.left_open += [
        f"{kind} in two regions: a test over the template reads its name"
        for kind in sorted(OF_THE_ACCOUNT.keys() - kinds)
    ]
