"""A first deployment that fails in its middle: what it leaves, and whether the next one works."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from csms_tools.rehearsal.deploying import sam_deploy
from csms_tools.rehearsal.emulator import Aws
from csms_tools.rehearsal.report import Broken, Part

KEPT = {"StateTable", "HistoryTable", "FilesBucket", "UserPool"}
"""What outlives its stack."""


def failing(template: Path) -> Path:
    """A copy, beside it, that fails once all of these have been made."""
    document = yaml.safe_load(template.read_text())
    document["Resources"] |= {
        "NobodysHandle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
        "Fails": {
            "Type": "AWS::CloudFormation::WaitCondition",
            "DependsOn": sorted(KEPT),
            "Properties": {"Handle": {"Ref": "NobodysHandle"}, "Timeout": "1"},
        },
    }
    copy = template.with_name("failing.yaml")
    copy.write_text(yaml.safe_dump(document, sort_keys=False))
    return copy


def fail(aws: Aws, template: Path, name: str, parameters: dict[str, str]) -> tuple[str, list[str]]:
    """How the stack stands then, and what failed of itself. Raises Broken if nothing did."""
    try:
        sam_deploy(aws, failing(template), name, parameters)
    except Broken:
        cloud = aws.client("cloudformation")
        (stack,) = cloud.describe_stacks(StackName=name)["Stacks"]
        return str(stack["StackStatus"]), failed(
            cloud.describe_stack_events(StackName=name)["StackEvents"]
        )
    raise Broken("a deployment that cannot work was made")


def failed(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Without what was given up because another failed."""
    return [
        f"{one['LogicalResourceId']}: {one.get('ResourceStatusReason', '')}"
        for one in events
        if one["ResourceStatus"] == "CREATE_FAILED"
        and "cancelled" not in one.get("ResourceStatusReason", "")
    ]


def refusal(aws: Aws, template: Path, name: str, parameters: dict[str, str]) -> str:
    """What is said to a deployment that nothing is made of. Raises Broken if it is made."""
    try:
        sam_deploy(aws, template, name, parameters)
    except Broken as error:
        return str(error)
    raise Broken("a deployment for an architecture that was not built was made")


def left(aws: Aws) -> list[str]:
    """Of what outlives a stack."""
    buckets = aws.client("s3").list_buckets()["Buckets"]
    pools = aws.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
    return [
        *(f"table {name}" for name in aws.client("dynamodb").list_tables()["TableNames"]),
        *(f"bucket {one['Name']}" for one in buckets if "sam-cli" not in one["Name"]),
        *(f"user pool {one['Name']}" for one in pools),
    ]


def delete(aws: Aws, name: str) -> None:
    cloud = aws.client("cloudformation")
    cloud.delete_stack(StackName=name)
    cloud.get_waiter("stack_delete_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )


def rehearse(aws: Aws, template: Path, name: str, parameters: dict[str, str], part: Part) -> None:
    """Raises Broken."""
    other = {"Architecture": "x86_64" if parameters["Architecture"] == "arm64" else "arm64"}
    said = refusal(aws, template, name, parameters | other)
    sentence = "What deploys is what make build has built"
    part.check(
        "what was built for another architecture is refused by a rule, before anything is made",
        [] if sentence in said else [said],
    )
    status, causes = fail(aws, template, name, parameters)
    part.check(
        f"a first deployment that fails is rolled back ({status})",
        [] if status == "ROLLBACK_COMPLETE" else [f"it is {status}"],
    )
    part.check(
        "nothing failed but the resource that cannot be made",
        [one for one in causes if not one.startswith("Fails:")],
    )
    part.check("it leaves no table, no bucket and no user pool", left(aws))
    delete(aws, name)
    part.checked.append("its stack is deleted by one command")
    part.left_open += [
        "how long CloudFormation takes for it, and what else it may be stuck at",
        "a rollback with DeletionProtection On: the emulator deletes what is protected",
    ]
